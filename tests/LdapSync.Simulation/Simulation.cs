using System.Globalization;
using LdapSync.Planning;

namespace LdapSync;

/// <summary>Makes the target of a company whose settings these are, and may add to the settings what the target serves.</summary>
internal delegate SimulatedTarget TargetMaker(SyncOptions options, Random random);

/// <summary>
/// One company, one target, some syncs in a row: the company lives on, the target is meddled with, things go wrong, and after every sync the invariants are
/// checked. Everything comes from the seed, so a seed that fails fails again.
/// </summary>
internal sealed class Simulation
{
    /// <summary>Syncs of one company.</summary>
    public const int Syncs = 10;

    /// <summary>How many syncs the known exceptions may take to settle: they can hang together in chains.</summary>
    private const int MostTries = 2;

    private readonly Random _random;
    private readonly Mutant _mutant;
    private readonly Company _company;
    private readonly SyncOptions _options;
    private readonly Rules _rules;
    private readonly SimulatedTarget _target;
    private readonly RememberingHistory _history = new();
    private readonly StandingClock _clock = new();
    private readonly Tally? _tally;
    private readonly Remembered _remembered;
    private SyncRun? _run;

    private Simulation(int seed, Mutant? mutant, Tally? tally, TargetMaker makeTarget)
    {
        _tally = tally;
        _random = new Random(seed);
        _mutant = mutant ?? Mutant.None;
        _company = new Company(_random);
        _options = SomeSettings.Of(_random);
        _rules = new Rules(_options);
        _remembered = new Remembered(_rules);
        _target = makeTarget(_options, _random);
        Administrator.SetUp(_target.Mailboxes, _company, _rules, _random);
    }

    /// <summary>The life of one company; null when every rule holds.</summary>
    public static async Task<Failure?> TryAsync(int seed, Mutant? mutant = null, Tally? tally = null, TargetMaker? makeTarget = null)
    {
        var simulation = new Simulation(seed, mutant, tally, makeTarget ?? ModelTarget.Any);
        await using var target = simulation._target;
        try
        {
            await simulation.RunAsync();
            return null;
        }
        catch (BrokenRuleException broken)
        {
            return new Failure(seed, broken, SimulationTrace.Of(simulation._run!, simulation._company));
        }
    }

    private async Task RunAsync()
    {
        for (var sync = 1; sync <= Syncs; sync++)
        {
            var isLast = sync == Syncs;
            if (sync > 1) LiveOn();
            try
            {
                await SyncAsync(isLast ? Faults.None(_random) : _target.AnyFaults(_random), isLast);
            }
            catch (Exception exception) when (exception is not BrokenRuleException)
            {
                throw new BrokenRuleException(Rule.NoSurprise, $"{exception.GetType().Name}: {exception.Message} {exception.StackTrace}", exception);
            }
        }
    }

    private void LiveOn()
    {
        _clock.Now += TimeSpan.FromHours(6);
        _history.IsFull = _random.Next(20) == 0;
        _company.LiveOn();
        if (_random.Next(3) == 0) Administrator.Meddle(_target.Mailboxes, _company, _rules, _random);
        if (_random.Next(4) == 0) SomeSettings.SetLimits(_options, _random);
    }

    private async Task SyncAsync(Faults faults, bool isLast, int tries = 1)
    {
        using var cancellation = new CancellationTokenSource();
        _target.Begin(faults, cancellation);
        _history.Begin();
        var run = _run = new SyncRun { Rules = _rules, Faults = faults, Target = _target, People = faults.Deliver(_company.People), Before = _target.Mailboxes.Copy() };
        var runner = MakeRunner(run);
        if (!faults.IsReadComplete)
        {
            await ExpectUnreadableAsync(runner, run);
            _tally?.Add(run);
            return;
        }
        if (await PlanTwiceAsync(runner, run, cancellation.Token) is not { } plan) return;
        run.Plan = plan;
        Invariants.LimitsAreSeen(run);
        run.Approval = isLast ? Approve(run.Plan, run.Violations) : SomeApproval(run);
        var isWhole = faults.IsHarmless && !run.MustBeAddsOnly;
        var watch = new DeliveryWatch(_target.Mailboxes, run.Plan, _rules, isOrderKnown: isWhole && !_target.ShufflesBatches);
        _target.Watch = watch;

        run.Report = await ApplyAsync(runner, run, cancellation.Token);

        if (watch.Broken is not null) throw watch.Broken;
        _tally?.Add(run);
        Invariants.AfterAnySync(run);
        Invariants.Hold((run.Report.NotKeptBecause is not null) == _history.IsFull, Rule.TrueReport, $"the history is {(_history.IsFull ? "" : "not ")}full");
        if (!run.MustBeRefused) _remembered.Add(run, _clock.Now);
        if (run.Approval is not null) await ExpectUsedUpAsync(runner, run);
        if (isWhole && !run.MustBeRefused) await ExpectSettledAsync(runner, run, tries);
    }

    /// <summary>The plan, which is the same in every read; null when the target could not be read.</summary>
    private async Task<SyncPlan?> PlanTwiceAsync(SyncRunner runner, SyncRun run, CancellationToken cancellationToken)
    {
        try
        {
            var plan = await runner.PlanAsync(cancellationToken);
            _target.CalmDown();
            Invariants.SamePlan(plan, await runner.PlanAsync(cancellationToken));
            return plan;
        }
        catch (TargetException) when (run.Faults.Target == TargetFault.UnsteadyReads)
        {
            _tally?.Add(run);
            Invariants.NothingWasTouched(run, Rule.CompleteOrNothing, "a read was not complete");
            return null;
        }
    }

    private SyncRunner MakeRunner(SyncRun run) =>
        new(
            _mutant.Source(new CompanySource(run.People, run.Faults.Source == SourceFault.Truncated, _random), _rules),
            _mutant.Target(_target, _rules),
            _mutant.Options(_target.SettingsFor(_options)))
        {
            History = _history,
            Clock = _clock,
        };

    private PlanApproval? SomeApproval(SyncRun run) => _random.Next(4) switch
    {
        0 => Approve(run.Plan!, run.Violations),
        1 => Approve(run.Plan!, run.Violations.Skip(1)),
        _ => null,
    };

    private PlanApproval? Approve(SyncPlan plan, IEnumerable<ViolationKind> lifts) =>
        plan.Violations.Count == 0 ? null : PlanApproval.Of(plan, lifts, "the boss", _clock.Now + TimeSpan.FromHours(1));

    private async Task<Reporting.SyncReport> ApplyAsync(SyncRunner runner, SyncRun run, CancellationToken cancellationToken)
    {
        try
        {
            return run.Approval is { } approval ? await runner.ApplyApprovedAsync(approval, cancellationToken)
                : _mutant.Apply is not null ? await _mutant.Apply(runner, run.Plan!, _target)
                : _random.Next(2) == 0 ? await runner.ApplyAsync(run.Plan!, cancellationToken)
                : await runner.RunAsync(cancellationToken);
        }
        catch (LimitsException exception)
        {
            return exception.Report;
        }
        catch (SyncCanceledException exception) when (cancellationToken.IsCancellationRequested)
        {
            return exception.Report;
        }
    }

    private static async Task ExpectUnreadableAsync(SyncRunner runner, SyncRun run)
    {
        try
        {
            var report = await runner.RunAsync();
            throw new BrokenRuleException(Rule.CompleteOrNothing, $"a read that was not complete was taken for complete: {report}");
        }
        catch (SyncException exception) when (exception is SourceException or TargetException or LimitsException)
        {
            Invariants.NothingWasTouched(run, Rule.CompleteOrNothing, "a read was not complete");
            Invariants.Hold(exception is not LimitsException, Rule.CompleteOrNothing, "a read that was not complete was planned from");
        }
    }

    private async Task ExpectSettledAsync(SyncRunner runner, SyncRun run, int tries)
    {
        Invariants.AfterCleanSync(run);
        var left = await runner.PlanAsync();
        if (!left.IsEmpty && MaySettleLater(run) && tries < MostTries)
        {
            await SyncAsync(Faults.None(_random), isLast: true, tries + 1);
            return;
        }
        // What waits may be due by the next look at it.
        Invariants.Hold(left.IsEmpty || run.Waiting.Count > 0, Rule.Settled, $"'{string.Join("; ", left.Changes)}' is left to do");
        Invariants.AsAskedFor(run);
        var isVerified = _options.Verify && !run.Plan!.IsEmpty && !MaySettleLater(run);
        Invariants.Hold(!isVerified || run.Report!.LeftToDo == 0, Rule.Settled, $"{run.Report!.LeftToDo} changes are left to do, says the report");
    }

    /// <summary>
    /// An account that stands at the target under several spellings may need another sync to settle after a rename; and who lost an address to an account that is kept
    /// may turn out to be that account, once nobody else has its id.
    /// </summary>
    private static bool MaySettleLater(SyncRun run) =>
        run.Rules.Options.DomainAliases.Count > 0 || run.Plan!.Conflicts.Any(conflict => conflict.Reason == ConflictReason.HeldByKeptAccount);

    /// <summary>An approval is good for one plan, once.</summary>
    private async Task ExpectUsedUpAsync(SyncRunner runner, SyncRun run)
    {
        var before = _target.Mailboxes.Copy();
        _target.Begin(Faults.None(_random), new CancellationTokenSource());
        try
        {
            await runner.ApplyApprovedAsync(run.Approval!);
        }
        catch (SyncException exception) when (exception is ApprovalException or StalePlanException || (exception is LimitsException && run.MustBeRefused))
        {
            Invariants.Hold(_target.Mailboxes.IsSameAs(before), Rule.Refused, "an approval that is used up was used again");
            return;
        }
        throw new BrokenRuleException(Rule.Refused, string.Create(CultureInfo.InvariantCulture, $"an approval was accepted twice: {run.Approval}"));
    }
}
