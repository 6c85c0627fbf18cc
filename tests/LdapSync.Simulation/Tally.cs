using System.Collections.Concurrent;

namespace LdapSync;

/// <summary>What happened in a campaign, and how often: what never happens proves nothing.</summary>
internal sealed class Tally
{
    private readonly ConcurrentDictionary<string, int> _counts = new(StringComparer.Ordinal);

    public int this[string what] => _counts.GetValueOrDefault(what);

    public void Add(SyncRun run)
    {
        foreach (var what in Happened(run)) _counts.AddOrUpdate(what, 1, (_, count) => count + 1);
    }

    private static IEnumerable<string> Happened(SyncRun run)
    {
        yield return $"source {run.Faults.Source}";
        yield return $"target {run.Faults.Target}";
        yield return $"capabilities {run.Target.Capabilities}";
        if (run.Plan is not { } plan) yield break;
        foreach (var kind in run.Target.Done.Select(change => change.Kind).Distinct()) yield return $"{kind} done";
        foreach (var status in run.Report!.Outcomes.Select(outcome => outcome.Status).Distinct()) yield return $"outcome {status}";
        foreach (var violation in plan.Violations) yield return $"{violation.Kind} broken{(violation.Percent is null ? "" : " in percent")}";
        foreach (var reason in plan.Conflicts.Select(conflict => conflict.Reason).Distinct()) yield return $"conflict {reason}";
        if (plan.IsEmpty) yield return "nothing to do";
        if (plan.Handovers.Count > 0) yield return "handover";
        if (plan.Changes.Any(change => change.NewAddress?.LocalPart.StartsWith("in-transit", StringComparison.Ordinal) == true)) yield return "ring opened";
        if (plan.Kept.Count > 0) yield return "account kept";
        if (plan.Waiting.Count > 0) yield return "account waits";
        if (plan.NotOwned.Count > 0) yield return "account not owned";
        if (plan.LostRenames.Count > 0) yield return "rename lost";
        if (plan.Excluded.Count > 0) yield return "address excluded";
        if (plan.FoldedAddresses.Count > 0) yield return "address folded";
        if (plan.ForeignAddresses.Count > 0) yield return "address not served";
        if (plan.SkippedValues.Count > 0) yield return "value skipped";
        if (run.Report.IsRefused) yield return "refused";
        if (run.MustBeAddsOnly) yield return "adds only";
        if (run.Approval is not null) yield return run.Report.IsRefused ? "approval not enough" : "approved";
        if (run.Report.LeftToDo is not null) yield return "verified";
    }

    public override string ToString() => string.Join(Environment.NewLine, _counts.OrderBy(count => count.Key, StringComparer.Ordinal).Select(count => $"{count.Value,9:N0}  {count.Key}"));
}
