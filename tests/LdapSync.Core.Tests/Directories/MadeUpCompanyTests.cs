using System.Text;

namespace LdapSync.Directories;

/// <summary>What the quickstart's LDIF has to show, so that its settings and its text can rely on it.</summary>
public class MadeUpCompanyTests
{
    private static readonly LdifFileSource Company = new(Path.Combine(AppContext.BaseDirectory, "company.ldif"));

    [Theory]
    [InlineData("(objectClass=*)", 302)]
    [InlineData("(&(objectClass=user)(mailNickname=svc-*))", 8)]
    [InlineData("(&(objectClass=user)(mailNickname=former-*))", 8)]
    [InlineData("(&(objectClass=group)(mail=*))", 24)]
    [InlineData("(objectClass=msExchDynamicDistributionList)", 4)]
    [InlineData("(objectClass=publicFolder)", 5)]
    [InlineData("(objectClass=contact)", 10)]
    [InlineData("(&(objectCategory=person)(userAccountControl:1.2.840.113556.1.4.803:=2)(!(mailNickname=former-*)))", 34)] // shared, rooms, system
    [InlineData("(proxyAddresses=smtp:press@brightwater.example)", 2)]
    public async Task Its_entries_are_those_that_the_quickstart_tells_of(string filter, int count)
    {
        (await ReadAsync(filter)).Should().HaveCount(count);
    }

    [Fact]
    public async Task The_default_filter_selects_266_entries_three_of_them_without_an_address()
    {
        var entries = await ReadAsync(LdapFilters.Exchange);

        entries.Should().HaveCount(266);
        entries.Where(entry => !entry.Find("mail").Any()).Should().HaveCount(3);
        entries.SelectMany(entry => entry.Find("objectClass")).SelectMany(Text).Should().NotContain("contact");
        entries.SelectMany(entry => entry.Find("mailNickname")).SelectMany(Text).Should()
            .NotContain(name => name.Contains("mailbox{", StringComparison.OrdinalIgnoreCase) || name.StartsWith("FederatedEmail", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_address_is_in_a_domain_reserved_for_examples()
    {
        var entries = await ReadAsync("(mail=*)");

        entries.SelectMany(entry => entry.Find("mail")).SelectMany(Text).Should().OnlyContain(address => address.EndsWith(".example", StringComparison.Ordinal));
        entries.SelectMany(entry => entry.Find("proxyAddresses")).SelectMany(Text)
            .Where(value => value.StartsWith("smtp:", StringComparison.OrdinalIgnoreCase))
            .Should().OnlyContain(value => value.EndsWith(".example", StringComparison.Ordinal));
    }

    private static async Task<List<LdapEntry>> ReadAsync(string filter) =>
        await Company.ReadAsync(LdifFileSourceTests.Query(filter), TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);

    private static IEnumerable<string> Text(LdapAttribute attribute) => attribute.Values.Select(value => Encoding.UTF8.GetString(value.Span));
}
