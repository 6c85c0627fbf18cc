using LdapSync.Planning;
using LdapSync.Reporting;

namespace LdapSync;

/// <summary>
/// The root of everything this library throws on purpose. The sealed cases below it are divided by what the caller has to do next; each message says what was
/// expected, what was found and what to change, and never holds a password.
/// </summary>
public abstract class SyncException : Exception
{
    private protected SyncException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}

/// <summary>The settings are wrong: correct them and start again. Every fault is named at once.</summary>
public sealed class SettingsException : SyncException
{
    /// <summary>One or more faults, each a sentence that names the setting.</summary>
    public SettingsException(IReadOnlyList<string> faults, Exception? innerException = null)
        : base(string.Join(Environment.NewLine, faults), innerException) => Faults = faults;

    /// <summary>A single fault.</summary>
    public SettingsException(string fault, Exception? innerException = null)
        : this([fault], innerException)
    {
    }

    /// <summary>Each fault, in the order of the settings.</summary>
    public IReadOnlyList<string> Faults { get; }
}

/// <summary>The directory could not be read completely, so nothing was planned from it: try again later, or mend what the message names.</summary>
public sealed class SourceException(string message, Exception? innerException = null) : SyncException(message, innerException)
{
    /// <summary>The read had begun to deliver entries when it broke, and a new one may well succeed: a lost connection, a server that went down. Default: false.</summary>
    public bool IsBrokenOff { get; init; }
}

/// <summary>The target as a whole could not be read or written; nothing further can succeed until the cause is mended.</summary>
/// <remarks>Thrown by targets. A failure that concerns one change only is that change's <see cref="Targets.ChangeOutcome"/>, not an exception.</remarks>
public sealed class TargetException(string message, Exception? innerException = null) : SyncException(message, innerException);

/// <summary>The plan breaks limits or guards, so nothing was applied: look at it, then mend the directory or the limits.</summary>
public sealed class LimitsException : SyncException
{
    internal LimitsException(SyncReport report)
        : base($"Nothing was applied. {string.Join(' ', report.Refusals)}") => Report = report;

    /// <summary>The refused run, as the history has it.</summary>
    public SyncReport Report { get; }

    /// <summary>The plan with its violations.</summary>
    public SyncPlan Plan => Report.Plan;
}

/// <summary>What was approved is not what would be done now, so nothing was applied: look at the new plan, and approve that.</summary>
public sealed class StalePlanException : SyncException
{
    internal StalePlanException(SyncPlan plan, PlanApproval approval)
        : base(
            "Nothing was applied: directory, target or settings have changed since the plan was approved. "
            + $"Approved: {approval.Changes switch { null => approval.Fingerprint, "" => "nothing", var changes => changes }}. "
            + $"Planned now: {Now(plan, approval)}. Look at the new plan, and approve that.") =>
        (Plan, Approval) = (plan, approval);

    /// <summary>The plan as it is now.</summary>
    public SyncPlan Plan { get; }

    /// <summary>The approval of another one.</summary>
    public PlanApproval Approval { get; }

    private static string Now(SyncPlan plan, PlanApproval approval) =>
        plan.IsEmpty ? "nothing"
        : approval.Changes is null ? plan.Fingerprint
        : approval.Changes == plan.ChangesInWords ? $"{plan.ChangesInWords}, but others, or under other settings"
        : plan.ChangesInWords;
}

/// <summary>The approval itself is void, expired or used before, so nothing was applied: approve the plan anew.</summary>
public sealed class ApprovalException : SyncException
{
    internal ApprovalException(PlanApproval approval, string found)
        : base($"Nothing was applied: {found} Approve the plan anew.") => Approval = approval;

    /// <summary>The approval.</summary>
    public PlanApproval Approval { get; }
}
