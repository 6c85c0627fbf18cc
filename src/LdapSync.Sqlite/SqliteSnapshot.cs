using LdapSync.Directories;
using Microsoft.Data.Sqlite;

namespace LdapSync.Sqlite;

/// <summary>
/// The last read of a directory in one SQLite file, for an <see cref="IncrementalSource"/>. The file is made by the first read; on Unix only its owner can read it. It may be
/// deleted at any time while no sync runs: the next read is then a complete one.
/// </summary>
/// <remarks>
/// <para>
/// A file of its own, not that of <see cref="SqliteTarget"/> and <see cref="SqliteHistory"/>: it is held for as long as a read takes, it has people's data that
/// mailboxes do not need, and it need not be kept.
/// </para>
/// <para>
/// A process that dies and a power failure leave the recording before: rollback journal (<c>-journal</c> beside the file during a read), synchronous=FULL. Nobody reads
/// while somebody writes, so a write-ahead log would be no use. Who finds the file held by another read gives up within a second or two. Safe for use from several threads and processes.
/// </para>
/// </remarks>
public sealed class SqliteSnapshot : IDirectorySnapshot
{
    private const int Patience = 1;

    private readonly SqliteFile _file;

    /// <summary>Names the file; nothing is opened yet.</summary>
    /// <param name="path">Where the file is or shall be. Its folder must exist.</param>
    public SqliteSnapshot(string path)
        : this(new SqliteFile(path, Patience, SqliteSchema.Snapshot) { Opened = UseLargePages })
    {
    }

    internal SqliteSnapshot(SqliteFile file) => _file = file;

    /// <inheritdoc/>
    /// <exception cref="TargetException">The file cannot be used, or is held by another read.</exception>
    public Task<ISnapshotTransaction> BeginAsync(CancellationToken cancellationToken = default) => Task.Run<ISnapshotTransaction>(
        () =>
        {
            CreateForOwnerOnly();
            return SnapshotTransaction.Begin(_file);
        },
        cancellationToken);

    // A new file is written in two thirds of the time; one that is there keeps its pages.
    private static void UseLargePages(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA page_size = 16384";
        command.ExecuteNonQuery();
    }

    // SQLite would make it with the rights that new files usually have. An empty file is a new database to it, and what it puts beside has the same rights.
    private void CreateForOwnerOnly()
    {
        if (OperatingSystem.IsWindows() || File.Exists(_file.Path)) return;
        try
        {
            new FileStream(_file.Path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite }).Dispose();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Another process was faster, or SQLite will say it better.
        }
    }
}
