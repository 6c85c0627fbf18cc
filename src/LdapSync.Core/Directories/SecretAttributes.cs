using System.Collections.Frozen;

namespace LdapSync.Directories;

/// <summary>Attributes that hold passwords, keys or what they are derived from. No setting has a use for them, so no copy of a directory needs them.</summary>
internal static class SecretAttributes
{
    private static readonly FrozenSet<string> Names = FrozenSet.ToFrozenSet(
        [
            "userPassword", "authPassword", "sambaNTPassword", "sambaLMPassword", "sambaPasswordHistory", "krbPrincipalKey", "krb5Key", "HTTPPassword",
            "pwdHistory", "passwordHistory", "ipaNTHash", "ipatokenOTPkey",
            // Active Directory; a server shows most of them to nobody.
            "unicodePwd", "dBCSPwd", "ntPwdHistory", "lmPwdHistory", "supplementalCredentials", "unixUserPassword", "msSFU30Password", "msDS-ManagedPassword",
            "ms-Mcs-AdmPwd", "msLAPS-Password", "msLAPS-EncryptedPassword", "msLAPS-EncryptedPasswordHistory", "msLAPS-EncryptedDSRMPassword",
            "msLAPS-EncryptedDSRMPasswordHistory", "msFVE-RecoveryPassword", "msFVE-KeyPackage", "trustAuthIncoming", "trustAuthOutgoing",
        ],
        StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Types = Names.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The entry without its secrets; the same entry when it has none.</summary>
    public static LdapEntry LeftOutOf(LdapEntry entry) =>
        entry.Attributes.Any(IsSecret) ? new LdapEntry(entry.Dn, [.. entry.Attributes.Where(attribute => !IsSecret(attribute))]) : entry;

    /// <summary>Whether an attribute is one of them.</summary>
    public static bool IsSecret(LdapAttribute attribute) => IsSecret(attribute.Name);

    /// <summary>Whether a description names one of them, with or without options, such as <c>userPassword;lang-en</c>.</summary>
    public static bool IsSecret(string description)
    {
        var type = description.AsSpan();
        return type.IndexOf(';') is var options and >= 0 ? Types.Contains(type[..options]) : Types.Contains(type);
    }
}
