using System.Runtime.CompilerServices;
using LdapSync.Directories.Snapshots;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace LdapSync.Directories;

/// <summary>
/// Reads a directory completely now and then, and in between asks it only for what has changed: the changes are merged into a recording of the read before, and the whole
/// result is delivered. Who reads always sees all entries, as from the directory itself.
/// </summary>
/// <remarks>
/// <para>
/// At any doubt the directory is read completely, and the log says why: nothing is recorded, another query was recorded, the directory cannot tell changes for certain,
/// what it tells does not fit what is recorded, or the recording is not what was written. A recording becomes valid with the end of a read, all at once; a read that fails,
/// is cancelled or not taken to its end leaves the one before. A snapshot that cannot be written stops nobody: the read is then complete, with a warning in the log.
/// </para>
/// <para>
/// What no directory tells as a change is seen with the next complete read: above all, what <c>User</c> newly may or may not see.
/// </para>
/// <para>
/// One query is recorded, that of syncs. Other queries, and a second read while one is under way, are passed on to the directory and leave the recording alone. Entries
/// without a stable id, or with passwords or keys, are not recorded, and then neither are the others.
/// </para>
/// </remarks>
public sealed class IncrementalSource : ILdapDirectorySource
{
    /// <summary>A directory forgets whom it deleted, Active Directory after 60 days where the forest is old, without a word to who asks later (tombstoneLifetime, [MS-ADTS] section 6.1.1.2.4.1.1).</summary>
    private static readonly TimeSpan MostAge = TimeSpan.FromDays(30);

    private readonly ILdapChangeSource _source;
    private readonly IDirectorySnapshot _snapshot;
    private readonly string _query;
    private readonly int _fullReadEvery;
    private readonly ILogger _logger;
    private int _isReading;
    private bool _isDoubtful; // the last recording could not be delivered to its end

    /// <summary>A source over another one.</summary>
    /// <param name="source">The directory.</param>
    /// <param name="snapshot">Where the last read is kept. Of this directory and query only.</param>
    /// <param name="query">What is recorded: <see cref="Mapping.DirectoryQueries.Sync"/> of the settings.</param>
    /// <param name="fullReadEvery">The first of so many reads is complete; 1 or more. With 1 nothing is recorded. Thirty days after a complete read the next one is complete too.</param>
    /// <param name="logger">Told why the directory is read completely. Default: nobody.</param>
    public IncrementalSource(ILdapChangeSource source, IDirectorySnapshot snapshot, DirectoryQuery query, int fullReadEvery, ILogger<IncrementalSource>? logger = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(snapshot);
        ArgumentNullException.ThrowIfNull(query);
        ArgumentOutOfRangeException.ThrowIfLessThan(fullReadEvery, 1);
        (_source, _snapshot, _fullReadEvery) = (source, snapshot, fullReadEvery);
        _query = SnapshotHeader.HashOf(source.Name, query);
        _logger = logger ?? NullLogger<IncrementalSource>.Instance;
    }

    /// <summary>The directory's.</summary>
    public string Name => _source.Name;

    /// <summary>The clock of <see cref="ReadIncrement.LastCompleteRead"/> and of durations. Default: the system's.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <inheritdoc/>
    public async IAsyncEnumerable<LdapEntry> ReadAsync(DirectoryQuery query, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (_fullReadEvery == 1 || SnapshotHeader.HashOf(Name, query) != _query || Interlocked.Exchange(ref _isReading, 1) == 1)
        {
            await foreach (var entry in _source.ReadAsync(query, cancellationToken).ConfigureAwait(false)) yield return entry;
            yield break;
        }
        ISnapshotTransaction? transaction = null;
        try
        {
            transaction = await BeginAsync(query, cancellationToken).ConfigureAwait(false);
            var increment = transaction is null ? null : await MergeAsync(transaction, query, cancellationToken).ConfigureAwait(false);
            var entries = increment is not null ? ReadMergedAsync(increment, query, cancellationToken)
                : transaction is not null ? ReadAndRecordAsync(transaction, query, cancellationToken)
                : _source.ReadAsync(query, cancellationToken);
            await foreach (var entry in entries.ConfigureAwait(false)) yield return entry;
        }
        finally
        {
            if (transaction is not null) await EndAsync(transaction).ConfigureAwait(false);
            Volatile.Write(ref _isReading, 0);
        }
    }

    private async IAsyncEnumerable<LdapEntry> ReadAndRecordAsync(ISnapshotTransaction transaction, DirectoryQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var began = Clock.GetUtcNow();
        var latest = new Latest<ChangeToken>(query.Token);
        var recorder = new SnapshotRecorder(transaction, Name, _logger, cancellationToken);
        await using var _ = recorder.ConfigureAwait(false);
        ChangeToken? token = null;
        var isFirst = true;
        await foreach (var entry in _source.ReadAsync(query with { Token = latest }, cancellationToken).ConfigureAwait(false))
        {
            if (isFirst) token = latest.Value; // one that is told later would leave out what has changed meanwhile
            isFirst = false;
            await recorder.AddAsync(entry).ConfigureAwait(false);
            yield return entry;
        }
        if (await recorder.CompleteAsync(_query, isFirst ? latest.Value : token, began).ConfigureAwait(false)) _isDoubtful = false;
    }

    private async IAsyncEnumerable<LdapEntry> ReadMergedAsync(Increment increment, DirectoryQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (merge, token) = (increment.Merge, increment.Token);
        query.Token?.Report(token);
        var count = 0L;
        try
        {
            await foreach (var entry in merge.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                count++;
                yield return entry;
            }
        }
        finally
        {
            _isDoubtful = merge.HasFailed;
        }
        Log.Merged(_logger, Name, merge.Changed, merge.Gone, count);
        await CommitAsync(merge, cancellationToken).ConfigureAwait(false);
        var evidence = increment.Evidence ?? new ReadEvidence(Name, 0, 0, 0, [], null, TimeSpan.Zero);
        query.Evidence?.Report(evidence with
        {
            Entries = count,
            Duration = Clock.GetElapsedTime(increment.Started),
            Increment = new ReadIncrement(merge.Changed, merge.Gone, increment.LastCompleteRead),
        });
    }

    /// <summary>The snapshot, or null where nothing can be recorded.</summary>
    private async Task<ISnapshotTransaction?> BeginAsync(DirectoryQuery query, CancellationToken cancellationToken)
    {
        try
        {
            Recordable.Check(query);
            return await _snapshot.BeginAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Log.NotRecorded(_logger, Name, RecordingException.Describe(exception));
            return null;
        }
    }

    /// <summary>The recording with what has changed, or null where everything has to be read.</summary>
    private async Task<Increment?> MergeAsync(ISnapshotTransaction transaction, DirectoryQuery query, CancellationToken cancellationToken)
    {
        try
        {
            var started = Clock.GetTimestamp();
            var header = transaction.Header is { } text ? SnapshotHeader.Parse(text) : null;
            if (WhyDue(header, query) is { } due)
            {
                Log.ReadCompletely(_logger, Name, due);
                return null;
            }
            var (token, evidence) = (new Latest<ChangeToken>(), new Latest<ReadEvidence>());
            var changes = await _source.ReadChangesAsync(query with { Token = token, Evidence = evidence }, new ChangeToken(header!.Token), cancellationToken).ConfigureAwait(false);
            if (changes is null)
            {
                Log.ReadCompletely(_logger, Name, "it cannot tell for certain what has changed");
                return null;
            }
            if (token.Value is null) throw new RecordingException("it has told changes, but not up to which moment");
            var merge = await SnapshotMerge.MakeAsync(transaction, header, changes, token.Value, cancellationToken).ConfigureAwait(false);
            return new Increment(merge, token.Value, evidence.Value, header.LastCompleteRead, started);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested && !CannotBeRead(exception))
        {
            Log.Doubt(_logger, Name, RecordingException.Describe(exception));
            return null;
        }
    }

    /// <summary>
    /// No server answers, or none lets the user in: a complete read would only try the password once more, and accounts get locked for that. What took too long may
    /// be the changes' fault.
    /// </summary>
    private static bool CannotBeRead(Exception exception) => exception is SourceException { InnerException: not (null or TimeoutException) };

    private string? WhyDue(SnapshotHeader? header, DirectoryQuery query)
    {
        if (header is null) return "nothing is recorded yet";
        if (header.Query != _query) return "another query is recorded";
        if (query.MustBeComplete) return "that was asked for";
        if (_isDoubtful) return "the last recording was not delivered to its end";
        var age = Clock.GetUtcNow() - header.LastCompleteRead;
        if (age > MostAge || age < TimeSpan.Zero) return "the last complete read is long ago, or lies in the future";
        return header.Increments + 1 < _fullReadEvery ? null : "that is due";
    }

    private async Task CommitAsync(SnapshotMerge merge, CancellationToken cancellationToken)
    {
        try
        {
            await merge.CommitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Log.NotRecorded(_logger, Name, RecordingException.Describe(exception));
        }
    }

    private async Task EndAsync(ISnapshotTransaction transaction)
    {
        try
        {
            await transaction.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Log.NotRecorded(_logger, Name, RecordingException.Describe(exception));
        }
    }

    private sealed record Increment(SnapshotMerge Merge, ChangeToken Token, ReadEvidence? Evidence, DateTimeOffset LastCompleteRead, long Started);
}
