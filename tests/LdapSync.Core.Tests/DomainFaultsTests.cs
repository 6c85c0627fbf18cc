using Microsoft.Extensions.Configuration;

namespace LdapSync;

public class DomainFaultsTests
{
    private static IEnumerable<string> Faults(string domains, string aliases) =>
        new SyncOptionsValidator().Validate(null, new SyncOptions { Domains = [domains], DomainAliases = DomainAliases.Parse(aliases) }).Failures ?? [];

    [Theory]
    [InlineData("", "a.example=b.example")]
    [InlineData("b.example, c.example", "a.example=B.example, d.example=c.example")]
    [InlineData("bücher.example", "a.example=xn--bcher-kva.example")]
    public void R7_aliases_of_served_domains_are_in_order(string domains, string aliases) => Faults(domains, aliases).Should().BeEmpty();

    [Theory]
    [InlineData("b.example, A.example", "a.example=b.example", "*a.example is listed in LdapSync:Domains too*")]
    [InlineData("c.example", "a.example=b.example", "*is 'b.example', which LdapSync:Domains does not list*")]
    [InlineData("", "a.example=A.example", "*a domain is no alias of itself*")]
    [InlineData("", "no domain=b.example", "*'no domain' is no domain*")]
    [InlineData("", "a.example=no domain", "*is 'no domain': the parent is a domain*")]
    [InlineData("", "a.example=b.example, b.example=c.example", "LdapSync:DomainAliases:a.example is 'b.example', which is itself an alias of c.example*")]
    [InlineData("", "bücher.example=b.example, xn--bcher-kva.example=c.example", "*another spelling of xn--bcher-kva.example*")]
    public void R7_what_overlaps_or_leads_nowhere_is_a_fault(string domains, string aliases, string fault) =>
        Faults(domains, aliases).Should().ContainSingle().Which.Should().Match(fault);

    [Theory]
    [InlineData("a.example=b.example, b.example=a.example", 2)]
    [InlineData("a.example=b.example, b.example=c.example, c.example=a.example", 3)]
    public void R7_a_circle_is_a_fault_of_each_alias_in_it(string aliases, int count) =>
        Faults("", aliases).Should().HaveCount(count).And.OnlyContain(fault => fault.Contains("circle"));

    [Fact]
    public void R7_an_alias_that_leads_into_a_circle_is_told_from_those_in_it() =>
        Faults("", "x.example=a.example, a.example=b.example, b.example=a.example").Should().HaveCount(3).And.ContainSingle(fault => fault.Contains("itself an alias"));

    [Theory]
    [InlineData("a.example")]
    [InlineData("a.example=")]
    [InlineData("=b.example")]
    [InlineData("a.example=b.example=c.example")]
    [InlineData("a.example=b.example\nA.example=c.example")]
    public void A_row_that_is_no_pair_or_comes_twice_is_refused(string rows) =>
        FluentActions.Invoking(() => DomainAliases.Parse(rows)).Should().Throw<FormatException>();

    [Theory]
    [InlineData("LdapSync:DomainAliases", "a.example = b.example,\n\nc.example=d.example")]
    [InlineData("LdapSync:DomainAliases:a.example", "b.example")]
    public void A_configuration_gives_a_group_or_one_text(string key, string value)
    {
        var options = new SyncOptions();

        new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create<string, string?>(key, value)]).Build().GetSection(SyncOptions.Section).Bind(options);

        options.DomainAliases.Should().Contain("A.example", "b.example");
    }

    [Fact]
    public void An_unknown_choice_is_a_fault() =>
        new SyncOptionsValidator().Validate(null, new SyncOptions { ForeignPrimary = (ForeignPrimary)7, DisabledAccounts = (DisabledAccounts)7 }).Failures.Should().HaveCount(2);
}
