using Microsoft.Data.Sqlite;

namespace LdapSync.Sqlite;

/// <summary>A file of ours, such as the one that target and history share: opens it, makes it on the first write, and says in words why it cannot.</summary>
/// <param name="path">Any path; relative to the current directory at this moment.</param>
/// <param name="patience">Seconds to wait for another process that holds the file.</param>
/// <param name="schema">What stands in it. Default: mailboxes and history.</param>
internal sealed class SqliteFile(string path, int patience = 10, SqliteSchema? schema = null)
{
    private readonly SqliteSchema _schema = schema ?? SqliteSchema.Mailboxes;

    /// <summary>The full path.</summary>
    public string Path { get; } = System.IO.Path.GetFullPath(path);

    /// <summary>Done to every new connection. Tests make a disk full or read-only by it.</summary>
    public Action<SqliteConnection>? Opened { get; init; }

    /// <summary>A connection to read from, or null where there is nothing yet. Makes no file and writes nothing.</summary>
    /// <exception cref="TargetException">It is no file of ours, or cannot be read.</exception>
    public SqliteConnection? OpenToRead()
    {
        if (!Exists()) return null;
        // Not ReadOnly: a read-only connection could not clear up after a writer that was killed. SQLite falls back to it for a file that is write-protected.
        return Open(SqliteOpenMode.ReadWrite, connection => _schema.VersionOf(connection, Path) > 0);
    }

    /// <summary>A connection to write to; the file and its tables are made where they are missing.</summary>
    /// <exception cref="TargetException">It is no file of ours, or cannot be written.</exception>
    public SqliteConnection OpenToWrite()
    {
        Exists(); // For what it refuses; SQLite makes what is missing.
        return Open(SqliteOpenMode.ReadWriteCreate, connection =>
        {
            if (_schema.VersionOf(connection, Path) < _schema.Version) _schema.Complete(connection, Path);
            return true;
        })!;
    }

    /// <summary>What SQLite reported, as what was found and what to change.</summary>
    public TargetException Failure(SqliteException exception) => SqliteFailure.Explain(Path, exception);

    private SqliteConnection? Open(SqliteOpenMode mode, Func<SqliteConnection, bool> accept)
    {
        // The builder quotes what a path may hold: blanks, semicolons, equals signs.
        var settings = new SqliteConnectionStringBuilder
        {
            DataSource = Path,
            Mode = mode,
            ForeignKeys = true,
            DefaultTimeout = patience,
            Pooling = false, // A pooled connection would keep the file open after us.
        };
        var connection = new SqliteConnection(settings.ToString());
        var accepted = false;
        try
        {
            connection.Open();
            BePatient(connection);
            Opened?.Invoke(connection);
            accepted = accept(connection);
            return accepted ? connection : null;
        }
        catch (SqliteException e)
        {
            throw Failure(e);
        }
        finally
        {
            if (!accepted) connection.Dispose();
        }
    }

    /// <summary>ADO.NET waits for a file that is held by trying its commands again; our own statements leave that to SQLite.</summary>
    public void BePatient(SqliteConnection connection) => SQLitePCL.raw.sqlite3_busy_timeout(connection.Handle, 1000 * patience);

    /// <summary>Not <see cref="File.Exists"/>, for which a file that may not be seen does not exist: it must not be read as an empty one.</summary>
    private bool Exists()
    {
        try
        {
            if (!File.GetAttributes(Path).HasFlag(FileAttributes.Directory)) return true;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new TargetException($"'{Path}' cannot be used: {e.Message.TrimEnd('.')}. Correct the path, or give this user the right to read it.", e);
        }
        throw new TargetException($"'{Path}' is a folder, where a file was expected. Name a file inside it.");
    }
}
