using LdapSync.Directories;
using LdapSync.Reporting;
using LdapSync.Targets;

namespace LdapSync.Planning;

public class AddsOnlyTests
{
    private static SyncOptions Options(LimitOptions? limits = null) => new()
    {
        OnViolation = OnViolation.AddsOnly,
        SearchFilter = "AnyMail",
        Limits = limits ?? new() { AccountDeletes = 0 },
        DistributionListAttribute = "cn",
        DistributionListValue = "team",
    };

    // A delete, an alias removed, one that passes on, an account named like another's alias, and what stands on its own: an account, an alias, a kind.
    private static readonly LdapEntry[] Wanted =
    [
        Given.Entry("ann", "passes", "more"),
        Given.Entry("bob"),
        Given.Entry("wasalias", "itsown"),
        Given.Entry("new"),
        new("cn=team,dc=example,dc=com", ("cn", "team"), ("mail", "team@example.com")),
    ];

    private static readonly MailAccount[] Existing = [Given.Account("ann"), Given.Account("bob", "passes", "wasalias", "goes"), Given.Account("gone", "g1"), Given.Account("team")];

    private static SyncPlan Plan(SyncOptions options, IEnumerable<LdapEntry>? wanted = null) => new SyncPlanner(options).Plan(wanted ?? Wanted, Existing);

    private static async Task<(SyncReport Report, InMemoryTarget Target)> Run(SyncOptions options, IEnumerable<LdapEntry>? wanted = null)
    {
        var target = new InMemoryTarget(Existing);
        return (await new SyncRunner(new InMemoryDirectorySource(wanted ?? Wanted), target, options).RunAsync(), target);
    }

    [Fact]
    public void R19_what_takes_something_away_is_withheld_and_what_needs_it_too()
    {
        var plan = Plan(Options());

        plan.IsRefused.Should().BeFalse();
        plan.Withheld.Select(w => $"{w.Change}").Should().BeEquivalentTo(
            "remove alias wasalias@example.com from bob@example.com",
            "add mailbox wasalias@example.com",
            "add alias itsown@example.com to wasalias@example.com",
            "remove alias passes@example.com from bob@example.com",
            "add alias passes@example.com to ann@example.com",
            "remove alias goes@example.com from bob@example.com",
            "delete account gone@example.com");
        plan.Withheld.Should().OnlyContain(w => plan.Changes[w.Position] == w.Change).And.BeInAscendingOrder(w => w.Position);
    }

    [Fact]
    public void R19_each_withheld_change_has_its_reason()
    {
        var reasons = Plan(Options()).Withheld.DistinctBy(w => w.Change.Address).ToDictionary(w => w.Change.Address, w => w.Reason);

        reasons[Given.Address("gone")].Should().Contain("AccountDeletes").And.Contain("LdapSync:OnViolation");
        Plan(Options()).Withheld.Single(w => w.Change.Kind == ChangeKind.AddAccount).Reason.Should().Be("It needs another change first, which is withheld: remove alias wasalias@example.com from bob@example.com.");
        reasons[Given.Address("itsown")].Should().Contain("add mailbox wasalias@example.com");
    }

    [Fact]
    public void R19_the_reason_names_every_limit_that_is_broken() =>
        Plan(Options(new() { AccountDeletes = 0, AliasDeletes = 0 })).Withheld.Should().Contain(w => w.Reason == "Only adds are applied (LdapSync:OnViolation), since the plan breaks AccountDeletes, AliasDeletes.");

    [Fact]
    public void R19_every_kind_of_change_but_an_add_and_SetKind_is_withheld() =>
        // A kind that is new here has to be decided on: withheld unless WithheldChange names it.
        Plan(Options()).Changes.Where((_, i) => !Plan(Options()).Withheld.Any(w => w.Position == i)).Select(change => change.Kind).Distinct()
            .Should().BeEquivalentTo([ChangeKind.AddAccount, ChangeKind.AddAlias, ChangeKind.SetKind]);

    [Fact]
    public async Task R19_the_rest_is_applied_and_what_is_withheld_has_an_outcome_with_the_reason()
    {
        var (report, target) = await Run(Options());

        report.Outcomes.Where(o => o.Status == OutcomeStatus.Withheld).Select(o => (o.Change, o.Reason)).Should().Equal(report.Plan.Withheld.Select(w => (w.Change, (string?)w.Reason)));
        report.Count(OutcomeStatus.Applied).Should().Be(report.Plan.Changes.Count - report.Plan.Withheld.Count);
        report.Count(OutcomeStatus.Failed).Should().Be(0);
        (report.IsRefused, report.IsComplete).Should().Be((false, false));
        report.Summary.Should().StartWith("3 of 9 changes applied, 0 failed, 6 withheld. 1 account to delete, 0 allowed.");
        target.Accounts.Select(a => string.Join(' ', a.Aliases.Prepend(a.Primary).Select(address => address.Canonical.Split('@')[0])) + (a.Kind == AccountKind.Mailbox ? "" : " (list)"))
            .Should().Equal("ann more", "bob goes passes wasalias", "gone g1", "new", "team (list)");
    }

    [Fact]
    public async Task R19_by_default_nothing_at_all_is_applied()
    {
        var options = Options();
        options.OnViolation = new SyncOptions().OnViolation;
        var target = new InMemoryTarget(Existing);

        var refusal = await FluentActions.Awaiting(() => new SyncRunner(new InMemoryDirectorySource(Wanted), target, options).RunAsync()).Should().ThrowAsync<LimitsException>();

        refusal.Which.Plan.Withheld.Should().BeEmpty();
        refusal.Which.Report.Outcomes.Should().BeEmpty();
        target.Accounts.Select(a => a.Primary).Should().Equal(Existing.Select(a => a.Primary));
    }

    [Fact]
    public async Task R19_without_a_violation_everything_is_applied()
    {
        var (report, _) = await Run(Options(new() { AccountDeletes = 1 }));

        report.Plan.Withheld.Should().BeEmpty();
        report.IsComplete.Should().BeTrue();
    }

    [Theory]
    [InlineData(ViolationKind.AccountAdds, true)]
    [InlineData(ViolationKind.AliasAdds, true)]
    [InlineData(ViolationKind.Total, true)]
    [InlineData(ViolationKind.AccountDeletes, false)]
    [InlineData(ViolationKind.AliasDeletes, false)]
    public void R19_a_broken_limit_on_adds_or_on_the_total_refuses_everything(ViolationKind kind, bool isRefused)
    {
        var limits = new LimitOptions();
        typeof(LimitOptions).GetProperty(kind.ToString())!.SetValue(limits, 0);

        var plan = Plan(Options(limits));

        plan.IsRefused.Should().Be(isRefused);
        (plan.Withheld.Count == 0).Should().Be(isRefused);
        plan.ToString().Should().StartWith(isRefused ? "Refused: " : "10 changes planned: ");
    }

    [Fact]
    public async Task R19_an_empty_directory_leaves_the_target_as_it_is()
    {
        var (report, target) = await Run(Options(new()), []);

        report.Plan.Violations.Should().ContainSingle().Which.Kind.Should().Be(ViolationKind.EmptyDirectory);
        report.Plan.Withheld.Should().HaveCount(Existing.Length);
        report.Outcomes.Should().HaveCount(Existing.Length).And.OnlyContain(o => o.Status == OutcomeStatus.Withheld);
        target.Accounts.Should().HaveCount(Existing.Length);
    }

    [Fact]
    public async Task R19_a_rename_is_withheld_and_what_happens_under_the_new_name_too()
    {
        var target = new InMemoryTarget([Given.Account("ann", "anna"), Given.Account("gone")]);

        var report = await new SyncRunner(new InMemoryDirectorySource([Given.Entry("anna", "ann", "more"), Given.Entry("new")]), target, Options()).RunAsync();

        report.Plan.Counts.Renames.Should().Be(1);
        report.Count(OutcomeStatus.Failed).Should().Be(0);
        target.Accounts.Select(a => $"{a.Primary} {string.Join(' ', a.Aliases)}".Trim()).Should().Equal("ann@example.com anna@example.com", "gone@example.com", "new@example.com");
    }

    [Theory]
    [InlineData(TargetCapabilities.None)]
    [InlineData(TargetCapabilities.Rename)]
    [InlineData(TargetCapabilities.Rename | TargetCapabilities.AtomicMove)]
    public async Task R19_whatever_is_asked_for_nobody_loses_an_address_and_nothing_fails(TargetCapabilities capabilities)
    {
        for (var seed = 0; seed < Law.Cases(1000); seed++)
        {
            var random = new Random(seed);
            var existing = Accounts(random).Append(["gone"]).Select(names => Given.Account(names)).ToArray();
            var wanted = Accounts(random).Append(["stays"]).Select(Given.Entry).ToArray();
            var target = new InMemoryTarget(existing);
            var plan = new SyncPlanner(Options(new() { AccountDeletes = 0, AliasDeletes = 0 }), capabilities).Plan(wanted, existing);
            var applier = new PlanApplier(plan, target);

            await applier.ApplyAsync(_ => { }, TestContext.Current.CancellationToken);

            applier.Outcomes.Where(o => o.Status == OutcomeStatus.Failed).Should().BeEmpty("seed {0}", seed);
            foreach (var account in existing)
            {
                account.Aliases.Except(target.Accounts.Single(a => a.Primary == account.Primary).Aliases).Should().BeEmpty("seed {0}", seed);
            }
        }

        // The same few names dealt out anew, so that they pass, swap and change their role.
        static IEnumerable<string[]> Accounts(Random random)
        {
            var names = Enumerable.Range(0, random.Next(1, 9)).Select(i => $"{(char)('a' + i)}").ToArray();
            random.Shuffle(names);
            return names.GroupBy(_ => random.Next(3)).Select(group => group.ToArray());
        }
    }

    [Fact]
    public void R20_the_guard_withholds_the_deletes()
    {
        var plan = new SyncPlanner(Options(new())).Plan([Given.Entry("new")], [.. Enumerable.Range(0, 20).Select(i => Given.Account($"u{i}"))]);

        plan.Violations.Should().ContainSingle().Which.Kind.Should().Be(ViolationKind.Shrink);
        (plan.Changes.Count, plan.Withheld.Count).Should().Be((21, 20));
    }

    [Fact]
    public void A_plan_says_what_is_withheld_and_why()
    {
        var plan = Plan(Options());
        using var text = new StringWriter();
        ReportText.Write(plan, text);

        text.ToString().Should().Contain("7 of them withheld: 1 account to delete, 0 allowed.").And.Contain("Withheld (7)").And.Contain($"  {plan.Withheld[^1].Change}: {plan.Withheld[^1].Reason}");
        using var json = System.Text.Json.JsonDocument.Parse(ReportJson.Write(plan));
        json.RootElement.GetProperty("withheld").EnumerateArray().Select(w => w.GetProperty("position").GetInt32()).Should().Equal(plan.Withheld.Select(w => w.Position));
    }
}
