using LdapSync.Planning;

namespace LdapSync.Targets;

public class PlanApplierTests
{
    private static SyncPlan Plan(string[][] wanted, params MailAccount[] existing) =>
        new SyncPlanner(new SyncOptions { AllowEmptyDirectory = true }).Plan(wanted.Select(Given.Entry), existing);

    private static async Task<PlanApplier> Apply(SyncPlan plan, ISyncTarget target, CancellationToken cancellationToken = default)
    {
        var applier = new PlanApplier(plan, target);
        await applier.ApplyAsync(_ => { }, cancellationToken);
        return applier;
    }

    [Fact]
    public async Task R23_there_is_one_outcome_for_each_change_in_the_order_of_the_plan()
    {
        var plan = Plan([["ann", "a1"], ["bob"]]);
        var target = new ScriptedTarget { Answer = batch => [.. batch.Reverse().Select(ChangeOutcome.Applied)] };

        var applier = await Apply(plan, target);

        applier.Outcomes.Select(o => o.Change).Should().Equal(plan.Changes);
        applier.Outcomes.Should().OnlyContain(o => o.Status == OutcomeStatus.Applied);
    }

    [Fact]
    public async Task R23_batches_hold_only_changes_that_do_not_depend_on_each_other()
    {
        var target = new ScriptedTarget();

        await Apply(Plan([["ann", "a1"], ["bob", "x"], ["cid"]], Given.Account("cid", "x")), target);

        target.Batches.Select(batch => string.Join(", ", batch.Select(c => $"{c.Kind}"))).Should().Equal("AddAccount, AddAccount", "AddAlias, RemoveAlias", "AddAlias");
    }

    [Fact]
    public async Task R23_a_batch_has_a_thousand_changes_at_the_most()
    {
        var target = new ScriptedTarget();

        await Apply(Plan([.. Enumerable.Range(0, 2500).Select(i => new[] { $"u{i}" })]), target);

        target.Batches.Select(batch => batch.Count).Should().Equal(1000, 1000, 500);
    }

    [Fact]
    public async Task R23_a_failure_of_one_account_withholds_what_depends_on_it_and_nothing_else()
    {
        var plan = Plan([["ann", "a1"], ["bob", "b1"]]);

        var applier = await Apply(plan, ScriptedTarget.Refusing(Given.Address("ann")));

        applier.Outcomes.ToDictionary(o => o.Change.Address.ToString(), o => o.Status).Should().BeEquivalentTo(new Dictionary<string, OutcomeStatus>
        {
            ["ann@example.com"] = OutcomeStatus.Failed,
            ["a1@example.com"] = OutcomeStatus.Withheld,
            ["bob@example.com"] = OutcomeStatus.Applied,
            ["b1@example.com"] = OutcomeStatus.Applied,
        });
        applier.Outcomes.Single(o => o.Status == OutcomeStatus.Withheld).Reason.Should().Contain("add mailbox ann@example.com");
        applier.StoppedBecause.Should().BeNull();
    }

    [Fact]
    public async Task R23_an_address_that_was_not_released_is_not_taken()
    {
        var plan = Plan([["ann"], ["bob", "x"]], Given.Account("ann", "x"), Given.Account("bob"));

        var applier = await Apply(plan, ScriptedTarget.Refusing(Given.Address("x")));

        applier.Outcomes.Select(o => (o.Change.Kind, o.Status)).Should().Equal((ChangeKind.RemoveAlias, OutcomeStatus.Failed), (ChangeKind.AddAlias, OutcomeStatus.Withheld));
    }

    [Fact]
    public async Task R22_an_address_is_not_released_when_the_account_that_should_take_it_could_not_be_added()
    {
        var plan = Plan([["new", "x"]], Given.Account("old", "x"));

        var applier = await Apply(plan, ScriptedTarget.Refusing(Given.Address("new")));

        applier.Outcomes.Select(o => (o.Change.Kind, o.Status)).Should().Equal(
            (ChangeKind.AddAccount, OutcomeStatus.Failed), (ChangeKind.DeleteAccount, OutcomeStatus.Withheld), (ChangeKind.AddAlias, OutcomeStatus.Withheld));
    }

    [Fact]
    public async Task R23_an_answer_that_repeats_the_change_is_an_answer()
    {
        var target = new ScriptedTarget { Answer = batch => [.. batch.Select(change => ChangeOutcome.Applied(AccountChange.AddAccount(change.Account, change.AccountKind!.Value)))] };

        (await Apply(Plan([["ann"]]), target)).Outcomes.Should().OnlyContain(o => o.Status == OutcomeStatus.Applied);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(1, 0)]
    public async Task R23_each_change_has_the_answer_to_itself_whichever_way_they_come(int first, int second)
    {
        var target = new ScriptedTarget
        {
            Answer = batch => [ChangeOutcome.Failed(batch[first], $"No {batch[first].Account}."), ChangeOutcome.Failed(batch[second] with { }, $"No {batch[second].Account}.")],
        };

        var applier = await Apply(Plan([["ann"], ["bob"]]), target);

        var answered = applier.Outcomes.Where((_, i) => i == first || i == second).ToList();
        answered.Should().OnlyContain(outcome => outcome.Reason == $"No {outcome.Change.Account}.");
        applier.Outcomes.Except(answered).Should().NotContain(outcome => !outcome.Reason!.StartsWith("The target did not say"));
    }

    [Fact]
    public async Task R23_a_change_without_an_answer_counts_as_failed()
    {
        var applier = await Apply(Plan([["ann"], ["bob"]]), new ScriptedTarget { Answer = batch => [ChangeOutcome.Applied(batch[0])] });

        applier.Outcomes.Select(o => o.Status).Should().Equal(OutcomeStatus.Applied, OutcomeStatus.Failed);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task R23_when_nothing_further_can_succeed_the_run_stops_and_says_so(bool documented)
    {
        var plan = Plan([["ann", "a1"]]);
        var target = new ScriptedTarget { Answer = _ => throw (documented ? new TargetException("The disk is full.") : new InvalidOperationException("key=secret")) };

        var applier = await Apply(plan, target);

        applier.StoppedBecause.Should().Be(documented ? "The disk is full." : "The target failed with InvalidOperationException.");
        applier.Outcomes.Select(o => o.Status).Should().Equal(OutcomeStatus.Failed, OutcomeStatus.Withheld);
        applier.Outcomes.Should().OnlyContain(o => !o.Reason!.Contains("secret"));
    }

    [Fact]
    public async Task R25_cancellation_stops_between_batches_and_every_change_has_an_outcome()
    {
        using var cancellation = new CancellationTokenSource();
        var plan = Plan([["ann", "a1"]]);
        var target = new ScriptedTarget
        {
            Answer = batch =>
            {
                cancellation.Cancel();
                return [.. batch.Select(ChangeOutcome.Applied)];
            },
        };
        var applier = new PlanApplier(plan, target);

        await FluentActions.Awaiting(() => applier.ApplyAsync(_ => { }, cancellation.Token)).Should().ThrowAsync<OperationCanceledException>();

        applier.Outcomes.Select(o => o.Status).Should().Equal(OutcomeStatus.Applied, OutcomeStatus.Withheld);
        applier.Outcomes[1].Reason.Should().Contain("cancelled");
    }

    [Fact]
    public async Task R25_a_target_that_leaves_changes_out_when_it_is_cancelled_ends_the_run_in_its_last_batch_too()
    {
        using var cancellation = new CancellationTokenSource();
        var plan = Plan([["ann"], ["bob"]]);
        var target = new ScriptedTarget
        {
            Answer = batch =>
            {
                cancellation.Cancel();
                return [ChangeOutcome.Applied(batch[0]), ChangeOutcome.Withheld(batch[1], "Cancelled before it.")];
            },
        };
        var applier = new PlanApplier(plan, target);

        await FluentActions.Awaiting(() => applier.ApplyAsync(_ => { }, cancellation.Token)).Should().ThrowAsync<OperationCanceledException>();

        applier.Outcomes.Select(o => o.Status).Should().Equal(OutcomeStatus.Applied, OutcomeStatus.Withheld);
        applier.StoppedBecause.Should().BeNull();
    }

    [Fact]
    public async Task R23_applying_again_is_safe()
    {
        MailAccount[] existing = [Given.Account("ann", "x"), Given.Account("old", "o1")];
        var target = new InMemoryTarget(existing);
        var plan = Plan([["ann", "a1"], ["bob", "x"]], existing);

        await Apply(plan, target);
        var after = target.Accounts.Select(a => (a.Primary, string.Join(',', a.Aliases))).ToArray();
        var again = await Apply(plan, target);

        again.Outcomes.Should().OnlyContain(o => o.Status == OutcomeStatus.Applied);
        target.Accounts.Select(a => (a.Primary, string.Join(',', a.Aliases))).Should().Equal(after);
    }
}
