using LdapSync.Reporting;

namespace LdapSync.Planning;

public class PlanComparisonTests
{
    private static SyncPlan Plan(params string[] exclusions) => new SyncPlanner(new SyncOptions { Exclusions = [.. exclusions] }).Plan(
        [Given.Entry("ann", "a1"), Given.Entry("bob")], [Given.Account("old"), Given.Account("gone", "g1")]);

    [Fact]
    public void An_edit_adds_and_removes_what_only_one_of_the_plans_does()
    {
        var comparison = PlanComparison.Between(Plan("a1@*"), Plan("old@*"));

        comparison.Added.Should().Equal(AccountChange.AddAlias(Given.Address("ann"), Given.Address("a1")));
        comparison.Removed.Should().Equal(AccountChange.DeleteAccount(Given.Address("old")));
        comparison.NewlyHidden.Select(hidden => hidden.Address).Should().Equal(Given.Address("old"));
        comparison.IsEmpty.Should().BeFalse();
    }

    [Fact]
    public void The_same_settings_change_nothing()
    {
        var comparison = PlanComparison.Between(Plan(), Plan());

        comparison.IsEmpty.Should().BeTrue();
        comparison.ToString().Should().Be("The edit changes nothing.");
    }

    [Fact]
    public void An_edit_that_only_adds_or_only_removes_changes_something()
    {
        PlanComparison.Between(Plan("a1@*"), Plan()).IsEmpty.Should().BeFalse();
        PlanComparison.Between(Plan(), Plan("a1@*")).IsEmpty.Should().BeFalse();
    }

    [Fact]
    public void An_alias_that_is_hidden_hides_no_account() => PlanComparison.Between(Plan(), Plan("g1@*")).IsEmpty.Should().BeTrue();

    [Fact]
    public void An_account_that_is_hidden_is_told_even_when_the_changes_are_the_same()
    {
        SyncPlan WithAnn(string exclusion) => new SyncPlanner(new SyncOptions { Exclusions = [exclusion], AllowEmptyDirectory = true }).Plan([Given.Entry("ann")], [Given.Account("ann")]);

        PlanComparison.Between(WithAnn("x"), WithAnn("ann@*")).ToString().Should().Be("The edit makes the same changes, and hides 1 account of the target.");
    }

    [Fact]
    public void A_missing_plan_is_named()
    {
        FluentActions.Invoking(() => PlanComparison.Between(null!, Plan())).Should().Throw<ArgumentNullException>().WithParameterName("before");
        FluentActions.Invoking(() => PlanComparison.Between(Plan(), null!)).Should().Throw<ArgumentNullException>().WithParameterName("after");
    }

    [Fact]
    public void A_comparison_reads_like_this()
    {
        using var writer = new StringWriter { NewLine = "\n" };
        ReportText.Write(PlanComparison.Between(Plan("a1@*"), Plan("old@*")), writer);

        writer.ToString().ReplaceLineEndings("\n").Should().Be("""
            The edit adds 1 change and removes 1 change.
            Changes that the edit adds (1)
              add alias a1@example.com to ann@example.com
            Changes that the edit removes (1)
              delete account old@example.com
            Accounts of the target that exclusions newly hide (1)
              old@example.com by old@*

            """.ReplaceLineEndings("\n"));
    }
}
