using LdapSync.Planning;
using Microsoft.Data.Sqlite;

namespace LdapSync.Benchmarks.Syncing;

/// <summary>The same rows, written and read by Microsoft.Data.Sqlite with nothing around it: no look whether an address is free, no outcomes, no account objects.</summary>
internal static class BareSqlite
{
    private const int RowsPerTransaction = 1000; // as the target has changes in a batch

    /// <summary>What makes the tables and indices of a file.</summary>
    public static string SchemaOf(string path)
    {
        using var connection = Open(path);
        using var query = Command(connection, "SELECT group_concat(sql, ';' ORDER BY rowid) FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'");
        return (string)query.ExecuteScalar()!;
    }

    public static void Write(string path, string schema, IReadOnlyList<AccountChange> changes)
    {
        using var connection = Open(path);
        using (var create = Command(connection, $"PRAGMA journal_mode = WAL; {schema}")) create.ExecuteNonQuery();
        using var account = Command(connection, "INSERT INTO account (kind, source_id) VALUES ('mailbox', $1)", 1);
        using var address = Command(connection, "INSERT INTO address (canonical, spelling, account_id, is_primary) VALUES ($1, $2, $3, $4)", 4);
        var ids = new Dictionary<EmailAddress, long>();
        foreach (var batch in changes.Chunk(RowsPerTransaction))
        {
            using var transaction = connection.BeginTransaction();
            (account.Transaction, address.Transaction) = (transaction, transaction);
            foreach (var change in batch)
            {
                if (change.Kind == ChangeKind.AddAccount)
                {
                    Run(account, change.SourceId);
                    ids.Add(change.Account, ids.Count + 1);
                }
                Run(address, change.Address.Canonical, change.Address.ToString(), ids[change.Account], change.Kind == ChangeKind.AddAccount);
            }
            transaction.Commit();
        }
    }

    public static int Read(string path)
    {
        using var connection = Open(path);
        using var query = Command(connection, "SELECT account.id, kind, source_id, canonical, spelling FROM account JOIN address ON account_id = account.id ORDER BY account.id, is_primary DESC");
        using var rows = query.ExecuteReader();
        var octets = 0;
        while (rows.Read()) octets += rows.GetString(1).Length + (rows.IsDBNull(2) ? 0 : rows.GetString(2).Length) + rows.GetString(3).Length + rows.GetString(4).Length;
        return octets;
    }

    private static SqliteConnection Open(string path)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, ForeignKeys = true, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }

    private static SqliteCommand Command(SqliteConnection connection, string sql, int parameters = 0)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        for (var i = 1; i <= parameters; i++) command.Parameters.Add(new SqliteParameter { ParameterName = string.Create(null, $"${i}") });
        return command;
    }

    private static void Run(SqliteCommand command, params object?[] values)
    {
        for (var i = 0; i < values.Length; i++) command.Parameters[i].Value = values[i] ?? DBNull.Value;
        command.ExecuteNonQuery();
    }
}
