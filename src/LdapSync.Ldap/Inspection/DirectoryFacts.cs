namespace LdapSync.Ldap.Inspection;

/// <summary>What a server says about itself in its root DSE (RFC 4512 section 5.1). Texts are without control characters, and cut where they are very long.</summary>
/// <param name="Product">Such as <c>Active Directory</c>, <c>Samba</c>, <c>OpenLDAP</c>, <c>389 Directory Server</c>, or what the server calls its maker; null where it does not tell.</param>
/// <param name="Version">The product's version; null where the server does not tell.</param>
/// <param name="IsActiveDirectory">Whether it is a domain controller of an Active Directory domain, Samba's included.</param>
/// <param name="DomainLevel">The functional level of the domain, such as <c>Windows Server 2016</c>; null elsewhere.</param>
/// <param name="NamingContexts">The tops of the trees it holds.</param>
/// <param name="Controls">Additions to requests that it supports, sorted by OID.</param>
/// <param name="Extensions">Further operations that it supports, sorted by OID.</param>
public sealed record DirectoryFacts(
    string? Product,
    string? Version,
    bool IsActiveDirectory,
    string? DomainLevel,
    IReadOnlyList<string> NamingContexts,
    IReadOnlyList<ServerFeature> Controls,
    IReadOnlyList<ServerFeature> Extensions);

/// <summary>Something that a server supports.</summary>
/// <param name="Oid">Its number.</param>
/// <param name="Name">Its name; null where this library knows none.</param>
public sealed record ServerFeature(string Oid, string? Name)
{
    internal const string PagedResults = "1.2.840.113556.1.4.319";
    internal const string WhoAmI = "1.3.6.1.4.1.4203.1.11.3";

    internal static ServerFeature Of(string oid) => new(oid, oid switch
    {
        PagedResults => "paged results",
        WhoAmI => "WhoAmI",
        "1.3.6.1.4.1.1466.20037" => "StartTLS",
        "1.2.840.113556.1.4.841" => "DirSync",
        "1.3.6.1.4.1.4203.1.9.1.1" => "sync request",
        "1.2.840.113556.1.4.417" => "show deleted",
        "1.2.840.113556.1.4.473" => "server-side sort",
        "2.16.840.1.113730.3.4.9" => "virtual list view",
        "2.16.840.1.113730.3.4.2" => "ManageDsaIT",
        "2.16.840.1.113730.3.4.3" => "persistent search",
        "1.2.840.113556.1.4.1339" => "domain scope",
        "1.2.840.113556.1.4.801" => "security descriptor flags",
        "1.2.840.113556.1.4.805" => "tree delete",
        "1.3.6.1.4.1.4203.1.10.1" => "subentries",
        "2.16.840.1.113730.3.4.18" => "proxied authorization",
        "1.3.6.1.1.12" => "assertion",
        "1.3.6.1.1.13.1" => "pre-read",
        "1.3.6.1.1.13.2" => "post-read",
        "1.2.826.0.1.3344810.2.3" => "matched values",
        "1.3.6.1.4.1.4203.1.11.1" => "password modify",
        "1.3.6.1.1.8" => "cancel",
        "1.3.6.1.4.1.1466.101.119.1" => "dynamic refresh",
        "1.2.840.113556.1.4.1781" => "fast bind",
        _ => null,
    });

    /// <summary>The name, else the number.</summary>
    public override string ToString() => Name ?? Oid;
}
