using LdapSync.Planning;
using Microsoft.Extensions.Logging;

namespace LdapSync.Telemetry;

/// <summary>Every event that the core logs. Ids: 1000 reading, 1100 planning, 1200 applying, 1300 reporting. No event holds a user or a password, nor what an undocumented
/// exception says, which may hold one.</summary>
internal static partial class Log
{
    [LoggerMessage(1001, LogLevel.Information, "Directory {Source} read: {Entries} entries, {Accounts} accounts, {Skipped} entries skipped")]
    public static partial void DirectoryRead(ILogger logger, string source, int entries, int accounts, int skipped);

    [LoggerMessage(1002, LogLevel.Information, "Target {Target} read: {Accounts} accounts")]
    public static partial void TargetRead(ILogger logger, string target, int accounts);

    [LoggerMessage(1003, LogLevel.Warning, "The read broke off and is started anew, attempt {Attempt} of {Most}: {Failure}")]
    public static partial void ReadingAgain(ILogger logger, int attempt, int most, string failure);

    [LoggerMessage(1004, LogLevel.Information, "Plan {Fingerprint} breaks a limit or guard, and was made from what had changed: the directory is read completely")]
    public static partial void ReadingCompletely(ILogger logger, string fingerprint);

    [LoggerMessage(1101, LogLevel.Information, "Plan {Fingerprint}: {Changes} changes, {Conflicts} conflicts, {Excluded} addresses excluded")]
    public static partial void Planned(ILogger logger, string fingerprint, int changes, int conflicts, int excluded);

    [LoggerMessage(1102, LogLevel.Warning, "Plan {Fingerprint} breaks a limit or guard: {Violation}")]
    public static partial void Violated(ILogger logger, string fingerprint, LimitViolation violation);

    [LoggerMessage(1103, LogLevel.Warning, "The exclusion pattern {Pattern} matches no address")]
    public static partial void PatternUnused(ILogger logger, string pattern);

    [LoggerMessage(1104, LogLevel.Warning, "An approval by {By} for plan {Fingerprint} is refused: {Reason}")]
    public static partial void ApprovalRefused(ILogger logger, string by, string fingerprint, string reason);

    [LoggerMessage(1201, LogLevel.Information, "Plan {Fingerprint} applied: {Applied} applied, {Failed} failed, {Withheld} withheld")]
    public static partial void Applied(ILogger logger, string fingerprint, int applied, int failed, int withheld);

    [LoggerMessage(1202, LogLevel.Error, "Plan {Fingerprint} stopped: {Reason}")]
    public static partial void Stopped(ILogger logger, string fingerprint, string reason);

    [LoggerMessage(1203, LogLevel.Warning, "Plan {Fingerprint} cancelled: {Applied} changes had been applied")]
    public static partial void Cancelled(ILogger logger, string fingerprint, int applied);

    [LoggerMessage(1204, LogLevel.Error, "After plan {Fingerprint} was applied, {Left} changes are still left to do")]
    public static partial void NotSettled(ILogger logger, string fingerprint, int left);

    [LoggerMessage(1205, LogLevel.Error, "Plan {Fingerprint} was applied, but whether anything is left could not be found out: {Reason}")]
    public static partial void NotVerified(ILogger logger, string fingerprint, string reason);

    [LoggerMessage(1301, LogLevel.Error, "The report could not be added to the history: {Reason}")]
    public static partial void HistoryFailed(ILogger logger, string reason);

    [LoggerMessage(1302, LogLevel.Warning, "Whoever listens to the progress failed with {Type}")]
    public static partial void ProgressFailed(ILogger logger, string type);
}
