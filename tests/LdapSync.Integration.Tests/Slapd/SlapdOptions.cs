namespace LdapSync.Slapd;

/// <summary>What is special about a slapd of a test.</summary>
internal sealed record SlapdOptions
{
    /// <summary>The suffix of the database and the names below it that every server has.</summary>
    public const string Suffix = "dc=example,dc=com";

    public const string Admin = "cn=admin," + Suffix;
    public const string Reader = "cn=reader," + Suffix;
    public const string Password = "a password of tests";

    /// <summary>LDIF beyond the suffix entry and the reader.</summary>
    public string Ldif { get; init; } = "";

    /// <summary>Names in the server's certificate; empty: the server has no TLS.</summary>
    public IReadOnlyList<string> CertificateNames { get; init; } = ["localhost", "127.0.0.1"];

    /// <summary>Whether that certificate went out of date long ago.</summary>
    public bool IsCertificateExpired { get; init; }

    /// <summary>Further lines of slapd.conf(5) ahead of the database.</summary>
    public string GlobalConfiguration { get; init; } = "";

    /// <summary>Rules of slapd.access(5) ahead of the usual ones, of which the first that fits counts.</summary>
    public string Access { get; init; } = "";

    /// <summary>Further lines of slapd.conf(5) for the database, such as limits.</summary>
    public string DatabaseConfiguration { get; init; } = "";
}
