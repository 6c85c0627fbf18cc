namespace LdapSync.Directories.Snapshots;

/// <summary>A snapshot whose disk fails when it is told to.</summary>
internal sealed class FailingSnapshot(IDirectorySnapshot snapshot) : IDirectorySnapshot
{
    /// <summary>How many more calls succeed before all fail; null: all do.</summary>
    public int? CallsLeft { get; set; }

    public async Task<ISnapshotTransaction> BeginAsync(CancellationToken cancellationToken = default)
    {
        Count();
        return new Transaction(this, await snapshot.BeginAsync(cancellationToken));
    }

    private void Count()
    {
        if (CallsLeft is not { } left) return;
        CallsLeft = left - 1;
        if (left <= 0) throw new IOException("The disk is on fire.");
    }

    private sealed class Transaction(FailingSnapshot failing, ISnapshotTransaction transaction) : ISnapshotTransaction
    {
        public string? Header => transaction.Header;

        public async IAsyncEnumerable<SnapshotRow> ReadAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            await foreach (var row in transaction.ReadAsync(cancellationToken))
            {
                failing.Count();
                yield return row;
            }
        }

        public Task ClearAsync(CancellationToken cancellationToken = default) => Do(() => transaction.ClearAsync(cancellationToken));

        public Task PutAsync(IReadOnlyList<SnapshotRow> rows, CancellationToken cancellationToken = default) => Do(() => transaction.PutAsync(rows, cancellationToken));

        public Task RemoveAsync(IReadOnlyList<long> numbers, CancellationToken cancellationToken = default) => Do(() => transaction.RemoveAsync(numbers, cancellationToken));

        public Task CommitAsync(string header, CancellationToken cancellationToken = default) => Do(() => transaction.CommitAsync(header, cancellationToken));

        public ValueTask DisposeAsync() => transaction.DisposeAsync();

        private Task Do(Func<Task> call)
        {
            failing.Count();
            return call();
        }
    }
}
