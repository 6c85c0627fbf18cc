using Microsoft.Data.Sqlite;

namespace LdapSync.Sqlite;

/// <summary>Reads every account by one query, so what it returns is the file at one moment, whatever is written meanwhile.</summary>
internal sealed class AccountReader : IDisposable
{
    private readonly SqliteFile _file;
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _query;
    private readonly SqliteDataReader _rows;
    private bool _onRow;

    private AccountReader(SqliteFile file, SqliteConnection connection)
    {
        (_file, _connection) = (file, connection);
        _query = connection.CreateCommand();
        // A left join: an account whose addresses were deleted by hand must be found, not passed over.
        _query.CommandText = """
            SELECT account.id, kind, source_id, is_primary, canonical, spelling
            FROM account LEFT JOIN address ON account_id = account.id
            ORDER BY account.id, is_primary DESC
            """;
        _rows = _query.ExecuteReader();
        _onRow = _rows.Read();
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

    /// <summary>The next accounts; empty at the end.</summary>
    public List<MailAccount> Next(int most, CancellationToken cancellationToken)
    {
        var accounts = new List<MailAccount>(most);
        try
        {
            while (_onRow && accounts.Count < most)
            {
                cancellationToken.ThrowIfCancellationRequested();
                accounts.Add(ReadAccount());
            }
        }
        catch (SqliteException e)
        {
            throw _file.Failure(e);
        }
        return accounts;
    }

    public void Dispose()
    {
        _rows.Dispose();
        _query.Dispose();
        _connection.Dispose();
    }

    private MailAccount ReadAccount()
    {
        var id = _rows.GetInt64(0);
        if (_rows.IsDBNull(3) || !_rows.GetBoolean(3))
        {
            throw new TargetException(
                $"'{_file.Path}' was changed by hand: the account with id {id} has no primary address. "
                + "Give one of its rows in 'address' is_primary = 1, or delete it from 'account'.");
        }
        var kind = KindText.Read(_rows.GetString(1));
        var sourceId = _rows.IsDBNull(2) ? null : _rows.GetString(2);
        var primary = ReadAddress();
        List<EmailAddress>? aliases = null;
        while ((_onRow = _rows.Read()) && _rows.GetInt64(0) == id) (aliases ??= []).Add(ReadAddress());
        return new MailAccount(primary, kind, aliases) { SourceId = sourceId };
    }

    /// <summary>The key must be what the spelling says, or a change to this address would miss its row.</summary>
    private EmailAddress ReadAddress()
    {
        var (canonical, spelling) = (_rows.GetString(4), _rows.GetString(5));
        if (EmailAddress.TryParse(spelling, out var address, out var reason) && address.Canonical == canonical) return address;
        var found = reason is null ? "another address" : $"no address ({reason})";
        throw new TargetException(
            $"'{_file.Path}' was changed by hand: the row of '{canonical}' in 'address' has the spelling '{spelling}', which is {found}. Correct that row.");
    }
}
