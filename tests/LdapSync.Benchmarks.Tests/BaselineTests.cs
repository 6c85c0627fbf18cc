using LdapSync.Benchmarks.Baselines;
using LdapSync.Benchmarks.Workloads;
using LdapSync.Mapping;
using LdapSync.Planning;

namespace LdapSync.Benchmarks;

/// <summary>A baseline that did other work than the plan would be no yardstick.</summary>
public class BaselineTests
{
    private static readonly Workload Company = new(5_000);
    private static readonly AddressLists Lists = AddressLists.Of(Company);
    private static readonly PlanCounts Counts = Company.Planner(patterns: 0).Plan(Company.Entries(), Company.Accounts()).Counts;

    [Fact]
    public void The_dictionary_counts_every_change_of_the_plan() => DictionaryDiff.Count(Lists).Should().Be(Counts.Total);

    [Fact]
    public void Linq_counts_accounts_and_the_aliases_of_those_on_both_sides() => LinqDiff.Count(Lists).Should().Be(Counts.Total - (3 * Counts.AccountAdds));

    [Fact]
    public void Sqlite_counts_every_address_also_those_of_deleted_accounts()
    {
        using var sqlite = new SqliteDiff(Lists);

        sqlite.Count().Should().Be(Counts.Total + (3 * Counts.AccountDeletes));
    }

    [Fact]
    public void Cut_texts_are_as_many_as_mapped_addresses()
    {
        var mapper = new EntryMapper(new SyncOptions());

        StringMapping.Count(Company.Entries()).Should().Be(Company.Entries().Sum(entry => 1 + mapper.Map(entry).Account!.Aliases.Count));
    }

    [Fact]
    public void Regular_expressions_match_what_the_patterns_match()
    {
        string[] patterns = [.. ExclusionPatterns.For(Company, 100)];
        var rules = new ExclusionRules(patterns);
        var addresses = Lists.Wanted.SelectMany(account => account).ToList();

        var matches = new RegexPerPattern(patterns).Count(addresses);

        matches.Should().BePositive().And.Be(addresses.Count(address => rules.Match(EmailAddress.Parse(address)) is not null));
    }
}
