using LdapSync.Planning;
using LdapSync.Targets;

namespace LdapSync.Reporting;

/// <summary>Plans and reports for people: plain text, what needs attention first, long lists cut with a count of what is left out.</summary>
public static class ReportText
{
    /// <summary>How many lines of a list are shown unless asked otherwise.</summary>
    public const int UsualLines = 20;

    /// <summary>A plan.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="writer">Where it goes.</param>
    /// <param name="lines">How many lines of each list are shown.</param>
    public static void Write(SyncPlan plan, TextWriter writer, int lines = UsualLines)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(writer);
        var page = new Page(writer, lines);
        writer.WriteLine(plan);
        writer.WriteLine($"  fingerprint {plan.Fingerprint}");
        writer.WriteLine($"  {InWords.Count(plan.Entries, "entry")} read, {InWords.Count(plan.WantedAccounts, "account")} wanted, {InWords.Count(plan.ExistingAccounts, "account")} at the target");
        foreach (var group in plan.Changes.GroupBy(change => change.Kind)) page.List(Title(group.Key), group.Select(change => change.ToString()));
        WriteRemarks(plan, page);
    }

    /// <summary>A report: what failed or was withheld, then the rest of the plan's remarks.</summary>
    /// <param name="report">The report.</param>
    /// <param name="writer">Where it goes.</param>
    /// <param name="lines">How many lines of each list are shown.</param>
    public static void Write(SyncReport report, TextWriter writer, int lines = UsualLines)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(writer);
        var page = new Page(writer, lines);
        writer.WriteLine(report.Summary);
        writer.WriteLine($"  from {report.Source} to {report.Target}, started {report.Started:yyyy-MM-dd HH:mm:ss zzz} by {report.By}, {report.Duration.TotalSeconds:0.00} s");
        if (report.LeftToDo is { } left) writer.WriteLine(left == 0 ? "  Verified: nothing is left to do." : $"  Verified: {InWords.Count(left, "change")} still left to do.");
        if (report.NotVerifiedBecause is { } cause) writer.WriteLine($"  Not verified: {cause}");
        if (report.NotKeptBecause is { } reason) writer.WriteLine($"  This report is not in the history: {reason}");
        page.List("Failed", WithStatus(report, OutcomeStatus.Failed));
        page.List("Withheld", WithStatus(report, OutcomeStatus.Withheld));
        WriteRemarks(report.Plan, page);
    }

    private static IEnumerable<string> WithStatus(SyncReport report, OutcomeStatus status) =>
        report.Outcomes.Where(outcome => outcome.Status == status).Select(outcome => $"{outcome.Change}: {outcome.Reason}");

    private static void WriteRemarks(SyncPlan plan, Page page)
    {
        page.List("Addresses that pass from one account to another", plan.Handovers.Select(h => $"{h.Address}: from {h.From} to {h.To}"));
        page.List("Conflicts: addresses claimed more than once", plan.Conflicts.Select(Describe));
        page.List("Excluded", plan.Excluded.Select(e => $"{e.Address} by {e.Pattern}{(e.IsWholeAccount ? "" : $" (alias of {e.Account})")}{(e.Dn is null ? ", at the target" : "")}"));
        page.List("Exclusion patterns that match no address", plan.Patterns.Where(p => p.Addresses == 0).Select(p => p.Pattern));
        page.List("Addresses in domains that are not served", plan.ForeignAddresses.Select(f => $"{f.Address} ({f.Dn})"));
        page.List("Entries without an account", plan.SkippedEntries.Select(s => $"{s.Dn}: {s.Reason}"));
        page.List("Values that are no addresses", plan.SkippedValues.Select(s => $"{s.Dn}: {s.Attribute} '{s.Value}': {s.Reason}"));
    }

    private static string Describe(Conflict conflict)
    {
        var reason = conflict.Reason switch
        {
            ConflictReason.PrimaryBeatsAlias => "an account's own address goes before an alias",
            ConflictReason.CurrentOwner => "it has the address today",
            ConflictReason.LowestId => "it has the lowest id",
            _ => "an account that is excluded or not served has the address at the target",
        };
        var loss = conflict.LosesAccount ? "gets no account" : "goes without";
        return $"{conflict.Address} stays with {Named(conflict.Winner, conflict.WinnerDn)}: {reason}; {Named(conflict.Loser, conflict.LoserDn)} {loss}";
    }

    private static string Named(EmailAddress account, string? dn) => dn is null ? account.ToString() : $"{account} ({dn})";

    private static string Title(ChangeKind kind) => kind switch
    {
        ChangeKind.AddAccount => "Accounts to add",
        ChangeKind.DeleteAccount => "Accounts to delete",
        ChangeKind.AddAlias => "Aliases to add",
        ChangeKind.RemoveAlias => "Aliases to remove",
        _ => "Accounts that change their kind",
    };

    private sealed class Page(TextWriter writer, int most)
    {
        public void List(string title, IEnumerable<string> items)
        {
            var all = items as IReadOnlyCollection<string> ?? [.. items];
            if (all.Count == 0) return;
            writer.WriteLine($"{title} ({all.Count})");
            foreach (var item in all.Take(most)) writer.WriteLine($"  {item}");
            if (all.Count > most) writer.WriteLine($"  … and {all.Count - most} more");
        }
    }
}
