using System.Runtime.CompilerServices;
using LdapSync.Directories;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace LdapSync.Sqlite;

/// <summary>One connection with one transaction, which holds the file against all others that write.</summary>
internal sealed class SnapshotTransaction : ISnapshotTransaction
{
    private const int RowsPerHop = 1000; // to the thread pool and back: rare enough to cost nothing, small enough to stream

    private readonly SqliteFile _file;
    private readonly SqliteConnection _connection;
    private readonly SqliteTransaction _transaction;
    private TargetException? _ended;

    private SnapshotTransaction(SqliteFile file, SqliteConnection connection)
    {
        (_file, _connection) = (file, connection);
        // Not deferred: with the write lock from the start nobody can come between looking and writing.
        _transaction = connection.BeginTransaction(deferred: false);
        using var command = Command("SELECT text FROM header");
        Header = (string?)command.ExecuteScalar();
    }

    public string? Header { get; }

    /// <exception cref="TargetException">The file cannot be used.</exception>
    public static SnapshotTransaction Begin(SqliteFile file)
    {
        var connection = file.OpenToWrite();
        try
        {
            return new SnapshotTransaction(file, connection);
        }
        catch (SqliteException exception)
        {
            connection.Dispose();
            throw file.Failure(exception);
        }
    }

    public async IAsyncEnumerable<SnapshotRow> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var command = Command("SELECT number, octets FROM entry ORDER BY number");
        using var rows = await RunAsync(command.ExecuteReader, cancellationToken).ConfigureAwait(false);
        var batch = new List<SnapshotRow>(RowsPerHop);
        do
        {
            await RunAsync(() => Fill(batch, rows), cancellationToken).ConfigureAwait(false);
            foreach (var row in batch) yield return row;
        }
        while (batch.Count == RowsPerHop);
    }

    public Task ClearAsync(CancellationToken cancellationToken = default) => RunAsync(() => Execute("DELETE FROM header; DELETE FROM entry"), cancellationToken);

    public Task PutAsync(IReadOnlyList<SnapshotRow> rows, CancellationToken cancellationToken = default) => RunAsync(() => Put(rows), cancellationToken);

    public Task RemoveAsync(IReadOnlyList<long> numbers, CancellationToken cancellationToken = default) => RunAsync(() => Remove(numbers), cancellationToken);

    public Task CommitAsync(string header, CancellationToken cancellationToken = default) => RunAsync(() => Commit(header), cancellationToken);

    public ValueTask DisposeAsync() => new(Task.Run(() =>
    {
        // Where the disk fails, the end of the transaction may too, and the file must be let go all the same.
        using (_connection) _transaction.Dispose();
    }));

    private static bool Fill(List<SnapshotRow> batch, SqliteDataReader rows)
    {
        batch.Clear();
        while (batch.Count < RowsPerHop && rows.Read()) batch.Add(new SnapshotRow(rows.GetInt64(0), rows.GetFieldValue<byte[]>(1)));
        return batch.Count > 0;
    }

    // By SQLite's own functions: the commands of ADO.NET cost more than the writing itself, and this is done beside every entry of a read.
    private int Put(IReadOnlyList<SnapshotRow> rows)
    {
        var database = _connection.Handle;
        Check(raw.sqlite3_prepare_v2(database, "INSERT OR REPLACE INTO entry (number, octets) VALUES (?, ?)", out var statement));
        using (statement)
        {
            foreach (var row in rows)
            {
                Check(raw.sqlite3_bind_int64(statement, 1, row.Number));
                Check(raw.sqlite3_bind_blob(statement, 2, row.Octets.Span));
                Check(raw.sqlite3_step(statement));
                Check(raw.sqlite3_reset(statement));
            }
        }
        return rows.Count;

        void Check(int code)
        {
            if (code is not (raw.SQLITE_OK or raw.SQLITE_DONE)) SqliteException.ThrowExceptionForRC(code, database);
        }
    }

    private int Remove(IReadOnlyList<long> numbers)
    {
        using var command = Command("DELETE FROM entry WHERE number = $number");
        var parameter = command.Parameters.Add("$number", SqliteType.Integer);
        foreach (var number in numbers)
        {
            parameter.Value = number;
            command.ExecuteNonQuery();
        }
        return numbers.Count;
    }

    private bool Commit(string header)
    {
        using var command = Command("INSERT OR REPLACE INTO header (id, text) VALUES (1, $text)");
        command.Parameters.AddWithValue("$text", header);
        command.ExecuteNonQuery();
        _transaction.Commit();
        return true;
    }

    /// <summary>SQLite has no asynchronous I/O, so the work is done on the thread pool.</summary>
    private Task<T> RunAsync<T>(Func<T> work, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            // Some failures, such as a full disk, end the transaction; what is written after that would be kept at once.
            if (_ended is not null) throw new TargetException(_ended.Message, _ended);
            try
            {
                return work();
            }
            catch (SqliteException exception)
            {
                var failure = _file.Failure(exception);
                if (raw.sqlite3_get_autocommit(_connection.Handle) != 0) _ended = failure;
                throw failure;
            }
        },
        cancellationToken);

    private int Execute(string sql)
    {
        using var command = Command(sql);
        return command.ExecuteNonQuery();
    }

    private SqliteCommand Command(string sql)
    {
        var command = _connection.CreateCommand();
        (command.Transaction, command.CommandText) = (_transaction, sql);
        return command;
    }
}
