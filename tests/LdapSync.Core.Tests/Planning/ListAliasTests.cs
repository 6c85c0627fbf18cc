using LdapSync.Directories;
using LdapSync.Reporting;
using LdapSync.Targets;

namespace LdapSync.Planning;

/// <summary>Targets whose distribution lists have no aliases (<see cref="TargetCapabilities.ListsWithoutAliases"/>).</summary>
public class ListAliasTests
{
    private const TargetCapabilities Limited = TargetCapabilities.Rename | TargetCapabilities.ListsWithoutAliases;

    private static readonly SyncOptions Options = new() { DistributionListAttribute = "objectClass", DistributionListValue = "group", AllowEmptyDirectory = true };

    private static LdapEntry List(string name, params string[] aliases) =>
        new($"cn={name},dc=example,dc=com", [("objectClass", "group"), ("mail", $"{name}@example.com"), .. aliases.Select(alias => ("proxyAddresses", $"smtp:{alias}@example.com"))]);

    private static SyncPlan Plan(LdapEntry[] entries, params MailAccount[] existing) => new SyncPlanner(Options, Limited).Plan(entries, existing);

    [Fact]
    public void A_new_list_is_made_without_its_aliases_and_the_plan_says_so()
    {
        var plan = Plan([List("team", "t1", "t2")]);

        plan.Changes.Should().Equal(AccountChange.AddAccount(Given.Address("team"), AccountKind.DistributionList));
        plan.ListAliases.Should().Equal(
            new ListAlias(Given.Address("t1"), Given.Address("team"), "cn=team,dc=example,dc=com"), new ListAlias(Given.Address("t2"), Given.Address("team"), "cn=team,dc=example,dc=com"));
        plan.Violations.Should().BeEmpty();
    }

    [Fact]
    public void What_is_left_out_is_in_the_report_and_nothing_is_left_to_do()
    {
        var plan = Plan([List("team", "t1")], Given.List("team"));

        plan.IsEmpty.Should().BeTrue("what cannot be is not tried again and again");
        var text = new StringWriter();
        ReportText.Write(plan, text);
        text.ToString().Should().Contain("Left out, since the target's distribution lists have no aliases").And.Contain("t1@example.com: alias of team@example.com (cn=team,dc=example,dc=com)");
        ReportJson.Write(plan).Should().Contain("\"listAliases\"").And.Contain("\"alias\": \"t1@example.com\"");
    }

    [Fact]
    public void Who_asks_for_such_an_alias_is_told()
    {
        var explanation = Plan([List("team", "t1")], Given.List("team")).Explain(Given.Address("t1"));

        explanation.Verdict.Should().Be(AddressVerdict.NotPossible);
        explanation.Wanted.Should().BeNull();
        explanation.Decisions.Should().Equal("cn=team,dc=example,dc=com asks for it as an alias of the distribution list team@example.com, and the target's lists have no aliases.");
        explanation.ToString().Should().Be("t1@example.com: it is an alias of a distribution list, and the target's lists have none.");
    }

    [Fact]
    public void A_mailbox_that_becomes_a_list_loses_its_aliases_in_so_many_words()
    {
        var plan = Plan([List("team", "t1", "t2")], Given.Account("team", "t1", "t3"));

        plan.Changes.Should().Equal(
            AccountChange.RemoveAlias(Given.Address("team"), Given.Address("t1")),
            AccountChange.RemoveAlias(Given.Address("team"), Given.Address("t3")),
            AccountChange.SetKind(Given.Address("team"), AccountKind.DistributionList));
        plan.Counts.AliasDeletes.Should().Be(2, "R17: the limits see that addresses go");
        plan.ListAliases.Select(alias => alias.Alias).Should().Equal(Given.Address("t1"), Given.Address("t2"));
    }

    [Fact]
    public async Task It_stays_a_mailbox_where_an_alias_cannot_be_taken_from_it()
    {
        var plan = Plan([List("team")], Given.Account("team", "t1"));
        var target = ScriptedTarget.Refusing(Given.Address("t1"));
        var applier = new PlanApplier(plan, target);

        await applier.ApplyAsync(_ => { }, TestContext.Current.CancellationToken);

        applier.Outcomes.Select(outcome => outcome.Status).Should().Equal(OutcomeStatus.Failed, OutcomeStatus.Withheld);
    }

    [Fact]
    public void R22_an_alias_that_it_passes_on_is_somebody_elses_before_it_is_a_list()
    {
        var plan = Plan([List("team"), Given.Entry("ann", "t1")], Given.Account("ann"), Given.Account("team", "t1"));

        plan.Changes.Should().Equal(
            AccountChange.RemoveAlias(Given.Address("team"), Given.Address("t1")),
            AccountChange.AddAlias(Given.Address("ann"), Given.Address("t1")),
            AccountChange.SetKind(Given.Address("team"), AccountKind.DistributionList));
        plan.Handovers.Should().ContainSingle().Which.Should().BeEquivalentTo(new { ReleasedBy = 0, TakenBy = 1 });
    }

    [Fact]
    public void R19_it_stays_a_mailbox_where_only_adds_are_allowed()
    {
        var options = Options.Copy();
        (options.OnViolation, options.Limits.AliasDeletes) = (OnViolation.AddsOnly, 0);

        var plan = new SyncPlanner(options, Limited).Plan([List("team")], [Given.Account("team", "t1"), Given.Account("gone")]);

        plan.Withheld.Select(withheld => withheld.Change.Kind).Should().Equal(ChangeKind.RemoveAlias, ChangeKind.SetKind, ChangeKind.DeleteAccount);
    }

    [Fact]
    public void A_list_that_has_aliases_all_the_same_keeps_those_that_the_directory_asks_for()
    {
        var plan = Plan([List("team", "t1", "t2")], Given.List("team", "t1", "t3"));

        plan.Changes.Should().Equal(AccountChange.RemoveAlias(Given.Address("team"), Given.Address("t3")));
        plan.ListAliases.Select(alias => alias.Alias).Should().Equal(Given.Address("t2"));
        plan.Explain(Given.Address("t1")).Verdict.Should().Be(AddressVerdict.Unchanged);
    }

    [Fact]
    public void A_list_that_becomes_a_mailbox_gets_its_aliases_after_that()
    {
        var plan = Plan([Given.Entry("team", "t1")], Given.List("team"));

        plan.Changes.Should().Equal(AccountChange.SetKind(Given.Address("team"), AccountKind.Mailbox), AccountChange.AddAlias(Given.Address("team"), Given.Address("t1")));
        new Dependencies(plan.Changes, plan.Handovers).Of(1).Should().Equal(0);
    }

    [Fact]
    public void A_renamed_list_that_becomes_a_mailbox_does_so_before_it_takes_its_old_address_as_an_alias()
    {
        var plan = Plan([Given.Entry("crew", "team", "t1")], Given.List("team", "t1"));

        plan.Changes.Should().Equal(
            AccountChange.RenameAccount(Given.Address("team"), Given.Address("crew")),
            AccountChange.SetKind(Given.Address("crew"), AccountKind.Mailbox),
            AccountChange.AddAlias(Given.Address("crew"), Given.Address("team")));
    }

    [Fact]
    public void An_alias_that_is_moved_at_once_is_moved_before_its_account_is_a_list()
    {
        var planner = new SyncPlanner(Options, Limited | TargetCapabilities.AtomicMove);

        var plan = planner.Plan([List("team"), Given.Entry("ann", "t1")], [Given.Account("ann"), Given.Account("team", "t1")]);

        plan.Changes.Select(change => change.Kind).Should().Equal(ChangeKind.MoveAlias, ChangeKind.SetKind);
        new Dependencies(plan.Changes, plan.Handovers).Of(1).Should().Equal(0);
    }

    [Theory]
    [InlineData("zoe", false)]
    [InlineData("zoe", true)] // it has the alias today, as a mailbox that becomes a list
    [InlineData("ann", false)]
    public void R11_an_alias_goes_to_a_mailbox_rather_than_to_a_list_that_cannot_have_it(string mailbox, bool isThere)
    {
        var existing = isThere ? Given.Account("team", "t1") : Given.List("team");

        var plan = Plan([List("team", "t1"), Given.Entry(mailbox, "t1")], existing, Given.Account(mailbox));

        plan.Changes.Should().Contain(AccountChange.AddAlias(Given.Address(mailbox), Given.Address("t1")));
        plan.ListAliases.Should().BeEmpty("that it lost the alias is said once");
        plan.Conflicts.Should().ContainSingle().Which.Should().Match<Conflict>(conflict => conflict.Winner == Given.Address(mailbox) && conflict.Reason == ConflictReason.ListsHaveNoAliases);
        plan.Conflicts[0].ToString().Should().Be($"t1@example.com goes to {mailbox}@example.com, who can have it, as a list cannot; team@example.com goes without");
    }

    [Fact]
    public void R11_a_list_that_has_an_alias_all_the_same_keeps_it_by_the_usual_rules() =>
        Plan([List("team", "t1"), Given.Entry("ann", "t1")], Given.List("team", "t1"), Given.Account("ann")).Conflicts.Should().ContainSingle().Which.Winner.Should().Be(Given.Address("team"));

    [Fact]
    public void Other_targets_give_lists_their_aliases() =>
        new SyncPlanner(Options).Plan([List("team", "t1")], []).Changes.Should().HaveCount(2);
}
