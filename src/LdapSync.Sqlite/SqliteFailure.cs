using Microsoft.Data.Sqlite;

namespace LdapSync.Sqlite;

/// <summary>SQLite's result codes (https://www.sqlite.org/rescode.html) in an operator's words.</summary>
internal static class SqliteFailure
{
    /// <summary>A rule of the file refused a statement: the fault of one change, not of the file.</summary>
    public const int Constraint = 19;

    /// <summary>What was found and what to change. Nothing of the failed transaction is in the file.</summary>
    public static TargetException Explain(string path, SqliteException exception)
    {
        var (found, remedy) = exception.SqliteErrorCode switch
        {
            5 or 6 => ("another process holds it locked", "Wait until that process is done, or end it; then run again"),
            3 or 23 => ("access was denied", "Give this user the right to read and write the file"),
            8 => ("the file or its folder is read-only", "Give this user the right to write both the file and its folder, or name another file"),
            10 => ($"the disk reported an error ({exception.SqliteExtendedErrorCode})", "Check the disk and its connection, then run again"),
            11 => ("the database is damaged", "Restore it from a backup, or name another file and sync again"),
            13 => ("the disk is full", "Free some space, then run again"),
            14 when Folder(path) is { } folder && !Directory.Exists(folder) => ($"the folder '{folder}' does not exist", "Create it, or correct the path"),
            14 => ("it cannot be opened", "Give this user the right to read and write the file and its folder"),
            26 => ("it is not an SQLite database; nothing in it was changed", "Name a file of LdapSync's, or one that does not exist yet"),
            _ => ($"SQLite reported '{exception.Message}'", "Restore the file from a backup, or name another"),
        };
        return new TargetException($"'{path}' cannot be used: {found}. {remedy}.", exception);
    }

    private static string? Folder(string path) => Path.GetDirectoryName(path);
}
