namespace LdapSync.Directories;

/// <summary>
/// Where <see cref="IncrementalSource"/> keeps the last read: a header and numbered rows, whose meaning is its own. It holds people's data, for their owner only.
/// </summary>
/// <remarks>
/// Any exception is taken for "cannot be used at present": the directory is then read completely and nothing is recorded. What an implementation gives back is checked
/// against a checksum, so a damaged one costs a complete read and nothing else.
/// </remarks>
public interface IDirectorySnapshot
{
    /// <summary>
    /// Begins to read and write; nobody else writes until the transaction is disposed. Fails, best at once, while somebody else holds one, in this process or another: a read
    /// takes its time, and who waits for its end could have read the directory meanwhile.
    /// </summary>
    Task<ISnapshotTransaction> BeginAsync(CancellationToken cancellationToken = default);
}

/// <summary>
/// One look at a snapshot and the changes to it: all of them are kept by <see cref="CommitAsync"/> or, when it is disposed without, or its process dies, none. One call at a time.
/// </summary>
public interface ISnapshotTransaction : IAsyncDisposable
{
    /// <summary>What was committed last; null when nothing was.</summary>
    string? Header { get; }

    /// <summary>Streams the rows in the order of their numbers, with what this transaction has written. Nothing is written during the enumeration.</summary>
    IAsyncEnumerable<SnapshotRow> ReadAsync(CancellationToken cancellationToken = default);

    /// <summary>Removes every row.</summary>
    Task ClearAsync(CancellationToken cancellationToken = default);

    /// <summary>Writes rows; one whose number is there takes its place.</summary>
    Task PutAsync(IReadOnlyList<SnapshotRow> rows, CancellationToken cancellationToken = default);

    /// <summary>Removes rows.</summary>
    Task RemoveAsync(IReadOnlyList<long> numbers, CancellationToken cancellationToken = default);

    /// <summary>Keeps what was written, with a new header; the last call.</summary>
    Task CommitAsync(string header, CancellationToken cancellationToken = default);
}

/// <summary>A row of a snapshot.</summary>
/// <param name="Number">What it is known by.</param>
/// <param name="Octets">What it holds.</param>
public readonly record struct SnapshotRow(long Number, ReadOnlyMemory<byte> Octets);
