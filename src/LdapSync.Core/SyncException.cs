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
public sealed class SourceException(string message, Exception? innerException = null) : SyncException(message, innerException);

/// <summary>The target as a whole could not be read or written; nothing further can succeed until the cause is mended.</summary>
/// <remarks>Thrown by targets. A failure that concerns one change only is that change's <see cref="Targets.ChangeOutcome"/>, not an exception.</remarks>
public sealed class TargetException(string message, Exception? innerException = null) : SyncException(message, innerException);

/// <summary>The plan breaks limits or guards, so nothing was applied: look at it, then mend the directory or the limits.</summary>
public sealed class LimitsException : SyncException
{
    internal LimitsException(SyncReport report)
        : base($"Nothing was applied. {string.Join(' ', report.Plan.Violations)}") => Report = report;

    /// <summary>The refused run, as the history has it.</summary>
    public SyncReport Report { get; }

    /// <summary>The plan with its violations.</summary>
    public SyncPlan Plan => Report.Plan;
}
