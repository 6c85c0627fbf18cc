using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using LdapSync.Directories;

namespace LdapSync.Contracts;

/// <summary>
/// The made-up company that every source of the contract holds: what makes reading a directory hard, in classes and attributes that OpenLDAP (with Exchange's) and
/// Active Directory both know. It stands below <see cref="Suffix"/>, which the directory has already.
/// </summary>
public static class ContractCompany
{
    public const string Suffix = "dc=example,dc=com";

    /// <summary>The top of the company.</summary>
    public const string Root = "ou=Contract," + Suffix;

    /// <summary>A comma within a name.</summary>
    public const string North = @"ou=Sales\, North," + Root;

    /// <summary>Its name begins like that of <see cref="North"/>; nothing of that is below it.</summary>
    public const string Sales = "ou=Sales," + Root;

    /// <summary>More entries than a page has, and nothing else below it.</summary>
    public const string Many = "ou=Many," + Root;

    /// <summary>A unit with nothing below it.</summary>
    public const string Empty = "ou=Empty," + Root;

    /// <summary>Two values more than Active Directory gives at once (MaxValRange, 1,500).</summary>
    public const int ManyValues = 1502;

    /// <summary>More than the 1,000 entries that Active Directory gives in a page.</summary>
    public const int ManyEntries = 1003;

    /// <summary>Octets that are no text, with a zero and a line end among them, as a JPEG file begins and ends.</summary>
    public static byte[] Photo { get; } = [0xFF, 0xD8, 0xFF, 0xE0, 0x00, 0x0A, 0x0D, 0x80, 0xC0, 0x20, 0xFF, 0xD9];

    /// <summary>A certificate, which is the usual value with the option <c>;binary</c> (RFC 4522).</summary>
    public static byte[] Certificate { get; } = MakeCertificate();

    private const string Ann = "cn=Ann," + Sales;

    /// <summary>Everything but the many, from the top down, so that each stands below one that is there already.</summary>
    public static IReadOnlyList<CompanyEntry> People { get; } =
    [
        Unit("Contract", Root),
        Unit("Sales, North", North),
        Unit("Sales", Sales),
        Unit("Empty", Empty),
        Unit("Elsewhere", "ou=Elsewhere," + Suffix),
        User("Ann", Ann, 514)
            .With("mail", "Ann@example.com")
            .With("displayName", "Ann (Sales) *")
            .With("description", "two\nlines")
            .With("proxyAddresses", "SMTP:Ann@example.com", "smtp:a.contract@example.com", "X500:/o=Example/cn=ann")
            .With("jpegPhoto", Photo),
        User("Müller, Zoë", $@"cn=Müller\, Zoë,{North}", 66050)
            .With("mail", "zoe@example.com")
            .With("displayName", "Zoë 山田 𝒵"),
        User("Plain", "cn=Plain," + North, 546),
        Unit("Deep", "ou=Deep," + North),
        User("Below", "cn=Below,ou=Deep," + North, 514)
            .With("mail", "below@example.com")
            .With("proxyAddresses", [.. Enumerable.Range(0, ManyValues).Select(i => string.Create(CultureInfo.InvariantCulture, $"smtp:below{i}@example.com"))]),
        Contact("O'Neil \"Q\" <x>; a+b=c \\ #", $@"cn=O'Neil \""Q\"" \<x\>\; a\+b\=c \\ #,{Sales}")
            .With("mail", "o'neil+q@example.com"),
        Contact("#7", $@"cn=\#7,{Sales}")
            .With("displayName", @"Back\slash"),
        new CompanyEntry("Team", "cn=Team," + Sales, "group")
            .With("cn", "Team")
            .With("mail", "team@example.com")
            .With("member", Ann),
        Contact("Stranger", "cn=Stranger,ou=Elsewhere," + Suffix)
            .With("mail", "stranger@example.com"),
    ];

    /// <summary>People and the many: all of the company.</summary>
    public static IReadOnlyList<CompanyEntry> Entries { get; } =
    [
        .. People,
        Unit("Many", Many),
        .. Enumerable.Range(0, ManyEntries).Select(i => string.Create(CultureInfo.InvariantCulture, $"Many {i}")).Select(name => Contact(name, $"cn={name},{Many}")),
    ];

    /// <summary>The top of what is there besides in a directory after the standard, and not in Active Directory.</summary>
    public const string Standard = "ou=Standard," + Root;

    /// <summary>Attribute options, and names that differ in case alone.</summary>
    public static IReadOnlyList<CompanyEntry> StandardEntries { get; } =
    [
        Unit("Standard", Standard),
        User("Lang", "cn=Lang," + Standard, 514)
            .With("mail", "lang@example.com")
            .With("mail;lang-de", "sprache@example.com")
            .With("userCertificate;binary", Certificate),
        Contact("Case", "cn=Case," + Standard)
            .With("displayName", "CASE"),
    ];

    private static readonly Dictionary<DistinguishedName, string> Names = Entries.Concat(StandardEntries).ToDictionary(entry => DistinguishedName.Parse(entry.Dn), entry => entry.Name);

    /// <summary>What tests call an entry that was read, however the directory spells its DN; the DN itself where it is none of the company.</summary>
    public static string NameOf(LdapEntry entry) => Names.GetValueOrDefault(DistinguishedName.Parse(entry.Dn), entry.Dn);

    private static CompanyEntry Unit(string name, string dn) => new CompanyEntry(name, dn, "organizationalUnit").With("ou", name);

    // sn: the classes of X.500 want it.
    private static CompanyEntry Contact(string name, string dn) => new CompanyEntry(name, dn, "contact").With("cn", name).With("sn", "Contract");

    private static CompanyEntry User(string name, string dn, int userAccountControl) =>
        new CompanyEntry(name, dn, "user").With("cn", name).With("sn", "Contract").With("userAccountControl", userAccountControl.ToString(CultureInfo.InvariantCulture));

    private static byte[] MakeCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=Lang", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), new(2120, 1, 1, 0, 0, 0, TimeSpan.Zero));
        return certificate.RawData;
    }
}
