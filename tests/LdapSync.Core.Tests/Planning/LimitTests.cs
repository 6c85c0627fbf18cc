namespace LdapSync.Planning;

public class LimitTests
{
    // Wanted against existing: 2 accounts added, 1 deleted, 3 aliases added (2 of them of a new account), 1 removed, 1 kind change: 8.
    private static SyncPlan Plan(LimitOptions limits, bool allowEmpty = false) =>
        new SyncPlanner(new SyncOptions
        {
            Limits = limits,
            AllowEmptyDirectory = allowEmpty,
            DistributionListAttribute = "cn",
            DistributionListValue = "team",
        }).Plan(
        [
            Given.Entry("new1", "n1", "n2"),
            Given.Entry("new2"),
            Given.Entry("kept", "k1"),
            new("cn=team,dc=example,dc=com", ("cn", "team"), ("mail", "team@example.com")),
        ],
        [
            Given.Account("kept", "k0"),
            Given.Account("gone", "g1", "g2"),
            Given.Account("team"),
        ]);

    [Fact]
    public void R17_aliases_of_new_accounts_count_those_of_deleted_ones_do_not_and_kinds_count_in_the_total_only() =>
        Plan(new()).Counts.Should().Be(new PlanCounts(AccountAdds: 2, AccountDeletes: 1, AliasAdds: 3, AliasDeletes: 1, KindChanges: 1));

    [Fact]
    public void A_plan_counts_its_changes_in_words() =>
        Plan(new()).ToString().Should().Be("8 changes planned: 2 accounts to add, 1 account to delete, 3 aliases to add, 1 alias to delete, 1 account to change in kind.");

    [Fact]
    public void A_plan_without_changes_says_so() =>
        new SyncPlanner(new SyncOptions()).Plan([Given.Entry("ann")], [Given.Account("ann")]).ToString().Should().Be("Nothing to do: the target has what the directory asks for.");

    [Theory]
    [InlineData(ViolationKind.AccountAdds, 2)]
    [InlineData(ViolationKind.AccountDeletes, 1)]
    [InlineData(ViolationKind.AliasAdds, 3)]
    [InlineData(ViolationKind.AliasDeletes, 1)]
    [InlineData(ViolationKind.Total, 8)]
    public void R16_as_many_as_the_limit_are_allowed_and_one_more_is_not(ViolationKind kind, int planned)
    {
        LimitOptions Limit(int n)
        {
            var limits = new LimitOptions();
            typeof(LimitOptions).GetProperty(kind.ToString())!.SetValue(limits, n);
            return limits;
        }

        Plan(Limit(planned)).Violations.Should().BeEmpty();
        Plan(Limit(planned - 1)).Violations.Should().Equal(new LimitViolation(kind, planned - 1, planned));
        Plan(Limit(0)).Violations.Should().Equal(new LimitViolation(kind, 0, planned));
    }

    [Fact]
    public void R16_no_limit_is_no_limit_and_several_may_break_at_once()
    {
        Plan(new()).Violations.Should().BeEmpty();
        Plan(new() { AccountAdds = 0, AliasAdds = 0, Total = 1 }).Violations.Select(v => v.Kind).Should().Equal(ViolationKind.AccountAdds, ViolationKind.AliasAdds, ViolationKind.Total);
    }

    [Fact]
    public void A_violation_says_what_is_planned_what_is_allowed_and_what_to_change() =>
        Plan(new() { AccountDeletes = 0 }).Violations.Should().ContainSingle().Which.ToString()
            .Should().StartWith("1 account to delete, 0 allowed.").And.Contain("LdapSync:Limits:AccountDeletes");

    [Theory]
    [InlineData(ViolationKind.AccountAdds, "1,234 accounts to add, 1,000 allowed. Check the directory; if the changes are right, approve the plan or raise LdapSync:Limits:AccountAdds.")]
    [InlineData(ViolationKind.AccountDeletes, "1,234 accounts to delete, 1,000 allowed. Check the directory; if the changes are right, approve the plan or raise LdapSync:Limits:AccountDeletes.")]
    [InlineData(ViolationKind.AliasAdds, "1,234 aliases to add, 1,000 allowed. Check the directory; if the changes are right, approve the plan or raise LdapSync:Limits:AliasAdds.")]
    [InlineData(ViolationKind.AliasDeletes, "1,234 aliases to delete, 1,000 allowed. Check the directory; if the changes are right, approve the plan or raise LdapSync:Limits:AliasDeletes.")]
    [InlineData(ViolationKind.Total, "1,234 changes in all, 1,000 allowed. Check the directory; if the changes are right, approve the plan or raise LdapSync:Limits:Total.")]
    [InlineData(ViolationKind.EmptyDirectory, "The directory yields no account at all, which would empty the target. Check the base DN, the search filter and the exclusions; if it is meant, approve the plan or set LdapSync:AllowEmptyDirectory.")]
    [InlineData(ViolationKind.Shrink, "1,234 accounts to delete, 1,000 allowed (50 % of 2,000). Check the base DN, the search filter and the exclusions; if it is meant, approve the plan or raise LdapSync:Guards:MaxDeletePercent.")]
    public void A_violation_of_each_kind_reads_like_this(ViolationKind kind, string text) =>
        (kind == ViolationKind.Shrink ? new LimitViolation(kind, 1000, 1234) { Percent = 50, Population = 2000 } : new LimitViolation(kind, 1000, 1234)).ToString().Should().Be(text);

    [Fact]
    public void R20_a_directory_that_yields_no_account_is_refused_unless_allowed()
    {
        SyncPlan Empty(bool allowed) => new SyncPlanner(new SyncOptions { AllowEmptyDirectory = allowed, Exclusions = ["svc-*"] }).Plan([Given.Entry("svc-a")], [Given.Account("ann")]);

        Empty(allowed: false).Violations.Should().ContainSingle().Which.Kind.Should().Be(ViolationKind.EmptyDirectory);
        Empty(allowed: true).Violations.Should().BeEmpty();
        Empty(allowed: true).Changes.Should().ContainSingle();
    }
}
