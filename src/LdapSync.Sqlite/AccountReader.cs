using Microsoft.Data.Sqlite;

namespace LdapSync.Sqlite;

/// <summary>
/// Reads every account within one transaction, so what it returns is the file at one moment, whatever is written meanwhile. Accounts and addresses come by a query
/// each, both in the order of the accounts' ids, and are put together here: a join would look up the addresses of one account after the other.
/// </summary>
internal sealed class AccountReader : IDisposable
{
    /// <summary>One text for three columns: each call into SQLite costs more than what it returns.</summary>
    internal const string AddressesInOrder = """
        SELECT account_id, is_primary || canonical || char(10) || spelling
        FROM address
        ORDER BY account_id, is_primary DESC
        """;

    private readonly SqliteFile _file;
    private readonly SqliteConnection _connection;
    private readonly Statement _accounts;
    private readonly Statement _addresses;
    private bool _hasAccount;
    private long _addressOf; // the account of the address that is next; beyond them all at the end

    private AccountReader(SqliteFile file, SqliteConnection connection)
    {
        (_file, _connection) = (file, connection);
        using (var begin = new Statement(connection, "BEGIN")) begin.Run();
        try
        {
            _accounts = new Statement(connection, "SELECT id, kind, source_id FROM account ORDER BY id");
            _addresses = new Statement(connection, AddressesInOrder);
            _hasAccount = _accounts.Next();
            NextAddress();
        }
        catch
        {
            // A statement that is left behind would keep its lock on the file.
            _accounts?.Dispose();
            _addresses?.Dispose();
            throw;
        }
    }

    /// <summary>Null where there is no file yet.</summary>
    public static AccountReader? Open(SqliteFile file)
    {
        var connection = file.OpenToRead();
        if (connection is null) return null;
        try
        {
            return new AccountReader(file, connection);
        }
        catch (SqliteException e)
        {
            connection.Dispose();
            throw file.Failure(e);
        }
    }

    /// <summary>Reads the next accounts; none at the end.</summary>
    /// <exception cref="TargetException">The file cannot be read, or an account has no primary address.</exception>
    public AccountRows Next(AccountRows rows, int most, CancellationToken cancellationToken)
    {
        rows.Clear();
        try
        {
            while (_hasAccount && rows.Count < most)
            {
                cancellationToken.ThrowIfCancellationRequested();
                ReadAccount(rows);
            }
        }
        catch (SqliteException e)
        {
            throw _file.Failure(e);
        }
        return rows;
    }

    public void Dispose()
    {
        _addresses.Dispose();
        _accounts.Dispose();
        _connection.Dispose();
    }

    private void ReadAccount(AccountRows rows)
    {
        var id = _accounts.Number(0);
        // Addresses of no account are passed over: the account was deleted by hand, without its rows in 'address'.
        while (_addressOf < id) NextAddress();
        var row = _addressOf == id ? _addresses.Octets(1) : [];
        if (!row.StartsWith("1"u8))
        {
            throw new TargetException(
                $"'{_file.Path}' was changed by hand: the account with id {id} has no primary address. "
                + "Give one of its rows in 'address' is_primary = 1, or delete it from 'account'.");
        }
        rows.AddAccount(KindText.Read(_accounts.Octets(1)), _accounts.Text(2));
        rows.AddAddress(row[1..]);
        for (NextAddress(); _addressOf == id; NextAddress()) rows.AddAddress(_addresses.Octets(1)[1..]);
        _hasAccount = _accounts.Next();
    }

    private void NextAddress() => _addressOf = _addresses.Next() ? _addresses.Number(0) : long.MaxValue;
}
