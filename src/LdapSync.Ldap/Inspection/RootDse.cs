using System.Globalization;
using LdapSync.Directories;

namespace LdapSync.Ldap.Inspection;

/// <summary>The entry in which a server describes itself.</summary>
internal sealed class RootDse(LdapEntry entry, Func<string, string> discreet)
{
    // [MS-ADTS] section 3.1.1.3.4.3: LDAP_CAP_ACTIVE_DIRECTORY_OID, LDAP_CAP_ACTIVE_DIRECTORY_ADAM_OID.
    private const string ActiveDirectory = "1.2.840.113556.1.4.800", LightweightServices = "1.2.840.113556.1.4.1851";

    public static IReadOnlyList<string> Attributes { get; } =
    [
        "objectClass", "structuralObjectClass", "vendorName", "vendorVersion", "namingContexts", "supportedControl", "supportedExtension", "supportedCapabilities",
        "domainFunctionality", "schemaNamingContext",
    ];

    public DirectoryFacts Facts => new(
        Product,
        Text("vendorVersion"),
        IsActiveDirectory,
        Text("domainFunctionality") is { } level ? Level(level) : null,
        [.. Texts("namingContexts")],
        Features("supportedControl"),
        Features("supportedExtension"));

    /// <summary>Where Active Directory keeps the definitions of its attributes.</summary>
    public string? SchemaContext => Text("schemaNamingContext");

    private bool IsActiveDirectory => Texts("supportedCapabilities").Contains(ActiveDirectory, StringComparer.Ordinal);

    private string? Product => Text("vendorName") switch
    {
        { } name when name.StartsWith("Samba", StringComparison.OrdinalIgnoreCase) => "Samba",
        { } name when name.StartsWith("389 Project", StringComparison.OrdinalIgnoreCase) => "389 Directory Server",
        null when IsActiveDirectory => "Active Directory",
        null when Texts("supportedCapabilities").Contains(LightweightServices, StringComparer.Ordinal) => "Active Directory Lightweight Directory Services",
        null when Texts("objectClass").Concat(Texts("structuralObjectClass")).Contains("OpenLDAProotDSE", StringComparer.OrdinalIgnoreCase) => "OpenLDAP",
        var name => name,
    };

    // [MS-ADTS] section 6.1.4.3, msDS-Behavior-Version of a domain.
    private static string Level(string number) => number switch
    {
        "0" => "Windows 2000",
        "1" => "Windows Server 2003 interim",
        "2" => "Windows Server 2003",
        "3" => "Windows Server 2008",
        "4" => "Windows Server 2008 R2",
        "5" => "Windows Server 2012",
        "6" => "Windows Server 2012 R2",
        "7" => "Windows Server 2016",
        "10" => "Windows Server 2025",
        _ => string.Create(CultureInfo.InvariantCulture, $"level {number}"),
    };

    private IReadOnlyList<ServerFeature> Features(string attribute) =>
        [.. Texts(attribute).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(ServerFeature.Of)];

    private string? Text(string attribute) => Texts(attribute).FirstOrDefault(text => text.Length > 0);

    private IEnumerable<string> Texts(string attribute) =>
        entry.Texts(attribute).Select(text => discreet(LdapErrors.Clean(text)));
}
