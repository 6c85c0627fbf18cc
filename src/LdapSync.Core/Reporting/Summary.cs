using System.Globalization;
using LdapSync.Planning;
using LdapSync.Targets;

namespace LdapSync.Reporting;

/// <summary>A plan or a report in one line.</summary>
internal static class Summary
{
    public static string Of(SyncPlan plan) => plan switch
    {
        { Violations.Count: > 0 } => $"Refused: {string.Join(' ', plan.Violations)}",
        { IsEmpty: true } => "Nothing to do: the target has what the directory asks for.",
        _ => $"{Count(plan.Changes.Count, "change")} planned: {Of(plan.Counts, "to add", "to delete", "to change in kind")}.",
    };

    public static string Of(SyncReport report)
    {
        if (report.IsTest || report.IsRefused || report.Plan.IsEmpty) return Of(report.Plan);
        var applied = report.Count(OutcomeStatus.Applied);
        var failed = report.Count(OutcomeStatus.Failed);
        var withheld = report.Count(OutcomeStatus.Withheld);
        if (failed + withheld == 0) return $"{Count(applied, "change")} applied: {Of(report.Plan.Counts, "added", "deleted", "changed in kind")}.";
        return $"{applied} of {Count(report.Plan.Changes.Count, "change")} applied, {failed} failed, {withheld} withheld."
            + (report.StoppedBecause is { } reason ? $" Stopped: {reason}" : "");
    }

    public static string Count(int count, string noun)
    {
        var number = count.ToString("N0", CultureInfo.InvariantCulture);
        return count == 1 ? $"1 {noun}" : $"{number} {Plural(noun)}";
    }

    private static string Of(PlanCounts counts, string add, string delete, string change)
    {
        (int Count, string Noun, string Verb)[] parts =
        [
            (counts.AccountAdds, "account", add),
            (counts.AccountDeletes, "account", delete),
            (counts.AliasAdds, "alias", add),
            (counts.AliasDeletes, "alias", delete),
            (counts.KindChanges, "account", change),
        ];
        return string.Join(", ", parts.Where(part => part.Count > 0).Select(part => $"{Count(part.Count, part.Noun)} {part.Verb}"));
    }

    private static string Plural(string noun) => noun switch
    {
        _ when noun.EndsWith('s') => noun + "es",
        _ when noun.EndsWith('y') => noun[..^1] + "ies",
        _ => noun + "s",
    };
}
