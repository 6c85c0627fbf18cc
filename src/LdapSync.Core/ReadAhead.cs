using System.Runtime.CompilerServices;

namespace LdapSync;

/// <summary>Reading that goes on while what was read is worked on.</summary>
internal static class ReadAhead
{
    private const int BatchSize = 500; // few enough to keep at hand twice, enough to make a change of threads worth while

    /// <summary>The items in batches, in their order; the next batch is read by another thread while the caller works on this one.</summary>
    /// <remarks>Never more than one batch ahead. A failure comes in place of the batch that it befell; nothing is read any more once the enumeration has ended, however it ended.</remarks>
    public static async IAsyncEnumerable<IReadOnlyList<T>> InBatches<T>(this IAsyncEnumerable<T> items, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var enumerator = items.GetAsyncEnumerator(end.Token);
        await using (enumerator.ConfigureAwait(false))
        {
            var next = Task.Run(ReadAsync, CancellationToken.None);
            try
            {
                while (await next.ConfigureAwait(false) is { Count: > 0 } batch)
                {
                    // An enumerator that has said that it is at its end is not asked again.
                    next = batch.Count == BatchSize ? Task.Run(ReadAsync, CancellationToken.None) : Task.FromResult<List<T>>([]);
                    yield return batch;
                }
            }
            finally
            {
                // Whoever wants no more need not wait for a server that stalls.
                if (!next.IsCompleted) await end.CancelAsync().ConfigureAwait(false);
                await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        async Task<List<T>> ReadAsync()
        {
            var batch = new List<T>(BatchSize);
            while (batch.Count < BatchSize && await enumerator.MoveNextAsync().ConfigureAwait(false)) batch.Add(enumerator.Current);
            return batch;
        }
    }
}
