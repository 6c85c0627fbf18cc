namespace LdapSync.Contracts;

/// <summary>
/// The contract of directories after the standard, with what they have and Active Directory has not: attribute options and matching rules by name. The source holds
/// <see cref="ContractCompany.StandardEntries"/> too.
/// </summary>
public abstract class StandardDirectoryContract : DirectorySourceContract
{
    public static TheoryData<string, string[]> StandardFilters { get; } = new()
    {
        { "(mail=sprache@example.com)", ["Lang"] },
        { "(mail;lang-de=*)", ["Lang"] },
        { "(mail;lang-fr=*)", [] },
        { "(MAIL;LANG-DE=sprache@*)", ["Lang"] },
        { "(userCertificate;binary=*)", ["Lang"] },
        { "(cn:caseExactMatch:=Case)", ["Case"] },
        { "(cn:caseExactMatch:=CASE)", [] },
        { "(!(cn:caseExactMatch:=Case))", ["Lang", "Standard"] },
        { "(cn:caseIgnoreMatch:=CASE)", ["Case"] },
        { "(ou:dn:caseIgnoreMatch:=standard)", ["Case", "Lang", "Standard"] },
        { "(&)", ["Case", "Lang", "Standard"] }, // RFC 4526
        { "(|)", [] },
    };

    [Theory]
    [MemberData(nameof(StandardFilters))]
    public async Task A_filter_selects_what_it_matches_by_options_and_rules(string filter, string[] names) =>
        Assert.Equal(Sorted(names), await NamesAsync(Query(filter, ContractCompany.Standard)));

    [Fact]
    public async Task An_attribute_brings_its_subtypes_by_option()
    {
        var entry = await LangAsync("mail");

        Assert.Equal(["lang@example.com", "sprache@example.com"], Texts(entry, "mail"));
        Assert.Equal(["sprache@example.com"], Texts(entry, "mail;lang-de"));
    }

    [Fact]
    public async Task An_attribute_may_be_asked_for_with_an_option() =>
        Assert.Equal(["sprache@example.com"], Texts(await LangAsync("mail;lang-de"), "mail;lang-de"));

    [Fact]
    public async Task A_certificate_arrives_octet_by_octet_with_its_option()
    {
        var certificate = Assert.Single((await LangAsync("userCertificate;binary")).Find("userCertificate;binary"));

        Assert.Equal(ContractCompany.Certificate, Assert.Single(certificate.Values).ToArray());
    }

    private async Task<Directories.LdapEntry> LangAsync(string attribute) =>
        Assert.Single(await ReadAsync(Query("(cn=lang)", ContractCompany.Standard) with { Attributes = [attribute] }));
}
