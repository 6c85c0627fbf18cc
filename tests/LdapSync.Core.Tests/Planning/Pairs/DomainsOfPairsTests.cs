using System.Globalization;
using LdapSync.Directories;

namespace LdapSync.Planning.Pairs;

/// <summary>Domains are few; a company with more than there are numbers for is planned right all the same.</summary>
public class DomainsOfPairsTests
{
    private const int Most = KnownDomains.Most;

    [Theory]
    [InlineData(127)] // the last with a number of one octet
    [InlineData(128)]
    [InlineData(129)]
    [InlineData(1_000)]
    public void Every_domain_keeps_its_number(int domains) => Pairs(domains, domain => domain).Should().BeInRange(domains - 5, domains, "the filter may take few for seen before");

    [Fact]
    public void Domains_in_capitals_have_a_number_of_their_own() => Pairs(200, domain => domain.ToUpperInvariant()).Should().Be(200);

    [Fact]
    public void Addresses_in_more_domains_than_there_are_numbers_for_are_planned_by_the_rules()
    {
        var (existing, entries) = Company(Most + 50, domain => domain);

        var plan = Paired.WithPairs(existing, entries, new SyncOptions());

        plan.Changes.Should().BeEmpty();
        plan.Sides.Pairs!.Count.Should().BeInRange(Most - 100, Most);
        Read(plan).Should().Be(Most + 50);
    }

    [Theory]
    [InlineData(Most - 2)]
    [InlineData(Most - 1)] // there is a number for the domain in lower case, and none for its spelling
    [InlineData(Most)]
    public void The_last_number_may_go_to_a_domain_in_capitals(int before)
    {
        var (existing, entries) = Company(before, domain => domain);

        var plan = Paired.WithPairs([.. existing, Given.Account("ann@NEW.example", "a1@New.example")], [.. entries, Given.Entry("ann@NEW.example", "a1@NEW.example")], new SyncOptions());

        plan.Changes.Should().BeEmpty();
        Read(plan).Should().Be(before + 1);
    }

    [Theory]
    [InlineData("a.bc")] // below eight octets nothing but all of them is compared
    [InlineData("b.bc")]
    [InlineData("abc.example")]
    [InlineData("a-very-long-name-1-in-the-middle.example")]
    [InlineData("a-very-long-name-2-in-the-middle.example")]
    public void Domains_that_look_alike_are_told_apart(string domain)
    {
        string[] alike = ["a.bc", "b.bc", "c.bc", "abc.example", "abd.example", "a-very-long-name-1-in-the-middle.example", "a-very-long-name-2-in-the-middle.example"];

        foreach (var other in alike)
        {
            var plan = Paired.Plan([Given.Account("ann@" + domain, "a1@" + other)], [Given.Entry("ann@" + domain, "a1@" + domain)]);

            plan.Sides.Pairs!.Count.Should().Be(1);
            plan.Changes.Should().HaveCount(domain == other ? 0 : 2);
        }
    }

    private static int Pairs(int domains, Func<string, string> spelled)
    {
        var (existing, entries) = Company(domains, spelled);
        return Paired.Count(existing, entries);
    }

    /// <summary>How many accounts the plan shows, each under the name that its entry asks for.</summary>
    private static int Read(SyncPlan plan) => plan.Sides.Wanted.Select(account => $"{account}").Intersect(plan.Sides.Existing.Select(account => $"{account}")).Count();

    private static (MailAccount[] Existing, LdapEntry[] Entries) Company(int domains, Func<string, string> spelled)
    {
        string[] names = [.. Enumerable.Range(0, domains).Select(i => string.Create(CultureInfo.InvariantCulture, $"ann@d{i}.example"))];
        return ([.. names.Select(name => Given.Account(name))], [.. names.Select(name => Given.Entry(spelled(name)))]);
    }
}
