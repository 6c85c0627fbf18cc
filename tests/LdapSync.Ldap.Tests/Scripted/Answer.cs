namespace LdapSync.Ldap.Scripted;

/// <summary>What the scripted server does about a request.</summary>
internal sealed record Answer(byte[] Octets, bool ThenClose = false)
{
    public static Answer Silence { get; } = new([]);

    /// <summary>Between two octets; default: none, they go out together.</summary>
    public TimeSpan Pause { get; init; }

    public static Answer Close { get; } = new([], ThenClose: true);

    public static implicit operator Answer(byte[] octets) => new(octets);
}
