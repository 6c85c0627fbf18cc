using System.Globalization;
using LdapSync.Planning;
using LdapSync.Targets;

namespace LdapSync.Reporting;

/// <summary>What a sync planned and what became of it: the record that the history keeps and the notification shows. Immutable.</summary>
public sealed record SyncReport
{
    /// <summary>What was planned.</summary>
    public required SyncPlan Plan { get; init; }

    /// <summary>One outcome for each change of the plan, in the same order; none for a test or a refusal.</summary>
    public required IReadOnlyList<ChangeOutcome> Outcomes { get; init; }

    /// <summary>The directory.</summary>
    public required string Source { get; init; }

    /// <summary>The target.</summary>
    public required string Target { get; init; }

    /// <summary>Who or what started the sync.</summary>
    public required string By { get; init; }

    /// <summary>When the sync began.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>How long it took; reading included where the same call read.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Nothing was meant to be applied.</summary>
    public bool IsTest { get; init; }

    /// <summary>Why the run ended before every change had been tried; null when it did not.</summary>
    public string? StoppedBecause { get; init; }

    /// <summary>How many changes a plan made after the run still had: 0 proves the run; null when that was not checked.</summary>
    public int? LeftToDo { get; init; }

    /// <summary>Why it could not be found out whether anything is left to do; null when it was, or was not asked for.</summary>
    public string? NotVerifiedBecause { get; init; }

    /// <summary>Why the history does not have this report; null when it has, or when there is no history.</summary>
    public string? NotKeptBecause { get; init; }

    /// <summary>The approval under which the plan was to be applied; null when there was none.</summary>
    public PlanApproval? Approval { get; init; }

    /// <summary>The plan broke limits or guards, so nothing was applied.</summary>
    public bool IsRefused => Approval is null ? Plan.IsRefused : Refusals.Any();

    /// <summary>The violations that no approval lifts. An approved plan is applied as a whole or not at all.</summary>
    internal IEnumerable<LimitViolation> Refusals => Plan.Violations.Where(violation => Approval?.Lift(violation) != true);

    /// <summary>Everything that was planned is at the target.</summary>
    public bool IsComplete => !IsTest && !IsRefused && Count(OutcomeStatus.Applied) == Plan.Changes.Count;

    /// <summary>The result in one line.</summary>
    public string Summary
    {
        get
        {
            if (Approval is not null && IsRefused) return $"Refused although {Approval}: {string.Join(' ', Refusals)}";
            if (IsTest || IsRefused || Plan.IsEmpty) return Plan.ToString();
            if (IsComplete)
            {
                return $"{InWords.Count(Plan.Changes.Count, "change")} applied: {InWords.Changes(Plan.Counts, "added", "deleted", "changed in kind", "renamed")}."
                    + (Approval is null ? "" : $" Approved by {Approval.By}.");
            }
            return string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Count(OutcomeStatus.Applied):N0} of {InWords.Count(Plan.Changes.Count, "change")} applied, {Count(OutcomeStatus.Failed):N0} failed, {Count(OutcomeStatus.Withheld):N0} withheld.")
                + (StoppedBecause is null ? "" : $" Stopped: {StoppedBecause}")
                + (Approval is null && Plan.Withheld.Count > 0 ? $" {string.Join(' ', Plan.Violations)}" : "");
        }
    }

    /// <summary>How many changes had an outcome.</summary>
    public int Count(OutcomeStatus status) => Outcomes.Count(outcome => outcome.Status == status);

    /// <summary>The report as the history keeps it.</summary>
    public SyncRecord ToRecord() => new(Started, By, IsTest, Summary, ReportJson.WriteCompact(this));

    /// <summary>The result in one line.</summary>
    public override string ToString() => Summary;
}
