using System.Globalization;
using LdapSync.Directories;
using LdapSync.Planning;
using LdapSync.Reporting;
using LdapSync.Targets;
using LdapSync.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace LdapSync;

/// <summary>
/// The whole flow: read both sides, plan, and apply what the limits allow.
/// <list type="bullet">
/// <item><see cref="PlanAsync"/> reads and decides; it writes nothing. This is the dry run.</item>
/// <item><see cref="ApplyAsync"/> applies one plan, unless a limit or guard forbids it.</item>
/// <item><see cref="RunAsync"/> does both.</item>
/// <item><see cref="ApplyApprovedAsync"/> applies a plan that breaks limits or guards, and that somebody has approved.</item>
/// </list>
/// One run at a time per instance.
/// </summary>
public sealed class SyncRunner
{
    private readonly ILdapDirectorySource _source;
    private readonly ISyncTarget _target;
    private readonly bool _verify;
    private readonly bool _needsMemory;
    private readonly SyncPlanner _planner;
    private readonly SyncReader _reader;
    private readonly ILogger _logger;

    /// <summary>A runner from a directory to a target.</summary>
    /// <exception cref="SettingsException">The settings have faults; all are named.</exception>
    public SyncRunner(ILdapDirectorySource source, ISyncTarget target, SyncOptions options, ILogger<SyncRunner>? logger = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        _planner = new SyncPlanner(options, target.Capabilities);
        (_source, _target, _verify) = (source, target, options.Verify);
        _needsMemory = options.Owns != Ownership.Everything || !options.DeleteAfter.IsAtOnce;
        _logger = logger ?? NullLogger<SyncRunner>.Instance;
        _reader = new SyncReader(source, target, options, _logger);
    }

    /// <summary>
    /// Keeps the report of every run that <see cref="ApplyAsync"/> is asked for, refused ones included, and what later runs have to know. Of one source and one target.
    /// Default: none.
    /// </summary>
    public ISyncHistory? History { get; init; }

    /// <summary>Told stage and counts; called from the thread that works, so it must be quick. Default: nobody.</summary>
    public IProgress<SyncProgress>? Progress { get; init; }

    /// <summary>Who or what starts the sync, for the history. Default: <c>manual</c>.</summary>
    public string By { get; init; } = "manual";

    /// <summary>The clock of the reports. Default: the system's.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Reads both sides and decides. Nothing is written anywhere, but for the recording of an <see cref="IncrementalSource"/>.</summary>
    /// <exception cref="SourceException">The directory cannot be read completely.</exception>
    /// <exception cref="TargetException">The target cannot be read completely.</exception>
    /// <exception cref="SettingsException">A base DN does not exist, the target serves other domains, or the settings need a <see cref="History"/> and there is none.</exception>
    public async Task<SyncPlan> PlanAsync(CancellationToken cancellationToken = default)
    {
        var memory = await RecallAsync(cancellationToken).ConfigureAwait(false);
        return await MakePlanAsync(memory, Clock.GetUtcNow(), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Plans, and explains what becomes of an address, whether the plan has it or not.</summary>
    /// <remarks>The exceptions are those of <see cref="PlanAsync"/>.</remarks>
    public async Task<Explanation> ExplainAsync(EmailAddress address, CancellationToken cancellationToken = default) =>
        await ExplainAsync(await PlanAsync(cancellationToken).ConfigureAwait(false), address, cancellationToken).ConfigureAwait(false);

    /// <summary>
    /// Explains what becomes of an address in a plan that was made just now: <see cref="SyncPlan.Explain"/>, and a look-up of the entries that have the address, without
    /// the search filter and as far up the directory as the user may read. A look-up that fails leaves the explanation of the plan, and says so.
    /// </summary>
    /// <remarks>Nothing is written. A <see cref="RecordingSource"/> would record the look-up in place of the directory: ask its source instead.</remarks>
    public Task<Explanation> ExplainAsync(SyncPlan plan, EmailAddress address, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return _reader.Lookup.ExplainAsync(plan, address, cancellationToken);
    }

    /// <summary>Applies a plan that was made just now. The report goes to the history; a failure of single changes is in it, not thrown.</summary>
    /// <exception cref="LimitsException">The plan breaks limits or guards; nothing was applied.</exception>
    /// <exception cref="TargetException">The history cannot note what later runs have to know; nothing was applied.</exception>
    /// <exception cref="SyncCanceledException">Cancelled between two batches; the report tells what was done.</exception>
    public Task<SyncReport> ApplyAsync(SyncPlan plan, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return CarryOutAsync(plan, approval: null, Clock.GetUtcNow(), cancellationToken);
    }

    /// <summary>
    /// Plans anew, and applies the plan as a whole when it is the one that was approved. An approval is used up once its plan begins to be applied; that takes a
    /// <see cref="History"/> that remembers it. Without one, an approval can be used again until it expires, whenever the very same plan comes up again.
    /// </summary>
    /// <exception cref="StalePlanException">The plan is another one now; nothing was applied.</exception>
    /// <exception cref="ApprovalException">The approval has expired or was used before; nothing was applied.</exception>
    /// <exception cref="LimitsException">The plan breaks something that the approval does not lift; nothing was applied.</exception>
    /// <exception cref="TargetException">The history cannot note the use, or what later runs have to know; nothing was applied.</exception>
    /// <exception cref="SyncCanceledException">Cancelled between two batches; the report tells what was done.</exception>
    public async Task<SyncReport> ApplyApprovedAsync(PlanApproval approval, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(approval);
        var started = Clock.GetUtcNow();
        ThrowIfExpired(approval);
        var plan = await PlanAsync(cancellationToken).ConfigureAwait(false);
        if (plan.Fingerprint != approval.Fingerprint) throw Refused(approval, new StalePlanException(plan, approval));
        ThrowIfExpired(approval); // reading takes its time
        return await CarryOutAsync(plan, approval, started, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Plans and applies; the exceptions are those of <see cref="PlanAsync"/> and <see cref="ApplyAsync"/>.</summary>
    public async Task<SyncReport> RunAsync(CancellationToken cancellationToken = default)
    {
        var started = Clock.GetUtcNow();
        var plan = await PlanAsync(cancellationToken).ConfigureAwait(false);
        return await CarryOutAsync(plan, approval: null, started, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Adds a plan to the history as a test, for a host that keeps its dry runs too; nothing is applied.</summary>
    public Task<SyncReport> KeepTestAsync(SyncPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return KeepAsync(MakeReport(plan, [], Clock.GetUtcNow()) with { IsTest = true });
    }

    private async Task<SyncPlan> MakePlanAsync(SyncMemory memory, DateTimeOffset now, CancellationToken cancellationToken)
    {
        using var input = _planner.Gather(await _target.ReadDomainsAsync(cancellationToken).ConfigureAwait(false));
        await _reader.ReadTargetAsync(input, Report, cancellationToken).ConfigureAwait(false);
        var plan = await PlanReadAsync(mustBeComplete: false).ConfigureAwait(false);
        if (plan.Violations.Count > 0 && plan.Evidence?.Increment is not null)
        {
            // What breaks a limit is believed of the directory itself only, not of a recording and what was told to have changed.
            Log.ReadingCompletely(_logger, plan.Fingerprint);
            plan = await PlanReadAsync(mustBeComplete: true).ConfigureAwait(false);
        }
        LogPlan(plan);
        return plan;

        async Task<SyncPlan> PlanReadAsync(bool mustBeComplete)
        {
            await _reader.ReadDirectoryAsync(input, Report, mustBeComplete, cancellationToken).ConfigureAwait(false);
            Report(SyncStage.Planning, input.Accounts, total: null);
            return _planner.Plan(input, memory, now);
        }
    }

    /// <summary>What earlier runs have left, where the settings ask for it.</summary>
    private async Task<SyncMemory> RecallAsync(CancellationToken cancellationToken)
    {
        if (!_needsMemory) return SyncMemory.Empty;
        if (History is not null) return await History.RecallAsync(cancellationToken).ConfigureAwait(false);
        throw new SettingsException(
            [$"{SyncOptions.Section}:{nameof(SyncOptions.DeleteAfter)} and {SyncOptions.Section}:{nameof(SyncOptions.Owns)} need what earlier syncs have left: expected a history, found none. Give the runner one, or leave both at their defaults."]);
    }

    private async Task<SyncReport> CarryOutAsync(SyncPlan plan, PlanApproval? approval, DateTimeOffset started, CancellationToken cancellationToken)
    {
        var refusal = MakeReport(plan, [], started) with { Approval = approval };
        if (refusal.IsRefused) throw new LimitsException(await KeepAsync(refusal).ConfigureAwait(false));
        // Before anything is written: an approval whose use cannot be noted might be used again.
        if (approval is not null && History is not null && !await History.TryUseApprovalAsync(approval, cancellationToken).ConfigureAwait(false))
        {
            throw Refused(approval, new ApprovalException(approval, "the approval was used before."));
        }
        // Before anything is written: what could not be remembered afterwards would be an older count, and somebody who was there meanwhile would be deleted by it.
        if (_needsMemory && History is not null) await History.RememberAsync(SyncMemory.Before(plan, IsBelieved(plan, approval)), cancellationToken).ConfigureAwait(false);
        var applier = new PlanApplier(plan, _target, isApproved: approval is not null);
        try
        {
            await applier.ApplyAsync(done => Report(SyncStage.Applying, done, plan.Changes.Count), cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            var partial = MakeReport(plan, applier.Outcomes, started) with { Approval = approval, StoppedBecause = "It was cancelled." };
            Log.Cancelled(_logger, plan.Fingerprint, partial.Count(OutcomeStatus.Applied));
            throw new SyncCanceledException(await KeepAsync(partial).ConfigureAwait(false), cancellationToken);
        }
        var report = MakeReport(plan, applier.Outcomes, started) with { Approval = approval, StoppedBecause = applier.StoppedBecause };
        LogOutcome(report);
        if (_verify && report.IsComplete && !plan.IsEmpty) report = await VerifyAsync(report, cancellationToken).ConfigureAwait(false);
        report = await KeepAsync(report).ConfigureAwait(false);
        return report.NotVerifiedBecause is not null && cancellationToken.IsCancellationRequested ? throw new SyncCanceledException(report, cancellationToken) : report;
    }

    /// <summary>A plan that breaks a limit or guard is not believed before somebody approves it, so the absences it found do not count.</summary>
    private static bool IsBelieved(SyncPlan plan, PlanApproval? approval) => plan.Violations.Count == 0 || approval is not null;

    private void ThrowIfExpired(PlanApproval approval)
    {
        if (Clock.GetUtcNow() < approval.Expires) return;
        var found = string.Create(CultureInfo.InvariantCulture, $"the approval expired at {approval.Expires:yyyy-MM-dd HH:mm:ss}Z.");
        throw Refused(approval, new ApprovalException(approval, found));
    }

    private SyncException Refused(PlanApproval approval, SyncException because)
    {
        Log.ApprovalRefused(_logger, approval.By, approval.Fingerprint, because.Message);
        return because;
    }

    /// <summary>R24: after a run that applied everything, planning again finds nothing to do. What was applied is reported even when this cannot be found out.</summary>
    private async Task<SyncReport> VerifyAsync(SyncReport report, CancellationToken cancellationToken)
    {
        Report(SyncStage.Verifying, 0, total: null);
        try
        {
            // With what the plan itself knew: a deletion that becomes due meanwhile is the next run's.
            var again = await MakePlanAsync(report.Plan.MadeWith, report.Plan.MadeAt, cancellationToken).ConfigureAwait(false);
            if (!again.IsEmpty) Log.NotSettled(_logger, report.Plan.Fingerprint, again.Changes.Count);
            return report with { LeftToDo = again.Changes.Count, Duration = Clock.GetUtcNow() - report.Started };
        }
        catch (Exception exception)
        {
            Log.NotVerified(_logger, report.Plan.Fingerprint, Describe(exception));
            return report with { NotVerifiedBecause = Describe(exception) };
        }
    }

    // What was done must be told even when the caller has stopped waiting, and must not be lost because the history cannot take it.
    private async Task<SyncReport> KeepAsync(SyncReport report)
    {
        try
        {
            if (History is null) return report;
            if (!report.IsTest && !report.IsRefused)
            {
                var applied = report.Outcomes.Where(outcome => outcome.Status == OutcomeStatus.Applied).Select(outcome => outcome.Change);
                await History.RememberAsync(SyncMemory.After(report.Plan, applied, isBelieved: IsBelieved(report.Plan, report.Approval)), CancellationToken.None).ConfigureAwait(false);
            }
            await History.AppendAsync(report.ToRecord(), CancellationToken.None).ConfigureAwait(false);
            return report;
        }
        catch (Exception exception)
        {
            Log.HistoryFailed(_logger, Describe(exception));
            return report with { NotKeptBecause = Describe(exception) };
        }
    }

    // What an exception that nobody documents says may hold a secret, so only its type is told.
    internal static string Describe(Exception exception) => exception switch
    {
        SyncException => exception.Message,
        OperationCanceledException => "It was cancelled.",
        _ => $"It failed with {exception.GetType().Name}.",
    };

    private SyncReport MakeReport(SyncPlan plan, IReadOnlyList<ChangeOutcome> outcomes, DateTimeOffset started) => new()
    {
        Plan = plan,
        Outcomes = outcomes,
        Source = _source.Name,
        Target = _target.Name,
        By = By,
        Started = started,
        Duration = Clock.GetUtcNow() - started,
    };

    // A listener that fails must not end a run half-way.
    private void Report(SyncStage stage, int count, int? total)
    {
        try
        {
            Progress?.Report(new SyncProgress(stage, count, total));
        }
        catch (Exception exception)
        {
            Log.ProgressFailed(_logger, exception.GetType().Name);
        }
    }

    private void LogPlan(SyncPlan plan)
    {
        Log.Planned(_logger, plan.Fingerprint, plan.Changes.Count, plan.Conflicts.Count, plan.Excluded.Count);
        foreach (var violation in plan.Violations) Log.Violated(_logger, plan.Fingerprint, violation);
        foreach (var pattern in plan.Patterns.Where(pattern => pattern.Addresses == 0)) Log.PatternUnused(_logger, pattern.Pattern);
    }

    private void LogOutcome(SyncReport report)
    {
        if (report.StoppedBecause is { } reason) Log.Stopped(_logger, report.Plan.Fingerprint, reason);
        Log.Applied(
            _logger,
            report.Plan.Fingerprint,
            report.Count(OutcomeStatus.Applied),
            report.Count(OutcomeStatus.Failed),
            report.Count(OutcomeStatus.Withheld));
    }
}
