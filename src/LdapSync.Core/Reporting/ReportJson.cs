using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using LdapSync.Directories;
using LdapSync.Mapping;
using LdapSync.Planning;
using LdapSync.Targets;

namespace LdapSync.Reporting;

/// <summary>
/// Plans and reports as JSON for other programs. The shape is stable: members are only ever added, names are camelCase, enumerations are names, absent values
/// are left out, times are ISO 8601, durations are seconds.
/// </summary>
public static class ReportJson
{
    private static readonly ReportJsonContext Context = MakeContext(indented: true);
    private static readonly ReportJsonContext Compact = MakeContext(indented: false);

    /// <summary>A plan.</summary>
    public static string Write(SyncPlan plan) => JsonSerializer.Serialize(PlanDocument.Of(plan), Context.PlanDocument);

    /// <summary>A report; its member <c>plan</c> is what <see cref="Write(SyncPlan)"/> gives, with an outcome beside each change.</summary>
    public static string Write(SyncReport report) => JsonSerializer.Serialize(ReportDocument.Of(report), Context.ReportDocument);

    /// <summary>What an edit of the settings does.</summary>
    public static string Write(PlanComparison comparison) => JsonSerializer.Serialize(ComparisonDocument.Of(comparison), Context.ComparisonDocument);

    /// <summary>Settings that are worth a look: an array, empty when there are none.</summary>
    public static string Write(IEnumerable<LintFinding> findings) =>
        JsonSerializer.Serialize([.. findings.Select(finding => new FindingDocument(finding.Rule, finding.Subject, finding.Evidence, finding.ToString()))], Context.FindingDocumentArray);

    /// <summary>Why an address is what it is.</summary>
    public static string Write(Explanation explanation) => JsonSerializer.Serialize(ExplanationDocument.Of(explanation), Context.ExplanationDocument);

    /// <summary>A report on one line, half the size: what the history keeps.</summary>
    /// <remarks>By way of a stream: the serializer's own text is made in one buffer of twice its size, which stays with the process.</remarks>
    internal static string WriteCompact(SyncReport report)
    {
        using var octets = new MemoryStream();
        JsonSerializer.Serialize(octets, ReportDocument.Of(report), Compact.ReportDocument);
        return Encoding.UTF8.GetString(octets.GetBuffer().AsSpan(0, (int)octets.Length));
    }

    /// <summary>A plan, as UTF-8, without a text of the whole in memory.</summary>
    public static void Write(SyncPlan plan, Stream stream) => JsonSerializer.Serialize(stream, PlanDocument.Of(plan), Context.PlanDocument);

    /// <summary>A report, as UTF-8, without a text of the whole in memory.</summary>
    public static void Write(SyncReport report, Stream stream) => JsonSerializer.Serialize(stream, ReportDocument.Of(report), Context.ReportDocument);

    /// <summary>Why an address is what it is, as UTF-8.</summary>
    public static void Write(Explanation explanation, Stream stream) => JsonSerializer.Serialize(stream, ExplanationDocument.Of(explanation), Context.ExplanationDocument);

    // A report is read by people too: addresses and names stay legible. The text is a document of its own, never part of an HTML page.
    private static ReportJsonContext MakeContext(bool indented) => new(new JsonSerializerOptions(ReportJsonContext.Default.Options)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = indented,
    });
}

internal sealed record ReportDocument(
    string Summary,
    string Source,
    string Target,
    string By,
    DateTimeOffset Started,
    double DurationSeconds,
    bool Test,
    bool Refused,
    bool Complete,
    int Applied,
    int Failed,
    int Withheld,
    string? StoppedBecause,
    int? LeftToDo,
    string? NotVerifiedBecause,
    string? NotKeptBecause,
    ApprovalDocument? Approval,
    EvidenceDocument? Read,
    PlanDocument Plan)
{
    public static ReportDocument Of(SyncReport report) => new(
        report.Summary,
        report.Source,
        report.Target,
        report.By,
        report.Started,
        Math.Round(report.Duration.TotalSeconds, 3),
        report.IsTest,
        report.IsRefused,
        report.IsComplete,
        report.Count(OutcomeStatus.Applied),
        report.Count(OutcomeStatus.Failed),
        report.Count(OutcomeStatus.Withheld),
        report.StoppedBecause,
        report.LeftToDo,
        report.NotVerifiedBecause,
        report.NotKeptBecause,
        report.Approval?.ToDocument(),
        report.Plan.Evidence is { } read ? new EvidenceDocument(read.Server, read.Entries, read.Pages, read.Ranges, read.References, read.Followed, read.State, Math.Round(read.Duration.TotalSeconds, 3), read.Increment) : null,
        PlanDocument.Of(report.Plan, report.Outcomes));
}

internal sealed record PlanDocument(
    string Fingerprint,
    string Summary,
    PlanCounts Counts,
    int Entries,
    int WantedAccounts,
    int ExistingAccounts,
    IReadOnlyList<ViolationDocument> Violations,
    IReadOnlyList<WithheldDocument> Withheld,
    IEnumerable<ChangeDocument> Changes,
    IReadOnlyList<HandoverDocument> Handovers,
    IReadOnlyList<LostRenameDocument> LostRenames,
    IReadOnlyList<KeptDocument> Kept,
    IReadOnlyList<ConflictDocument> Conflicts,
    IReadOnlyList<ExcludedDocument> Excluded,
    IReadOnlyList<PatternUse> Patterns,
    IReadOnlyList<ForeignDocument> ForeignAddresses,
    IReadOnlyList<SkippedEntry> SkippedEntries,
    IReadOnlyList<SkippedValue> SkippedValues,
    int NonMailValues,
    IReadOnlyList<FoldedDocument> FoldedAddresses,
    IReadOnlyList<WaitingDocument> Waiting,
    IReadOnlyList<string> NotOwned,
    IReadOnlyList<ListAliasDocument> ListAliases,
    IReadOnlyList<KeptMailboxDocument> KeptMailboxes)
{
    public static PlanDocument Of(SyncPlan plan, IReadOnlyList<ChangeOutcome>? outcomes = null) => new(
        plan.Fingerprint,
        plan.ToString(),
        plan.Counts,
        plan.Entries,
        plan.WantedAccounts,
        plan.ExistingAccounts,
        [.. plan.Violations.Select(v => new ViolationDocument(v.Kind, v.Allowed, v.Planned, v.Percent, v.Population, v.ToString()))],
        [.. plan.Withheld.Select(w => new WithheldDocument(w.Position, w.Reason))],
        plan.Changes.Select((change, i) => ChangeDocument.Of(change, outcomes is { Count: > 0 } ? outcomes[i] : null)),
        [.. plan.Handovers.Select(h => new HandoverDocument($"{h.Address}", $"{h.From}", $"{h.To}", h.ReleasedBy, h.TakenBy))],
        [.. plan.LostRenames.Select(r => new LostRenameDocument($"{r.From}", $"{r.To}", r.Dn))],
        [.. plan.Kept.Select(k => new KeptDocument($"{k.Account}", k.Dn))],
        [.. plan.Conflicts.Select(c => new ConflictDocument($"{c.Address}", $"{c.Winner}", c.WinnerDn, $"{c.Loser}", c.LoserDn, c.Reason))],
        [.. plan.Excluded.Select(ExcludedDocument.Of)],
        plan.Patterns,
        [.. plan.ForeignAddresses.Select(f => new ForeignDocument($"{f.Address}", f.Dn))],
        plan.SkippedEntries,
        plan.SkippedValues,
        plan.NonMailValues,
        [.. plan.FoldedAddresses.Select(f => new FoldedDocument($"{f.Address}", $"{f.Into}", f.Dn))],
        [.. plan.Waiting.Select(w => new WaitingDocument($"{w.Account}", w.Since, w.Runs, w.RunsLeft, w.NotBefore))],
        [.. plan.NotOwned.Select(account => account.ToString())],
        [.. plan.ListAliases.Select(l => new ListAliasDocument($"{l.Alias}", $"{l.Account}", l.Dn))],
        [.. plan.KeptMailboxes.Select(k => new KeptMailboxDocument($"{k.Account}", $"{k.Alias}", k.Dn))]);
}

internal sealed record ChangeDocument(
    ChangeKind Kind, string Account, string? NewAddress, string? From, string? Alias, AccountKind? AccountKind, string? SourceId, OutcomeStatus? Outcome, string? Reason)
{
    public static ChangeDocument Of(AccountChange change, ChangeOutcome? outcome) =>
        new(change.Kind, $"{change.Account}", change.NewAddress?.ToString(), change.From?.ToString(), change.Alias?.ToString(), change.AccountKind, change.SourceId, outcome?.Status, outcome?.Reason);
}

internal sealed record EvidenceDocument(string Server, long Entries, int Pages, int Ranges, IReadOnlyList<string> References, IReadOnlyList<string> Followed, string? State, double DurationSeconds, ReadIncrement? Increment);

internal sealed record ViolationDocument(ViolationKind Kind, int Allowed, int Planned, decimal? Percent, int? Population, string Message);

internal sealed record WithheldDocument(int Position, string Reason);

internal sealed record HandoverDocument(string Address, string From, string To, int ReleasedBy, int TakenBy);

internal sealed record ListAliasDocument(string Alias, string Account, string? Dn);

internal sealed record KeptMailboxDocument(string Account, string Alias, string? Dn);

internal sealed record LostRenameDocument(string From, string To, string? Dn);

internal sealed record KeptDocument(string Account, string? Dn);

internal sealed record ConflictDocument(string Address, string Winner, string? WinnerDn, string Loser, string? LoserDn, ConflictReason Reason);

internal sealed record ExcludedDocument(string Address, string Pattern, string Account, string? Dn)
{
    public static ExcludedDocument Of(ExcludedAddress excluded) => new($"{excluded.Address}", excluded.Pattern, $"{excluded.Account}", excluded.Dn);
}

internal sealed record ForeignDocument(string Address, string? Dn);

internal sealed record WaitingDocument(string Account, DateTimeOffset Since, int Runs, int RunsLeft, DateTimeOffset? NotBefore);

internal sealed record FoldedDocument(string Address, string Into, string? Dn);

internal sealed record ComparisonDocument(
    string Summary, bool Empty, IReadOnlyList<ChangeDocument> Added, IReadOnlyList<ChangeDocument> Removed, IReadOnlyList<ExcludedDocument> NewlyHidden)
{
    public static ComparisonDocument Of(PlanComparison comparison) => new(
        comparison.ToString(),
        comparison.IsEmpty,
        [.. comparison.Added.Select(change => ChangeDocument.Of(change, null))],
        [.. comparison.Removed.Select(change => ChangeDocument.Of(change, null))],
        [.. comparison.NewlyHidden.Select(ExcludedDocument.Of)]);
}

internal sealed record FindingDocument(LintRule Rule, string Subject, IReadOnlyList<string> Evidence, string Message);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(PlanDocument))]
[JsonSerializable(typeof(ReportDocument))]
[JsonSerializable(typeof(ComparisonDocument))]
[JsonSerializable(typeof(FindingDocument[]))]
[JsonSerializable(typeof(ExplanationDocument))]
internal sealed partial class ReportJsonContext : JsonSerializerContext;
