using Microsoft.Extensions.Logging;

namespace LdapSync.Directories.Snapshots;

/// <summary>
/// Records a complete read while somebody else takes its entries; the writing is done beside the reading. Whatever goes wrong ends the recording, never the read.
/// </summary>
/// <param name="transaction">Where it is recorded. Disposed by its owner, after this.</param>
/// <param name="source">The directory, for the log.</param>
/// <param name="logger">Told why nothing is recorded.</param>
/// <param name="cancellationToken">That of the read.</param>
internal sealed class SnapshotRecorder(ISnapshotTransaction transaction, string source, ILogger logger, CancellationToken cancellationToken) : IAsyncDisposable
{
    // As a page of a server: while one arrives, the one before is written.
    private const int EntriesPerWrite = 1000;

    private readonly HashSet<Guid> _ids = [];
    private readonly EntryOctets _octets = new();
    private readonly RowChecksum _checksum = new();
    private List<LdapEntry> _entries = new(EntriesPerWrite);
    private Task<bool> _writing = Task.FromResult(true);
    private long _last;

    /// <summary>Takes an entry; waits only while writing is slower than reading.</summary>
    public async ValueTask AddAsync(LdapEntry entry)
    {
        _entries.Add(entry);
        if (_entries.Count == EntriesPerWrite) await FlushAsync().ConfigureAwait(false);
    }

    /// <summary>Makes the recording valid: to be called when the read is complete.</summary>
    /// <param name="query">The hash of what was asked.</param>
    /// <param name="token">The moment at which the read began; null where the source has told none.</param>
    /// <param name="began">The same by our clock.</param>
    /// <returns>False when it could not be kept: the recording before is valid still.</returns>
    public async Task<bool> CompleteAsync(string query, ChangeToken? token, DateTimeOffset began)
    {
        await FlushAsync().ConfigureAwait(false);
        if (!await _writing.ConfigureAwait(false)) return false;
        _writing = TryAsync(async () =>
        {
            if (token is null) throw new RecordingException("it has not told a moment from which on it could tell changes");
            var header = new SnapshotHeader(SnapshotHeader.CurrentEncoding, query, token.Value, Entries: 0, Checksum: "", began, Increments: 0).Of(_checksum);
            await transaction.CommitAsync(header.ToString(), cancellationToken).ConfigureAwait(false);
        });
        return await _writing.ConfigureAwait(false);
    }

    /// <summary>Waits for the last write to end.</summary>
    public async ValueTask DisposeAsync()
    {
        await _writing.ConfigureAwait(false);
        _checksum.Dispose();
    }

    private async Task FlushAsync()
    {
        var isFirst = _last == 0;
        var entries = _entries;
        _last += entries.Count;
        if (await _writing.ConfigureAwait(false)) _writing = Task.Run(() => TryAsync(() => WriteAsync(entries, isFirst)), CancellationToken.None);
        _entries = new(EntriesPerWrite);
    }

    private async Task WriteAsync(List<LdapEntry> entries, bool isFirst)
    {
        if (isFirst) await transaction.ClearAsync(cancellationToken).ConfigureAwait(false);
        var rows = new List<SnapshotRow>(entries.Count);
        foreach (var entry in entries)
        {
            var id = Recordable.IdOf(entry);
            if (!_ids.Add(id)) throw new RecordingException("two entries have the same id");
            var row = new SnapshotRow(_ids.Count, _octets.Write(entry, id));
            _checksum.Add(row.Octets.Span);
            rows.Add(row);
        }
        await transaction.PutAsync(rows, cancellationToken).ConfigureAwait(false);
    }

    /// <returns>False when it failed, and so when nothing more is to be written.</returns>
    private async Task<bool> TryAsync(Func<Task> write)
    {
        try
        {
            await write().ConfigureAwait(false);
            return true;
        }
        catch (Exception exception)
        {
            if (!cancellationToken.IsCancellationRequested) Log.NotRecorded(logger, source, RecordingException.Describe(exception));
            return false;
        }
    }
}
