using LdapSync.Planning;

namespace LdapSync.Reporting;

/// <summary>Where the records of past syncs are kept, and what the next one has to know: of one source and one target.</summary>
public interface ISyncHistory
{
    /// <summary>Adds a record, and in the same step replaces what is remembered by its <see cref="SyncRecord.Memory"/>, if it has one.</summary>
    /// <exception cref="TargetException">It could not be stored.</exception>
    Task AppendAsync(SyncRecord record, CancellationToken cancellationToken = default);

    /// <summary>What the last record that had one remembers; <see cref="SyncMemory.Empty"/> before the first.</summary>
    /// <exception cref="TargetException">It cannot be read; a sync that needs it does not begin.</exception>
    Task<SyncMemory> RecallAsync(CancellationToken cancellationToken = default);

    /// <summary>The newest records, newest first.</summary>
    /// <param name="most">How many at the most; at least 1.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<IReadOnlyList<SyncRecord>> ListAsync(int most = 20, CancellationToken cancellationToken = default);

    /// <summary>Notes, before a plan is applied under it, that an approval is used; its name is <see cref="PlanApproval.Checksum"/>. Of several callers at once one succeeds.</summary>
    /// <returns>False when it was used before.</returns>
    /// <exception cref="TargetException">It could not be stored.</exception>
    Task<bool> TryUseApprovalAsync(PlanApproval approval, CancellationToken cancellationToken = default);
}

/// <summary>One line of the history.</summary>
/// <param name="When">When the sync began.</param>
/// <param name="By">Who or what started it: a person, <c>schedule</c>, …</param>
/// <param name="IsTest">True when nothing was meant to be applied.</param>
/// <param name="Summary">The result in one line.</param>
/// <param name="Report">The whole report as JSON (see <see cref="ReportJson"/>).</param>
public sealed record SyncRecord(DateTimeOffset When, string By, bool IsTest, string Summary, string Report)
{
    /// <summary>
    /// What the next sync has to know; null, as for tests and refused syncs, leaves what is known. Only records on their way into the history have it:
    /// <see cref="ISyncHistory.RecallAsync"/> gives it back.
    /// </summary>
    public SyncMemory? Memory { get; init; }
}
