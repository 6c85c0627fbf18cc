using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace LdapSync.Sqlite;

/// <summary>
/// An SQL statement that is prepared once and run often. By SQLite's own functions: for one row, the commands of ADO.NET cost as much as the row. Its parameters are
/// <c>?1</c>, <c>?2</c>, …; it belongs to whatever transaction its connection is in.
/// </summary>
internal sealed class Statement : IDisposable
{
    private const int UsualOctets = 512;

    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;

    /// <exception cref="SqliteException">The file does not have what it names, or cannot be used.</exception>
    public Statement(SqliteConnection connection, string sql)
    {
        _database = connection.Handle!;
        Check(raw.sqlite3_prepare_v2(_database, sql, out _statement));
    }

    /// <summary>Runs it with these parameters; the number of rows it changed.</summary>
    /// <exception cref="SqliteException">It failed, and changed nothing.</exception>
    public int Run(params ReadOnlySpan<string?> texts)
    {
        for (var i = 0; i < texts.Length; i++) Bind(i + 1, texts[i]);
        while (Next())
        {
        }
        return raw.sqlite3_changes(_database);
    }

    /// <summary>Sets a parameter.</summary>
    public Statement Bind(int parameter, string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            Check(text is null ? raw.sqlite3_bind_null(_statement, parameter) : raw.sqlite3_bind_text(_statement, parameter, text));
            return this;
        }
        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        var octets = most <= UsualOctets ? stackalloc byte[UsualOctets] : new byte[most];
        Check(raw.sqlite3_bind_text(_statement, parameter, octets[..Encoding.UTF8.GetBytes(text, octets)]));
        return this;
    }

    /// <summary>Sets a parameter.</summary>
    public Statement Bind(int parameter, long number)
    {
        Check(raw.sqlite3_bind_int64(_statement, parameter, number));
        return this;
    }

    /// <summary>Whether there is a row for this parameter.</summary>
    public bool Has(string text)
    {
        var has = Bind(1, text).Next();
        if (has) Reset();
        return has;
    }

    /// <summary>Goes to the first or next row. After the last one, and after a failure, the statement is ready to be run again.</summary>
    public bool Next()
    {
        var code = raw.sqlite3_step(_statement);
        if (code == raw.SQLITE_ROW) return true;
        raw.sqlite3_reset(_statement); // repeats the code
        Check(code);
        return false;
    }

    /// <summary>Leaves the rows that are left.</summary>
    public void Reset() => raw.sqlite3_reset(_statement);

    /// <summary>A number of this row.</summary>
    public long Number(int column) => raw.sqlite3_column_int64(_statement, column);

    /// <summary>A text of this row, in UTF-8; valid until the next row. Nothing for null too.</summary>
    public ReadOnlySpan<byte> Octets(int column) => raw.sqlite3_column_blob(_statement, column);

    /// <summary>A text of this row; null for null.</summary>
    public string? Text(int column) =>
        raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL ? null : Encoding.UTF8.GetString(Octets(column));

    public void Dispose() => _statement.Dispose();

    private void Check(int code)
    {
        if (code is not (raw.SQLITE_OK or raw.SQLITE_DONE)) SqliteException.ThrowExceptionForRC(code, _database);
    }
}
