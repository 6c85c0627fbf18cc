using System.Globalization;
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
    /// <remarks>Ordered by when the sync began; of two at the same moment the one that was stored later comes first. Times are UTC.</remarks>
    /// <exception cref="TargetException">The file cannot be read.</exception>
    public Task<IReadOnlyList<SyncRecord>> ListAsync(int most = 20, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        return Task.Run<IReadOnlyList<SyncRecord>>(() => List(most, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    /// <remarks>One statement; on the disk when it returns.</remarks>
    public Task<bool> TryUseApprovalAsync(PlanApproval approval, CancellationToken cancellationToken = default) =>
        Task.Run(() => TryUse(approval), cancellationToken);

    private bool TryUse(PlanApproval approval)
    {
        using var connection = _file.OpenToWrite();
        try
        {
            using var insert = connection.CreateCommand();
            insert.CommandText = "INSERT INTO used_approval (checksum, approval) VALUES ($checksum, $approval) ON CONFLICT DO NOTHING";
            insert.Parameters.AddWithValue("$checksum", approval.Checksum);
            insert.Parameters.AddWithValue("$approval", approval.ToJson());
            return insert.ExecuteNonQuery() == 1;
        }
        catch (SqliteException e)
        {
            throw _file.Failure(e);
        }
    }

    private SyncMemory Recall()
    {
        using var connection = _file.OpenToRead();
        try
        {
            return connection is null || SqliteSchema.VersionOf(connection, _file.Path) < SqliteSchema.VersionWithMemory ? SyncMemory.Empty : SqliteMemory.Read(connection, _file.Path);
        }
        catch (SqliteException e)
        {
            throw _file.Failure(e);
        }
    }

    private void Remember(SyncMemory memory)
    {
        using var connection = _file.OpenToWrite();
        try
        {
            using var transaction = connection.BeginTransaction(deferred: false);
            SqliteMemory.Write(connection, transaction, memory);
            transaction.Commit();
        }
        catch (SqliteException e)
        {
            throw _file.Failure(e);
        }
    }

    private void Append(SyncRecord record)
    {
        using var connection = _file.OpenToWrite();
        try
        {
            using var insert = connection.CreateCommand();
            insert.CommandText = "INSERT INTO sync_record (started, started_by, is_test, summary, report) VALUES ($started, $by, $test, $summary, $report)";
            insert.Parameters.AddWithValue("$started", record.When.UtcDateTime.ToString(SqliteMemory.TimeFormat, CultureInfo.InvariantCulture));
            insert.Parameters.AddWithValue("$by", record.By);
            insert.Parameters.AddWithValue("$test", record.IsTest);
            insert.Parameters.AddWithValue("$summary", record.Summary);
            insert.Parameters.AddWithValue("$report", record.Report);
            insert.ExecuteNonQuery();
        }
        catch (SqliteException e)
        {
            throw _file.Failure(e);
        }
    }

    private List<SyncRecord> List(int most, CancellationToken cancellationToken)
    {
        using var connection = _file.OpenToRead();
        if (connection is null) return [];
        try
        {
            using var query = connection.CreateCommand();
            query.CommandText = "SELECT started, started_by, is_test, summary, report FROM sync_record ORDER BY started DESC, id DESC LIMIT $most";
            query.Parameters.AddWithValue("$most", most);
            using var rows = query.ExecuteReader();
            var records = new List<SyncRecord>();
            while (rows.Read())
            {
                cancellationToken.ThrowIfCancellationRequested();
                records.Add(new SyncRecord(SqliteMemory.ReadTime(rows.GetString(0), "sync_record", _file.Path), rows.GetString(1), rows.GetBoolean(2), rows.GetString(3), rows.GetString(4)));
            }
            return records;
        }
        catch (SqliteException e)
        {
            throw _file.Failure(e);
        }
    }
}
