using LdapSync.Planning;
using LdapSync.Targets;
using Microsoft.Data.Sqlite;

namespace LdapSync.Sqlite;

/// <summary>A folder of its own for each test, and the words the tests are written in.</summary>
public abstract class SqliteTest : IDisposable
{
    protected SqliteTest() => FilePath = Path.Combine(Folder, "mail.db");

    protected string Folder { get; } = Directory.CreateTempSubdirectory("ldapsync-").FullName;

    protected string FilePath { get; }

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public virtual void Dispose()
    {
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    protected static async Task ApplyAllAsync(SqliteTarget target, params AccountChange[] changes)
    {
        foreach (var batch in changes.Chunk(1000))
            (await target.ApplyAsync(batch, Cancellation)).Should().OnlyContain(o => o.Status == OutcomeStatus.Applied);
    }

    /// <summary>Applies on the test's file and closes it.</summary>
    protected async Task<IReadOnlyList<ChangeOutcome>> ApplyAsync(params AccountChange[] batch)
    {
        using var target = new SqliteTarget(FilePath);
        return await target.ApplyAsync(batch, Cancellation);
    }

    /// <summary>Every account in one line each: <c>Ann@example.com mailbox: a@…, b@… (source id)</c>; sorted.</summary>
    protected static async Task<string[]> ReadAsync(SqliteTarget target)
    {
        var lines = new List<string>();
        await foreach (var account in target.ReadAccountsAsync(Cancellation)) lines.Add(Describe(account));
        return [.. lines.Order(StringComparer.Ordinal)];
    }

    protected async Task<string[]> ReadAsync(string? path = null)
    {
        using var target = new SqliteTarget(path ?? FilePath);
        return await ReadAsync(target);
    }

    protected static string Describe(MailAccount account) =>
        $"{account.Primary} {(account.Kind == AccountKind.Mailbox ? "mailbox" : "list")}: {string.Join(", ", account.Aliases.Order())} ({account.SourceId})";

    protected static SqliteConnection Connect(string path)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = 1 }.ToString());
        connection.Open();
        return connection;
    }

    /// <summary>Runs SQL on the file behind the target's back.</summary>
    protected static object? Sql(string path, string sql)
    {
        using var connection = Connect(path);
        return Sql(connection, sql);
    }

    protected static object? Sql(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    protected string[] Files() => [.. Directory.GetFileSystemEntries(Folder).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];
}
