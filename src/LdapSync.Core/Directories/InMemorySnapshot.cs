using System.Runtime.CompilerServices;

namespace LdapSync.Directories;

/// <summary>A snapshot in memory, for tests and for hosts that keep running and want no file: the first read after a start is then a complete one. Thread-safe.</summary>
public sealed class InMemorySnapshot : IDirectorySnapshot
{
    private readonly Lock _gate = new();
    private SortedDictionary<long, ReadOnlyMemory<byte>> _rows = [];
    private string? _header;
    private bool _isHeld;

    /// <inheritdoc/>
    public Task<ISnapshotTransaction> BeginAsync(CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            if (_isHeld) throw new InvalidOperationException("Another read holds this snapshot.");
            _isHeld = true;
            return Task.FromResult<ISnapshotTransaction>(new Transaction(this));
        }
    }

    private sealed class Transaction(InMemorySnapshot snapshot) : ISnapshotTransaction
    {
        private readonly SortedDictionary<long, ReadOnlyMemory<byte>> _rows = new(snapshot._rows);
        private bool _isDisposed;

        public string? Header { get; } = snapshot._header;

        public async IAsyncEnumerable<SnapshotRow> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            await Task.CompletedTask.ConfigureAwait(false); // an async iterator has to await something
            foreach (var (number, octets) in _rows)
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return new SnapshotRow(number, octets);
            }
        }

        public Task ClearAsync(CancellationToken cancellationToken = default)
        {
            _rows.Clear();
            return Task.CompletedTask;
        }

        public Task PutAsync(IReadOnlyList<SnapshotRow> rows, CancellationToken cancellationToken = default)
        {
            foreach (var row in rows) _rows[row.Number] = row.Octets;
            return Task.CompletedTask;
        }

        public Task RemoveAsync(IReadOnlyList<long> numbers, CancellationToken cancellationToken = default)
        {
            foreach (var number in numbers) _rows.Remove(number);
            return Task.CompletedTask;
        }

        public Task CommitAsync(string header, CancellationToken cancellationToken = default)
        {
            cancellationToken.ThrowIfCancellationRequested();
            lock (snapshot._gate) (snapshot._rows, snapshot._header) = (_rows, header);
            return Task.CompletedTask;
        }

        public ValueTask DisposeAsync()
        {
            lock (snapshot._gate)
            {
                if (!_isDisposed) snapshot._isHeld = false;
                _isDisposed = true;
            }
            return ValueTask.CompletedTask;
        }
    }
}
