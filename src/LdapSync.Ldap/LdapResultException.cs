namespace LdapSync.Ldap;

/// <summary>The cause of a <see cref="SourceException"/> where the server did answer: its result code.</summary>
internal sealed class LdapResultException(LdapResultCode code) : Exception($"LDAP result code {(int)code}")
{
    public LdapResultCode Code { get; } = code;
}
