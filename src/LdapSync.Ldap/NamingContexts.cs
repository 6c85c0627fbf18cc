using LdapSync.Directories;

namespace LdapSync.Ldap;

/// <summary>
/// Every search of an Active Directory domain's root is answered with references to the forest's configuration and DNS zones as well.
/// They hang below the root by name but are naming contexts of their own (MS-ADTS section 3.1.1.1.5), and hold no mailboxes.
/// </summary>
internal static class NamingContexts
{
    private static readonly string[] OfNoDomain = ["CN=Configuration,", "DC=DomainDnsZones,", "DC=ForestDnsZones,"];

    /// <summary>Whether a reference may be passed over without losing an entry.</summary>
    public static bool IsPassedOver(string reference, DistinguishedName baseDn)
    {
        if (!Uri.TryCreate(reference, UriKind.Absolute, out var url) || url.Scheme is not ("ldap" or "ldaps")) return false;
        var dn = Uri.UnescapeDataString(url.AbsolutePath.TrimStart('/'));
        return OfNoDomain.Any(context => dn.StartsWith(context, StringComparison.OrdinalIgnoreCase) && Names(dn[context.Length..], baseDn));
    }

    private static bool Names(string text, DistinguishedName dn) =>
        DistinguishedName.TryParse(text, out var named, out _) && named.Equals(dn);
}
