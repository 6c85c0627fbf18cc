using System.Runtime.CompilerServices;

namespace LdapSync.Directories.Snapshots;

/// <summary>Merges changes into a recording and streams the result. At any doubt it throws before it has written anything.</summary>
internal sealed class SnapshotMerge
{
    private const int RowsPerWrite = 1000;

    private readonly ISnapshotTransaction _transaction;
    private readonly SnapshotHeader _before;
    private readonly ChangeToken _token;
    private readonly EntryOctets _octets = new();
    private readonly Dictionary<Guid, LdapEntry> _changed = [];
    private readonly HashSet<Guid> _gone;
    private readonly HashSet<Guid>? _remaining;
    private readonly Dictionary<Guid, long> _numbers = []; // of those changed entries that are recorded
    private readonly HashSet<Guid> _unmoved = [];
    private readonly List<long> _removed = [];
    private readonly NameSet _arrived = new(); // names that no entry had before
    private readonly NameSet _left = new();    // names that their entry has no longer
    private long _last;
    private SnapshotHeader? _after;

    private SnapshotMerge(ISnapshotTransaction transaction, SnapshotHeader header, DirectoryChanges changes, ChangeToken token)
    {
        (_transaction, _before, _token) = (transaction, header, token);
        _gone = Ids(changes.Gone);
        _remaining = changes.Remaining is null ? null : Ids(changes.Remaining);
        if (_remaining?.Overlaps(_gone) == true) throw new RecordingException("an entry is said to be gone and to remain");
        foreach (var entry in changes.Changed)
        {
            var id = Recordable.IdOf(entry);
            if (!_changed.TryAdd(id, entry)) throw new RecordingException("two changed entries have the same id");
            if (_gone.Contains(id)) throw new RecordingException("an entry is said to be changed and to be gone");
        }
    }

    /// <summary>How many entries are new or different.</summary>
    public int Changed => _changed.Count;

    /// <summary>How many recorded entries are gone.</summary>
    public int Gone => _removed.Count;

    /// <summary>The merged recording could not be read to its end.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>Checks everything, then writes the changes to the transaction.</summary>
    /// <exception cref="RecordingException">There is a doubt.</exception>
    public static async Task<SnapshotMerge> MakeAsync(ISnapshotTransaction transaction, SnapshotHeader header, DirectoryChanges changes, ChangeToken token, CancellationToken cancellationToken)
    {
        var merge = new SnapshotMerge(transaction, header, changes, token);
        await merge.FindRowsAsync(cancellationToken).ConfigureAwait(false);
        merge.CompareNames();
        await merge.CheckNamesAsync(cancellationToken).ConfigureAwait(false);
        await merge.WriteAsync(cancellationToken).ConfigureAwait(false);
        return merge;
    }

    /// <summary>The merged recording.</summary>
    /// <exception cref="SourceException">It cannot be read to its end.</exception>
    public async IAsyncEnumerable<LdapEntry> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var checksum = new RowChecksum();
        var rows = _transaction.ReadAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using var _ = rows.ConfigureAwait(false);
        while (await NextAsync(rows, checksum, cancellationToken).ConfigureAwait(false) is { } entry) yield return entry;
        if (checksum.Rows != _before.Entries + _changed.Count - _numbers.Count - _removed.Count) throw Unreadable("some entries are missing");
        _after = (_before with { Token = _token.Value, Increments = _before.Increments + 1 }).Of(checksum);
    }

    /// <summary>Makes the merged recording valid: to be called when it was read to its end.</summary>
    public Task CommitAsync(CancellationToken cancellationToken) => _transaction.CommitAsync(_after!.ToString(), cancellationToken);

    private async ValueTask<LdapEntry?> NextAsync(IAsyncEnumerator<SnapshotRow> rows, RowChecksum checksum, CancellationToken cancellationToken)
    {
        try
        {
            if (!await rows.MoveNextAsync().ConfigureAwait(false)) return null;
            checksum.Add(rows.Current.Octets.Span);
            return _octets.Read(rows.Current.Octets);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw Unreadable(RecordingException.Describe(exception), exception);
        }
    }

    private SourceException Unreadable(string found, Exception? exception = null)
    {
        HasFailed = true;
        return new($"The recording of the last read cannot be read to its end: {found}. Read again.", exception) { IsBrokenOff = true };
    }

    /// <summary>Where the changed entries stand, who is gone, and whether every row is what was written.</summary>
    private async Task FindRowsAsync(CancellationToken cancellationToken)
    {
        using var checksum = new RowChecksum();
        await foreach (var row in _transaction.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            checksum.Add(row.Octets.Span);
            _last = row.Number;
            var id = EntryOctets.IdOf(row.Octets);
            if (_changed.TryGetValue(id, out var entry))
            {
                _numbers.Add(id, row.Number);
                // Another spelling counts: whoever stands below has it in its name too.
                if (EntryOctets.DnOf(row.Octets) is var dn && dn == entry.Dn) _unmoved.Add(id);
                else _left.Add(NameSet.PathOf(dn));
            }
            else if (IsGone(id))
            {
                _removed.Add(row.Number);
                _left.Add(NameSet.PathOf(EntryOctets.DnOf(row.Octets)));
            }
        }
        if (_before.Of(checksum) != _before) throw new RecordingException("the recording is not what was written");
    }

    private void CompareNames()
    {
        var names = new NameSet();
        foreach (var (id, entry) in _changed)
        {
            var path = NameSet.PathOf(entry.Dn);
            if (!names.Add(path)) throw new RecordingException("two changed entries have the same name");
            if (!_unmoved.Contains(id)) _arrived.Add(path);
        }
    }

    /// <summary>
    /// An entry that nobody has mentioned must not have the name of another one, nor stand below a name that is no more: then it has moved too, or is gone, and nobody has told.
    /// </summary>
    private async Task CheckNamesAsync(CancellationToken cancellationToken)
    {
        if (_arrived.IsEmpty && _left.IsEmpty) return;
        await foreach (var row in _transaction.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            var id = EntryOctets.IdOf(row.Octets);
            if (_changed.ContainsKey(id) || IsGone(id)) continue;
            var path = NameSet.PathOf(EntryOctets.DnOf(row.Octets));
            if (_arrived.Contains(path)) throw new RecordingException("two entries would have the same name");
            if (_left.ContainsAtOrAbove(path)) throw new RecordingException("an entry with others below it has moved or is gone");
        }
    }

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        if (_removed.Count > 0) await _transaction.RemoveAsync(_removed, cancellationToken).ConfigureAwait(false);
        foreach (var entries in _changed.Chunk(RowsPerWrite))
        {
            SnapshotRow[] rows = [.. entries.Select(entry => new SnapshotRow(_numbers.TryGetValue(entry.Key, out var number) ? number : ++_last, _octets.Write(entry.Value, entry.Key)))];
            await _transaction.PutAsync(rows, cancellationToken).ConfigureAwait(false);
        }
    }

    private bool IsGone(Guid id) => _gone.Contains(id) || _remaining?.Contains(id) == false;

    private static HashSet<Guid> Ids(IReadOnlyCollection<string> texts)
    {
        var ids = new HashSet<Guid>(texts.Count);
        foreach (var text in texts) ids.Add(Guid.TryParse(text, out var id) ? id : throw new RecordingException("an id is no GUID"));
        return ids;
    }
}
