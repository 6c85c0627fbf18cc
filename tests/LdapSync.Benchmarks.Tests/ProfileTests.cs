using LdapSync.Benchmarks.Workloads;
using LdapSync.Planning;

namespace LdapSync.Benchmarks;

/// <summary>What a planner makes of the profiles, without a pattern.</summary>
public class ProfileTests
{
    private const int Size = 20_000;

    [Fact]
    public void Churn_is_one_percent_gone_one_percent_new_and_five_percent_with_another_alias()
    {
        var counts = PlanOf(Profile.Churn).Counts;

        counts.AccountDeletes.Should().Be(Size / 100);
        counts.AccountAdds.Should().BeInRange(Size / 125, Size / 80);
        counts.AliasDeletes.Should().BeInRange(Size / 22, Size / 18);
        counts.AliasAdds.Should().Be(counts.AliasDeletes + (3 * counts.AccountAdds));
        counts.Renames.Should().Be(0);
    }

    [Fact]
    public void No_op_leaves_nothing_to_do() => PlanOf(Profile.NoOp).IsEmpty.Should().BeTrue();

    [Fact]
    public void First_load_adds_everything()
    {
        var counts = PlanOf(Profile.FirstLoad).Counts;

        (counts.AccountAdds, counts.AliasAdds, counts.Total).Should().Be((Size, 3 * Size, 4 * Size));
    }

    [Fact]
    public void All_renamed_renames_every_account_and_neither_adds_nor_deletes_one()
    {
        var counts = PlanOf(Profile.AllRenamed).Counts;

        (counts.Renames, counts.AccountAdds, counts.AccountDeletes).Should().Be((Size, 0, 0));
    }

    [Fact]
    public void Claimed_twice_is_a_conflict_for_every_second_entry_and_changes_nothing()
    {
        var plan = PlanOf(Profile.ClaimedTwice);

        plan.Conflicts.Should().HaveCountGreaterThanOrEqualTo(Size / 2);
        plan.IsEmpty.Should().BeTrue();
    }

    [Theory]
    [InlineData(10)]
    [InlineData(1_000)]
    [InlineData(10_000)]
    public void Patterns_are_as_many_as_asked_for_all_different_and_match_few_addresses(int count)
    {
        var workload = new Workload(Size, Profile.NoOp);
        string[] patterns = [.. ExclusionPatterns.For(workload, count)];

        var plan = workload.Planner(count).Plan(workload.Entries(), workload.Accounts());

        patterns.Should().HaveCount(count).And.OnlyHaveUniqueItems();
        patterns.Count(pattern => !pattern.Contains('*', StringComparison.Ordinal)).Should().Be(count * 6 / 10);
        patterns.Count(pattern => pattern.StartsWith("*@", StringComparison.Ordinal)).Should().Be(count * 2 / 10);
        plan.Excluded.Should().NotBeEmpty().And.HaveCountLessThan(Size / 10);
    }

    private static SyncPlan PlanOf(Profile profile)
    {
        var workload = new Workload(Size, profile);
        return workload.Planner(patterns: 0).Plan(workload.Entries(), workload.Accounts());
    }
}
