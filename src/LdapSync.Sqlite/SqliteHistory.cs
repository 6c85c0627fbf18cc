using System.Globalization;
using System.Runtime.CompilerServices;
using LdapSync.Planning;
using LdapSync.Reporting;
using Microsoft.Data.Sqlite;

namespace LdapSync.Sqlite;

/// <summary>
/// The records of past syncs in one SQLite file, which a <see cref="SqliteTarget"/> may share. The file is made by the first record; listing one that does not
/// exist finds nothing and creates nothing. Opens the file for each call; safe for use from several threads and processes.
/// </summary>
public sealed class SqliteHistory : ISyncHistory
{
    private readonly SqliteFile _file;

    /// <summary>Names the file; nothing is opened yet.</summary>
    /// <param name="path">Where the file is or shall be. Its folder must exist.</param>
    public SqliteHistory(string path)
        : this(new SqliteFile(path))
    {
    }

    internal SqliteHistory(SqliteFile file) => _file = file;

    /// <inheritdoc/>
    /// <remarks>One transaction; on the disk when it returns.</remarks>
    public Task AppendAsync(SyncRecord record, CancellationToken cancellationToken = default) =>
        Task.Run(() => Append(record), cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="TargetException">The file cannot be read.</exception>
    public Task<SyncMemory> RecallAsync(CancellationToken cancellationToken = default) => Task.Run(Recall, cancellationToken);

    /// <inheritdoc/>
    /// <remarks>One transaction; on the disk when it returns.</remarks>
    public Task RememberAsync(SyncMemory memory, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(memory);
        return Task.Run(() => Remember(memory), cancellationToken);
    }

    /// <inheritdoc/>
    /// <remarks>
    /// Ordered by when the sync began; of two at the same moment the one that was stored later comes first. Times are UTC. Those of the moment when the listing begins;
    /// nothing is locked between two records, however long somebody looks at one.
    /// </remarks>
    public async IAsyncEnumerable<SyncRecord> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var connection = await Task.Run(_file.OpenToRead, cancellationToken).ConfigureAwait(false);
        if (connection is null) yield break;
        foreach (var id in await Task.Run(() => Read(connection, "SELECT id FROM sync_record ORDER BY started DESC, id DESC", row => row.GetInt64(0)), cancellationToken).ConfigureAwait(false))
        {
            var query = string.Create(CultureInfo.InvariantCulture, $"SELECT started, started_by, is_test, summary, report FROM sync_record WHERE id = {id}");
            // None where somebody has deleted it meanwhile.
            foreach (var record in await Task.Run(() => Read(connection, query, ReadRecord), cancellationToken).ConfigureAwait(false)) yield return record;
        }
    }

    /// <inheritdoc/>
    /// <remarks>One statement; on the disk when it returns.</remarks>
    public Task<bool> TryUseApprovalAsync(PlanApproval approval, CancellationToken cancellationToken = default) =>
        Task.Run(() => TryUse(approval), cancellationToken);

    private bool TryUse(PlanApproval approval) => Write(connection =>
    {
        using var insert = connection.CreateCommand();
        insert.CommandText = "INSERT INTO used_approval (checksum, approval) VALUES ($checksum, $approval) ON CONFLICT DO NOTHING";
        insert.Parameters.AddWithValue("$checksum", approval.Checksum);
        insert.Parameters.AddWithValue("$approval", approval.ToJson());
        return insert.ExecuteNonQuery() == 1;
    });

    private SyncMemory Recall()
    {
        using var connection = _file.OpenToRead();
        return connection is null ? SyncMemory.Empty : Explained(() =>
            SqliteSchema.Mailboxes.VersionOf(connection, _file.Path) < SqliteSchema.VersionWithMemory ? SyncMemory.Empty : SqliteMemory.Read(connection, _file.Path));
    }

    private void Remember(SyncMemory memory) => Write(connection =>
    {
        using var transaction = connection.BeginTransaction(deferred: false);
        SqliteMemory.Write(connection, transaction, memory);
        transaction.Commit();
        return true;
    });

    private void Append(SyncRecord record) => Write(connection =>
    {
        using var insert = connection.CreateCommand();
        insert.CommandText = "INSERT INTO sync_record (started, started_by, is_test, summary, report) VALUES ($started, $by, $test, $summary, $report)";
        insert.Parameters.AddWithValue("$started", record.When.UtcDateTime.ToString(SqliteMemory.TimeFormat, CultureInfo.InvariantCulture));
        insert.Parameters.AddWithValue("$by", record.By);
        insert.Parameters.AddWithValue("$test", record.IsTest);
        insert.Parameters.AddWithValue("$summary", record.Summary);
        insert.Parameters.AddWithValue("$report", record.Report);
        return insert.ExecuteNonQuery();
    });

    private List<T> Read<T>(SqliteConnection connection, string sql, Func<SqliteDataReader, T> read) => Explained(() =>
    {
        using var query = connection.CreateCommand();
        query.CommandText = sql;
        using var rows = query.ExecuteReader();
        var found = new List<T>();
        while (rows.Read()) found.Add(read(rows));
        return found;
    });

    private T Write<T>(Func<SqliteConnection, T> write)
    {
        using var connection = _file.OpenToWrite();
        return Explained(() => write(connection));
    }

    /// <summary>What SQLite reports on the way is told as what was found and what to change.</summary>
    private T Explained<T>(Func<T> use)
    {
        try
        {
            return use();
        }
        catch (SqliteException e)
        {
            throw _file.Failure(e);
        }
    }

    private SyncRecord ReadRecord(SqliteDataReader row) =>
        new(SqliteMemory.ReadTime(row.GetString(0), "sync_record", _file.Path), row.GetString(1), row.GetBoolean(2), row.GetString(3), row.GetString(4));
}
