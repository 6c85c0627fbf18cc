using LdapSync.Directories;

namespace LdapSync.Ldap.Inspection;

/// <summary>What a root DSE says about its server.</summary>
public class DirectoryFactsTests
{
    public static TheoryData<string?, bool, (string, string)[]> Products => new()
    {
        { "Active Directory", true, [("supportedCapabilities", "1.2.840.113556.1.4.800"), ("supportedCapabilities", "1.2.840.113556.1.4.1670")] },
        { "Active Directory Lightweight Directory Services", false, [("supportedCapabilities", "1.2.840.113556.1.4.1851")] },
        { "Samba", true, [("supportedCapabilities", "1.2.840.113556.1.4.800"), ("vendorName", "Samba Team (https://www.samba.org)")] },
        { "OpenLDAP", false, [("objectClass", "top"), ("objectClass", "OpenLDAProotDSE")] },
        { "OpenLDAP", false, [("structuralObjectClass", "OpenLDAProotDSE")] },
        { "389 Directory Server", false, [("vendorName", "389 Project"), ("vendorVersion", "389-Directory/2.3.1")] },
        { "Example Corp", false, [("vendorName", "Example\r\nCorp")] },
        { null, false, [("vendorName", "")] },
        { null, false, [] },
    };

    [Theory]
    [MemberData(nameof(Products))]
    public void The_product_is_known_by_what_it_says(string? product, bool isActiveDirectory, (string, string)[] attributes)
    {
        var facts = Read(attributes);

        (facts.Product?.Replace("  ", " ", StringComparison.Ordinal), facts.IsActiveDirectory).Should().Be((product, isActiveDirectory));
    }

    [Theory]
    [InlineData("7", "Windows Server 2016")]
    [InlineData("10", "Windows Server 2025")]
    [InlineData("99", "level 99")]
    public void The_level_of_a_domain_is_a_version_of_Windows(string number, string level) => Read([("domainFunctionality", number)]).DomainLevel.Should().Be(level);

    [Fact]
    public void Controls_and_extensions_have_names_where_they_are_known()
    {
        var facts = Read([("supportedControl", "1.2.840.113556.1.4.841"), ("supportedControl", "1.2.840.113556.1.4.319"), ("supportedControl", "9.9.9"), ("supportedControl", "9.9.9"), ("supportedExtension", "1.3.6.1.4.1.1466.20037")]);

        facts.Controls.Select(control => $"{control}").Should().Equal("paged results", "DirSync", "9.9.9");
        facts.Extensions.Select(extension => $"{extension}").Should().Equal("StartTLS");
    }

    private static DirectoryFacts Read((string, string)[] attributes) => new RootDse(new LdapEntry("", attributes), text => text).Facts;
}
