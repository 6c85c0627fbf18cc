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
        _ => $"{Count(plan.Changes.Count, "change")} planned: {Of(plan.Counts)}.",
    };

    public static string Of(SyncReport report)
    {
        if (report.IsTest || report.IsRefused || report.Plan.IsEmpty) return Of(report.Plan);
        var applied = report.Count(OutcomeStatus.Applied);
        var failed = report.Count(OutcomeStatus.Failed);
        var withheld = report.Count(OutcomeStatus.Withheld);
        if (failed + withheld == 0) return $"{Count(applied, "change")} applied: {Of(report.Plan.Counts)}.";
        return $"{applied} of {Count(report.Plan.Changes.Count, "change")} applied, {failed} failed, {withheld} withheld."
            + (report.StoppedBecause is { } reason ? $" Stopped: {reason}" : "");
    }

    public static string Of(PlanCounts counts)
    {
        string?[] parts =
        [
            Part(counts.AccountAdds, "account", "to add"),
            Part(counts.AccountDeletes, "account", "to delete"),
            Part(counts.AliasAdds, "alias", "to add"),
            Part(counts.AliasDeletes, "alias", "to remove"),
            Part(counts.KindChanges, "account", "to turn into a list or a mailbox"),
        ];
        return string.Join(", ", parts.Where(part => part is not null));
    }

    public static string Count(int count, string noun)
    {
        var number = count.ToString("N0", CultureInfo.InvariantCulture);
        return count == 1 ? $"1 {noun}" : $"{number} {Plural(noun)}";
    }

    private static string? Part(int count, string noun, string verb) => count == 0 ? null : $"{Count(count, noun)} {verb}";

    private static string Plural(string noun) => noun switch
    {
        _ when noun.EndsWith('s') => noun + "es",
        _ when noun.EndsWith('y') => noun[..^1] + "ies",
        _ => noun + "s",
    };
}
