using Microsoft.Extensions.Logging;

namespace LdapSync.Directories.Snapshots;

/// <summary>What incremental reads log: event ids 1050 to 1059. No event holds an entry or a user.</summary>
internal static partial class Log
{
    [LoggerMessage(1050, LogLevel.Information, "{Source} is read completely: {Reason}")]
    public static partial void ReadCompletely(ILogger logger, string source, string reason);

    [LoggerMessage(1051, LogLevel.Warning, "{Source} is read completely, because of a doubt: {Reason}")]
    public static partial void Doubt(ILogger logger, string source, string reason);

    [LoggerMessage(1052, LogLevel.Warning, "This read of {Source} is not recorded, so the next one is complete too: {Reason}")]
    public static partial void NotRecorded(ILogger logger, string source, string reason);

    [LoggerMessage(1053, LogLevel.Information, "{Source}: {Changed} changed entries and {Gone} gone merged into a recording of {Entries}")]
    public static partial void Merged(ILogger logger, string source, int changed, int gone, long entries);
}
