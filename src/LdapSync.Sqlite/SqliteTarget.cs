using System.Runtime.CompilerServices;
using LdapSync.Planning;
using LdapSync.Targets;
using Microsoft.Data.Sqlite;

namespace LdapSync.Sqlite;

/// <summary>
/// Accounts and aliases in one SQLite file, which a <see cref="SqliteHistory"/> may share. A batch is one transaction: all of it is in the file or, after an
/// exception or a crash, nothing of it. The file is made by the first write; reading one that does not exist finds no accounts and creates nothing.
/// </summary>
/// <remarks>
/// <para>Durability: when <see cref="ApplyAsync"/> has returned, its changes are on the disk and outlive a power failure (write-ahead log, synchronous=FULL).
/// Others may read the file meanwhile, and see whole batches. The log (<c>-wal</c> and <c>-shm</c> beside the file) lives from the first write until
/// <see cref="Dispose"/>, or until the last reader has closed; copy the file after that, or with SQLite's own backup.</para>
/// <para>SQLite has no asynchronous I/O: the methods do their blocking work on the thread pool, and see a cancellation between statements, not while they wait
/// up to 10 seconds for another process that holds the file. Safe for use from several threads.</para>
/// <para>For people with the <c>sqlite3</c> shell there are two views, <c>accounts</c> and <c>aliases</c>.</para>
/// </remarks>
public sealed class SqliteTarget : ISyncTarget, IDisposable
{
    private const int AccountsPerHop = 1000; // to the thread pool and back: rare enough to cost nothing, small enough to stream

    private readonly SqliteFile _file;
    private readonly Lock _gate = new();
    private SqliteConnection? _connection;
    private AccountWriter? _writer;
    private bool _disposed;

    /// <summary>Names the file; nothing is opened yet.</summary>
    /// <param name="path">Where the file is or shall be. Its folder must exist.</param>
    public SqliteTarget(string path)
        : this(new SqliteFile(path))
    {
    }

    internal SqliteTarget(SqliteFile file) => _file = file;

    /// <summary>The file's name without its folder.</summary>
    public string Name => Path.GetFileName(_file.Path);

    /// <summary>Accounts can be renamed, aliases moved at once, and ids are kept.</summary>
    public TargetCapabilities Capabilities => TargetCapabilities.Rename | TargetCapabilities.AtomicMove | TargetCapabilities.SourceIds;

    /// <inheritdoc/>
    /// <remarks>In the order in which the accounts were added; the state of the file at one moment.</remarks>
    public async IAsyncEnumerable<MailAccount> ReadAccountsAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var reader = await Task.Run(() => AccountReader.Open(_file), cancellationToken).ConfigureAwait(false);
        if (reader is null) yield break;
        var (filling, spare) = (new AccountRows(_file.Path), new AccountRows(_file.Path));
        var next = FillAsync();
        try
        {
            while (await next.ConfigureAwait(false) is { Count: > 0 } rows)
            {
                (filling, spare) = (spare, rows);
                next = FillAsync(); // SQLite finds the next rows while these become accounts
                foreach (var account in rows.ToAccounts()) yield return account;
            }
        }
        finally
        {
            // Not before it is let go of, whether anybody waits for it or not.
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        Task<AccountRows> FillAsync() => Task.Run(() => reader.Next(filling, AccountsPerHop, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    /// <remarks>One transaction, in the order given. An account to add that is there gets the kind and the source id that the change asks for.</remarks>
    /// <exception cref="OperationCanceledException">Cancelled: nothing of the batch is applied.</exception>
    public Task<IReadOnlyList<ChangeOutcome>> ApplyAsync(IReadOnlyList<AccountChange> batch, CancellationToken cancellationToken = default) =>
        Task.Run<IReadOnlyList<ChangeOutcome>>(() => Apply(batch, cancellationToken), cancellationToken);

    /// <summary>Closes the file and folds the log into it.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            Close();
        }
    }

    private List<ChangeOutcome> Apply(IReadOnlyList<AccountChange> batch, CancellationToken cancellationToken)
    {
        if (batch.Count == 0) return [];
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            try
            {
                return OpenWriter().Apply(batch, cancellationToken);
            }
            catch (SqliteException e)
            {
                // The next batch opens the file anew and so looks at it with fresh eyes.
                Close();
                throw _file.Failure(e);
            }
        }
    }

    private AccountWriter OpenWriter()
    {
        if (_writer is not null) return _writer;
        _connection = _file.OpenToWrite();
        _writer = new AccountWriter(_connection);
        SetJournal(_connection, "WAL");
        return _writer;
    }

    private void Close()
    {
        _writer?.Dispose();
        _writer = null;
        if (_connection is null) return;
        // Back to a file that stands alone: it can be copied, and read where nothing may be written.
        SetJournal(_connection, "DELETE");
        _connection.Dispose();
        _connection = null;
    }

    // Without waiting and throwing: where another process reads at this moment or the disk is full, the mode stays as it is, and every
    // promise holds in either mode.
    private void SetJournal(SqliteConnection connection, string mode)
    {
        SQLitePCL.raw.sqlite3_busy_timeout(connection.Handle, 0);
        SQLitePCL.raw.sqlite3_exec(connection.Handle, $"PRAGMA journal_mode = {mode}");
        _file.BePatient(connection);
    }
}
