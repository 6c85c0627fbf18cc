using System.Globalization;
using LdapSync.Planning;
using Microsoft.Data.Sqlite;

namespace LdapSync.Sqlite;

/// <summary>What one sync leaves to the next, in its two tables.</summary>
internal static class SqliteMemory
{
    // UTC with a fixed width, as the times of the records are.
    public const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'";

    /// <exception cref="TargetException">A row was changed by hand into something that is no address or time.</exception>
    public static SyncMemory Read(SqliteConnection connection, string path)
    {
        var absences = new Dictionary<EmailAddress, Absence>();
        var owned = new List<EmailAddress>();
        using var transaction = connection.BeginTransaction(deferred: true); // both tables as of one moment
        using (var query = Command(connection, transaction, "SELECT account, since, runs FROM absence"))
        using (var rows = query.ExecuteReader())
        {
            while (rows.Read())
            {
                var absence = new Absence(ReadTime(rows.GetString(1), "absence", path), rows.GetInt32(2));
                if (absences.TryAdd(ReadAddress(rows.GetString(0), "absence", path), absence)) continue;
                throw new TargetException($"'{path}' was changed by hand: '{rows.GetString(0)}' stands twice in 'absence', in two spellings. Delete one of the rows.");
            }
        }
        using (var query = Command(connection, transaction, "SELECT account FROM owned_account"))
        using (var rows = query.ExecuteReader())
        {
            while (rows.Read()) owned.Add(ReadAddress(rows.GetString(0), "owned_account", path));
        }
        return new SyncMemory(absences, owned);
    }

    /// <summary>Replaces what is there. The accounts that a sync owns are many and change little, so only what differs is written.</summary>
    public static void Write(SqliteConnection connection, SqliteTransaction transaction, SyncMemory memory)
    {
        Execute(connection, transaction, "DELETE FROM absence", [[]]);
        Execute(
            connection,
            transaction,
            "INSERT INTO absence (account, since, runs) VALUES ($0, $1, $2)",
            memory.Absences.Select(pair => new object[] { pair.Key.Canonical, pair.Value.Since.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture), pair.Value.Runs }));

        var known = new HashSet<string>(StringComparer.Ordinal);
        using (var query = Command(connection, transaction, "SELECT account FROM owned_account"))
        using (var rows = query.ExecuteReader())
        {
            while (rows.Read()) known.Add(rows.GetString(0));
        }
        var owned = memory.Owned.Select(account => account.Canonical).ToHashSet(StringComparer.Ordinal);
        Execute(connection, transaction, "DELETE FROM owned_account WHERE account = $0", known.Except(owned, StringComparer.Ordinal).Select(account => new object[] { account }));
        Execute(connection, transaction, "INSERT INTO owned_account (account) VALUES ($0)", owned.Except(known, StringComparer.Ordinal).Select(account => new object[] { account }));
    }

    public static DateTimeOffset ReadTime(string text, string table, string path) =>
        DateTimeOffset.TryParseExact(text, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : throw new TargetException(
                $"'{path}' was changed by hand: '{text}' in '{table}' is no time. Expected one such as 2025-01-31T12:00:00.0000000Z; correct that row.");

    private static EmailAddress ReadAddress(string text, string table, string path) =>
        EmailAddress.TryParse(text, out var address, out var reason)
            ? address
            : throw new TargetException($"'{path}' was changed by hand: '{text}' in '{table}' is no address: {reason}. Correct or delete that row.");

    private static void Execute(SqliteConnection connection, SqliteTransaction transaction, string sql, IEnumerable<object[]> rows)
    {
        using var command = Command(connection, transaction, sql);
        foreach (var row in rows)
        {
            command.Parameters.Clear();
            for (var i = 0; i < row.Length; i++) command.Parameters.AddWithValue($"${i}", row[i]);
            command.ExecuteNonQuery();
        }
    }

    private static SqliteCommand Command(SqliteConnection connection, SqliteTransaction transaction, string sql)
    {
        var command = connection.CreateCommand();
        (command.Transaction, command.CommandText) = (transaction, sql);
        return command;
    }
}
