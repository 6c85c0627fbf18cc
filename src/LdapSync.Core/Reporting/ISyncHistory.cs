using LdapSync.Planning;

namespace LdapSync.Reporting;

/// <summary>Where the records of past syncs are kept, and what the next one has to know: of one source and one target.</summary>
public interface ISyncHistory
{
    /// <summary>Adds a record.</summary>
    /// <exception cref="TargetException">It could not be stored.</exception>
    Task AppendAsync(SyncRecord record, CancellationToken cancellationToken = default);

    /// <summary>What was remembered last; <see cref="SyncMemory.Empty"/> before the first time.</summary>
    /// <exception cref="TargetException">It cannot be read; a sync that needs it does not begin.</exception>
    Task<SyncMemory> RecallAsync(CancellationToken cancellationToken = default);

    /// <summary>Replaces what is remembered, as a whole. A sync that needs it does so before it applies anything, and again when it knows what was applied.</summary>
    /// <exception cref="TargetException">It could not be stored; what was remembered before still is.</exception>
    Task RememberAsync(SyncMemory memory, CancellationToken cancellationToken = default);

    /// <summary>Streams the records, newest first. Each has a whole report, which may be large: take as many as are wanted, one after the other.</summary>
    /// <exception cref="TargetException">They cannot be read.</exception>
    IAsyncEnumerable<SyncRecord> ListAsync(CancellationToken cancellationToken = default);

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
public sealed record SyncRecord(DateTimeOffset When, string By, bool IsTest, string Summary, string Report);
