using LdapSync.Reporting;

namespace LdapSync;

/// <summary>A sync was cancelled while it applied its plan; the report tells what had been done by then.</summary>
public sealed class SyncCanceledException : OperationCanceledException
{
    internal SyncCanceledException(SyncReport report, CancellationToken cancellationToken)
        : base(report.Summary, cancellationToken) => Report = report;

    /// <summary>One outcome for every change of the plan; those that were not reached are withheld.</summary>
    public SyncReport Report { get; }
}
