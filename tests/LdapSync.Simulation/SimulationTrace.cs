namespace LdapSync;

/// <summary>Everything that a sync started from and came to, as short as it can be told.</summary>
internal static class SimulationTrace
{
    public static string Of(SyncRun run, Company company) => string.Join(Environment.NewLine, Start(run, company).Concat(Decisions(run)).Concat(Accounts("after", run.After)));

    private static IEnumerable<string> Start(SyncRun run, Company company) =>
    [
        $"settings  {run.Rules}",
        $"target    {run.Target.Name}: {run.Target.Capabilities}",
        $"fault     {run.Faults}",
        $"happened  {string.Join(", ", company.Diary)}",
        .. run.People.Select(person => $"entry     {person}"),
        .. Accounts("account", run.Before),
    ];

    private static IEnumerable<string> Decisions(SyncRun run) => run.Plan is not { } plan ? [] :
    [
        .. plan.Changes.Select((change, i) => $"plan {i,4} {change}{(run.Report?.Outcomes.ElementAtOrDefault(i) is { } outcome ? $" - {outcome.Status} {outcome.Reason}" : "")}"),
        .. plan.Handovers.Select(handover => $"window    {handover.Address} from {handover.ReleasedBy} to {handover.TakenBy}"),
        .. plan.Conflicts.Select(conflict => $"conflict  {conflict.Address}: {conflict.Winner} beats {conflict.Loser}, {conflict.Reason}"),
        .. plan.Kept.Select(kept => $"kept      {kept.Account} for {kept.Dn}"),
        .. plan.Violations.Select(violation => $"violation {violation}"),
        .. run.Approval is null ? [] : new[] { $"approval  {run.Approval}" },
    ];

    private static IEnumerable<string> Accounts(string when, Mailboxes mailboxes) => mailboxes.All.OrderBy(mailbox => mailbox.Number).Select(mailbox => $"{when,-9} {mailbox}");
}
