using Microsoft.Data.Sqlite;

namespace LdapSync.Benchmarks.Baselines;

/// <summary>What somebody would do in SQL: two tables of addresses and <c>EXCEPT</c>. The tables, in memory, are filled beforehand and cost nothing.</summary>
internal sealed class SqliteDiff : IDisposable
{
    private readonly SqliteConnection _connection = new("Data Source=:memory:");

    public SqliteDiff(AddressLists lists)
    {
        _connection.Open();
        Fill("wanted", lists.Wanted);
        Fill("existing", lists.Existing);
    }

    public int Count()
    {
        using var query = _connection.CreateCommand();
        query.CommandText = """
            SELECT (SELECT count(*) FROM (SELECT account, address FROM wanted EXCEPT SELECT account, address FROM existing))
                 + (SELECT count(*) FROM (SELECT account, address FROM existing EXCEPT SELECT account, address FROM wanted))
            """;
        return (int)(long)query.ExecuteScalar()!;
    }

    public void Dispose() => _connection.Dispose();

    private void Fill(string table, string[][] accounts)
    {
        using var transaction = _connection.BeginTransaction();
        using var command = _connection.CreateCommand();
        command.CommandText = $"CREATE TABLE {table} (account TEXT, address TEXT, PRIMARY KEY (account, address)) WITHOUT ROWID";
        command.ExecuteNonQuery();
        command.CommandText = $"INSERT INTO {table} VALUES ($account, $address)";
        var (account, address) = (command.Parameters.Add("$account", SqliteType.Text), command.Parameters.Add("$address", SqliteType.Text));
        foreach (var addresses in accounts)
        {
            account.Value = addresses[0];
            foreach (var text in addresses)
            {
                address.Value = text;
                command.ExecuteNonQuery();
            }
        }
        transaction.Commit();
    }
}
