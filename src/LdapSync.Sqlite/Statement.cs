using Microsoft.Data.Sqlite;

namespace LdapSync.Sqlite;

/// <summary>An SQL statement that is prepared once and run often. Its parameters are all text and are named <c>$1</c>, <c>$2</c>, …</summary>
internal sealed class Statement : IDisposable
{
    private readonly SqliteCommand _command;

    public Statement(SqliteConnection connection, string sql, int parameters = 0)
    {
        _command = connection.CreateCommand();
        _command.CommandText = sql;
        for (var i = 1; i <= parameters; i++) _command.Parameters.Add(string.Create(null, $"${i}"), SqliteType.Text);
        _command.Prepare();
    }

    /// <summary>The transaction that the next runs belong to.</summary>
    public SqliteTransaction? Transaction
    {
        get => _command.Transaction;
        set => _command.Transaction = value;
    }

    /// <summary>Runs it; the number of rows it changed.</summary>
    public int Run(params ReadOnlySpan<string?> values)
    {
        Bind(values);
        return _command.ExecuteNonQuery();
    }

    /// <summary>Runs it for its rows.</summary>
    public SqliteDataReader Query(params ReadOnlySpan<string?> values)
    {
        Bind(values);
        return _command.ExecuteReader();
    }

    public void Dispose() => _command.Dispose();

    private void Bind(ReadOnlySpan<string?> values)
    {
        for (var i = 0; i < values.Length; i++) _command.Parameters[i].Value = (object?)values[i] ?? DBNull.Value;
    }
}
