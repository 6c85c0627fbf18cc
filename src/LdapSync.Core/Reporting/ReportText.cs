using System.Globalization;
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
        if (plan.Evidence is { } evidence) writer.WriteLine($"  {Shown(evidence.ToString())}");
        foreach (var group in plan.Changes.GroupBy(change => change.Kind)) page.List(Title(group.Key), group.Select(change => change.ToString()));
        page.List("Withheld", plan.Withheld.Select(withheld => $"{withheld.Change}: {withheld.Reason}"));
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
        writer.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  from {report.Source} to {report.Target}, started {report.Started:yyyy-MM-dd HH:mm:ss zzz} by {report.By}, {report.Duration.TotalSeconds:0.00} s"));
        if (report.Plan.Evidence is { } evidence) writer.WriteLine($"  {Shown(evidence.ToString())}");
        if (report.Approval is { } approval) writer.WriteLine($"  {Shown(approval.ToString())}");
        if (report.LeftToDo is { } left) writer.WriteLine(left == 0 ? "  Verified: nothing is left to do." : $"  Verified: {InWords.Count(left, "change")} still left to do.");
        if (report.NotVerifiedBecause is { } cause) writer.WriteLine($"  Not verified: {cause}");
        if (report.NotKeptBecause is { } reason) writer.WriteLine($"  This report is not in the history: {reason}");
        page.List("Failed", WithStatus(report, OutcomeStatus.Failed));
        page.List("Withheld", WithStatus(report, OutcomeStatus.Withheld));
        WriteRemarks(report.Plan, page);
    }

    /// <summary>What an edit of the settings does.</summary>
    /// <param name="comparison">The comparison of the plans before and after it.</param>
    /// <param name="writer">Where it goes.</param>
    /// <param name="lines">How many lines of each list are shown.</param>
    public static void Write(PlanComparison comparison, TextWriter writer, int lines = UsualLines)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        ArgumentNullException.ThrowIfNull(writer);
        var page = new Page(writer, lines);
        writer.WriteLine(comparison);
        page.List("Changes that the edit adds", comparison.Added.Select(change => change.ToString()));
        page.List("Changes that the edit removes", comparison.Removed.Select(change => change.ToString()));
        page.List("Accounts of the target that exclusions newly hide", comparison.NewlyHidden.Select(hidden => $"{hidden.Address} by {Shown(hidden.Pattern)}"));
    }

    /// <summary>Settings that are worth a look.</summary>
    /// <param name="findings">What <see cref="SettingsLint"/> found.</param>
    /// <param name="writer">Where it goes.</param>
    /// <param name="lines">How many lines are shown.</param>
    public static void Write(IEnumerable<LintFinding> findings, TextWriter writer, int lines = UsualLines)
    {
        ArgumentNullException.ThrowIfNull(findings);
        ArgumentNullException.ThrowIfNull(writer);
        new Page(writer, lines).List("Settings worth a look", findings.Select(finding => Shown(finding.ToString())));
    }

    /// <summary>Why an address is what it is.</summary>
    /// <param name="explanation">The explanation.</param>
    /// <param name="writer">Where it goes.</param>
    /// <param name="lines">How many lines of each list are shown.</param>
    public static void Write(Explanation explanation, TextWriter writer, int lines = UsualLines)
    {
        ArgumentNullException.ThrowIfNull(explanation);
        ArgumentNullException.ThrowIfNull(writer);
        var page = new Page(writer, lines);
        writer.WriteLine(explanation);
        writer.WriteLine($"  compared as {explanation.CountsAs.Canonical}");
        page.List("In the directory", explanation.Origins.Select(origin => $"{Shown(origin.Dn)}{(origin.Attribute is null ? "" : $": {Shown(origin.Attribute)} '{Shown(origin.Value)}'")}"));
        page.List("Why", explanation.Decisions.Select(Shown));
        page.List("Changes of the plan", explanation.Changes.Select(change => $"change {change.Position + 1}: {change.Change}{(change.WithheldBecause is null ? "" : $": withheld: {Shown(change.WithheldBecause)}")}"));
    }

    private static IEnumerable<string> WithStatus(SyncReport report, OutcomeStatus status) =>
        report.Outcomes.Where(outcome => outcome.Status == status).Select(outcome => $"{outcome.Change}: {outcome.Reason}");

    private static void WriteRemarks(SyncPlan plan, Page page)
    {
        var deleted = plan.Changes.Where(change => change.Kind == ChangeKind.DeleteAccount).Select(change => change.Account).ToHashSet();
        page.List("Addresses that pass from one account to another", plan.Handovers.Select(h => $"{h.Address}: from {h.From} to {h.To}"));
        if (plan.LongestHandover is { } gap) page.List("Undeliverable the longest", [$"{gap.Address}: after {Step(plan, gap.ReleasedBy)} until {Step(plan, gap.TakenBy)}"]);
        page.List("Renames that the target cannot do: a new mailbox instead of the old one", plan.LostRenames.Select(r => $"{r.From} to {r.To} ({Shown(r.Dn)})"));
        page.List("Left out, since the target's distribution lists have no aliases", plan.ListAliases.Select(l => $"{l.Alias}: alias of {l.Account} ({Shown(l.Dn)})"));
        page.List("Mailboxes that do not become lists, since a hidden alias would go with that", plan.KeptMailboxes.Select(k => $"{k.Account}: {k.Alias} ({Shown(k.Dn)})"));
        page.List("Kept although nobody asks for them: an entry that gets no account carries their address or id", plan.Kept.Select(k => $"{k.Account} ({Shown(k.Dn)})"));
        page.List("Waiting to be deleted", plan.Waiting.Select(waiting => waiting.ToString()));
        page.List("Left alone: accounts that this sync has neither made nor found an entry for", plan.NotOwned.Select(account => account.ToString()));
        page.List("Conflicts: addresses claimed more than once", plan.Conflicts.Select(Describe));
        page.List("Excluded", plan.Excluded.Select(excluded => Describe(excluded, deleted.Contains(excluded.Account))));
        page.List("Exclusion patterns that match no address", plan.Patterns.Where(p => p.Addresses == 0).Select(p => Shown(p.Pattern)));
        page.List("Addresses in domains that are not served", plan.ForeignAddresses.Select(f => $"{f.Address} ({Shown(f.Dn)})"));
        page.List("Addresses in alias domains, counted as their parent's", plan.FoldedAddresses.Select(f => $"{f.Address}: {f.Into} ({Shown(f.Dn)})"));
        page.List("Entries without an account", plan.SkippedEntries.Select(s => $"{Shown(s.Dn)}: {Shown(s.Reason)}"));
        page.List("Values that are no addresses", plan.SkippedValues.Select(s => $"{Shown(s.Dn)}: {Shown(s.Attribute)} '{Shown(s.Value)}': {s.Reason}"));
    }

    private static string Step(SyncPlan plan, int position) => $"'{plan.Changes[position]}' (change {position + 1} of {plan.Changes.Count})";

    private static string Describe(ExcludedAddress excluded, bool goesWithAccount)
    {
        var what = excluded.IsWholeAccount ? "" : $" (alias of {excluded.Account})";
        var where = (excluded.Dn, goesWithAccount) switch
        {
            (null, true) => ", at the target; it goes with its account",
            (null, false) => ", at the target",
            _ => "",
        };
        return $"{excluded.Address} by {Shown(excluded.Pattern)}{what}{where}";
    }

    private static string Describe(Conflict conflict) =>
        $"{conflict}{string.Concat(new[] { conflict.WinnerDn, conflict.LoserDn }.Where(dn => dn is not null).Select(dn => $"{Environment.NewLine}    {Shown(dn)}"))}";

    private static string Shown(string? text) => InWords.Shown(text);

    private static string Title(ChangeKind kind) => kind switch
    {
        ChangeKind.AddAccount => "Accounts to add",
        ChangeKind.DeleteAccount => "Accounts to delete",
        ChangeKind.AddAlias => "Aliases to add",
        ChangeKind.RemoveAlias => "Aliases to remove",
        ChangeKind.RenameAccount => "Accounts to rename",
        ChangeKind.MoveAlias => "Aliases to move",
        ChangeKind.SetSourceId => "Ids to note",
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
