using LdapSync.Planning;

namespace LdapSync.Targets;

/// <summary>
/// Applies a plan in its order (R22, R23): batches of changes that do not depend on each other, one outcome for every change, and what depends on a failure is
/// withheld. One instance a run.
/// </summary>
/// <param name="plan">A plan that is not refused, or whose violations an approval lifts.</param>
/// <param name="target">Where it is applied.</param>
/// <param name="isApproved">An approval lifts every violation, so what the plan withholds for them is applied too.</param>
internal sealed class PlanApplier(SyncPlan plan, ISyncTarget target, bool isApproved = false)
{
    /// <summary>Large enough to make a transaction or a bulk request worth while, small enough to tell progress and to stop between two.</summary>
    public const int BatchSize = 1000;

    private readonly ChangeOutcome?[] _outcomes = new ChangeOutcome?[plan.Changes.Count];
    private readonly Dependencies _dependencies = new(plan.Changes, plan.Handovers);

    /// <summary>Why the run ended before every change had been tried; null when it did not.</summary>
    public string? StoppedBecause { get; private set; }

    /// <summary>One outcome for each change, in the order of the plan; complete once <see cref="ApplyAsync"/> has ended, however it ended.</summary>
    public IReadOnlyList<ChangeOutcome> Outcomes => _outcomes!;

    /// <summary>Applies every change, or stops for the reason in <see cref="StoppedBecause"/>.</summary>
    /// <exception cref="OperationCanceledException">Cancelled; the outcomes tell how far it came.</exception>
    public async Task ApplyAsync(Action<int> progress, CancellationToken cancellationToken)
    {
        if (!isApproved)
        {
            foreach (var withheld in plan.Withheld) _outcomes[withheld.Position] = ChangeOutcome.Withheld(withheld.Change, withheld.Reason);
        }
        try
        {
            for (var next = 0; next < _outcomes.Length;)
            {
                cancellationToken.ThrowIfCancellationRequested();
                next = await ApplyBatchAsync(next, cancellationToken).ConfigureAwait(false);
                progress(next);
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // Whatever a target throws, the outcomes so far must reach the report.
            StoppedBecause = Describe(exception);
        }
        finally
        {
            WithholdTheRest();
        }
    }

    private async Task<int> ApplyBatchAsync(int start, CancellationToken cancellationToken)
    {
        var batch = new List<int>();
        var next = start;
        for (; next < _outcomes.Length && batch.Count < BatchSize; next++)
        {
            if (_outcomes[next] is not null) continue; // withheld by the plan itself
            var before = _dependencies.Of(next);
            if (before.Exists(position => _outcomes[position] is null)) break; // in this very batch
            var failed = before.FindIndex(position => _outcomes[position]!.Status != OutcomeStatus.Applied);
            if (failed >= 0) Withhold(next, before[failed]);
            else batch.Add(next);
        }
        if (batch.Count > 0) await SendAsync(batch, cancellationToken).ConfigureAwait(false);
        return next;
    }

    private async Task SendAsync(List<int> batch, CancellationToken cancellationToken)
    {
        var changes = batch.ConvertAll(position => plan.Changes[position]);
        try
        {
            var answers = InOrderOf(changes, await target.ApplyAsync(changes, cancellationToken).ConfigureAwait(false));
            for (var i = 0; i < batch.Count; i++)
            {
                _outcomes[batch[i]] = answers[i] ?? ChangeOutcome.Failed(changes[i], "The target did not say what became of it; the next sync will see.");
            }
        }
        catch (Exception exception)
        {
            var reason = exception is OperationCanceledException && cancellationToken.IsCancellationRequested
                ? "The sync was cancelled while the target worked on it; the next sync will see."
                : Describe(exception);
            foreach (var position in batch) _outcomes[position] = ChangeOutcome.Failed(plan.Changes[position], reason);
            throw;
        }
        // A target that is cancelled in the midst of a batch may tell how far it came: that is the end of the run (R25), even when the batch was its last.
        if (batch.Exists(position => _outcomes[position]!.Status == OutcomeStatus.Withheld)) cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>The answer to each change, null where there is none.</summary>
    private static IReadOnlyList<ChangeOutcome?> InOrderOf(List<AccountChange> changes, IReadOnlyList<ChangeOutcome> answers)
    {
        // A change is compared by all it does, which takes longer than a quick target needs for it: most targets answer with the very objects, in the order given.
        if (answers.Count == changes.Count && answers.Index().All(answer => ReferenceEquals(answer.Item.Change, changes[answer.Index]))) return answers;
        var byChange = new Dictionary<AccountChange, ChangeOutcome>();
        foreach (var answer in answers) byChange[answer.Change] = answer;
        return changes.ConvertAll(byChange.GetValueOrDefault);
    }

    // What an exception that nobody documents says may hold a secret, so only its type is told.
    private static string Describe(Exception exception) => exception is TargetException ? exception.Message : $"The target failed with {exception.GetType().Name}.";

    private void Withhold(int position, int failed) =>
        _outcomes[position] = ChangeOutcome.Withheld(plan.Changes[position], $"It needs another change first, which was not made: {plan.Changes[failed]}.");

    private void WithholdTheRest()
    {
        for (var i = 0; i < _outcomes.Length; i++)
        {
            _outcomes[i] ??= ChangeOutcome.Withheld(plan.Changes[i], StoppedBecause is null ? "The sync was cancelled before it." : "The sync stopped before it.");
        }
    }
}
