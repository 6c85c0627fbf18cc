using System.Diagnostics;
using LdapSync.Directories;
using Microsoft.Extensions.Logging.Abstractions;

namespace LdapSync.Ldap.Changes;

/// <summary>
/// Turns hints into changes: the entries that may have changed are asked for with the real query, on the same connection. So base, filter, rights and ranges mean
/// what they mean in a complete read, and an entry that was deleted, moved out of the base or does not match any more is one that does not come back.
/// </summary>
internal sealed class ChangeReader(LdapSession session, DirectoryQuery query, string user)
{
    /// <summary>How many ids a filter names; some thousand octets of it.</summary>
    private const int BatchSize = 200;

    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly List<ReadEvidence> _searches = [];

    /// <summary>What has changed.</summary>
    /// <exception cref="DoubtException">That cannot be told for certain.</exception>
    public async Task<DirectoryChanges> ReadAsync(ChangePoint since, CancellationToken cancellationToken)
    {
        var feed = await ChangeFeed.OpenAsync(session, query, user, cancellationToken).ConfigureAwait(false);
        var (hints, now) = await feed.SinceAsync(since, cancellationToken).ConfigureAwait(false);
        var ids = hints.Ids.ToHashSet();
        await AddBelowAsync(ids, hints.Moved, feed.Id, cancellationToken).ConfigureAwait(false);
        var changed = await AskAsync(ids, feed.Id, cancellationToken).ConfigureAwait(false);
        if (!hints.RightsChanged.IsSubsetOf(changed.Keys)) throw new DoubtException("rights have changed on an entry that others may inherit them from");

        await ReportAsync(changed.Count, cancellationToken).ConfigureAwait(false);
        query.Token?.Report(now.ToToken());
        var remaining = hints.Present?.Except(ids).Select(Text).ToHashSet(StringComparer.Ordinal);
        return new DirectoryChanges([.. changed.Values], [.. ids.Where(id => !changed.ContainsKey(id)).Select(Text)], remaining);
    }

    /// <summary>
    /// With an entry, everything below it has moved, and nothing tells so. Who was in the answer before and has not changed otherwise matches the filter still, and
    /// is found below the new name.
    /// </summary>
    private async Task AddBelowAsync(HashSet<Guid> ids, IReadOnlyList<string> moved, IdAttribute idAttribute, CancellationToken cancellationToken)
    {
        var names = moved.Select(name => DistinguishedName.TryParse(name, out var dn, out _) ? dn : throw new DoubtException("the name of a changed entry cannot be read"));
        foreach (var top in DistinguishedName.Outermost(names))
        {
            await foreach (var entry in SearchAsync(query with { BaseDns = [top], Attributes = [idAttribute.Name] }, cancellationToken).ConfigureAwait(false))
            {
                ids.Add(idAttribute.Of(entry) ?? throw NoId(idAttribute));
                if (ids.Count > ChangeFeed.MostHints) throw new DoubtException($"more than {ChangeFeed.MostHints} entries have changed or moved");
            }
        }
    }

    private async Task<Dictionary<Guid, LdapEntry>> AskAsync(HashSet<Guid> ids, IdAttribute idAttribute, CancellationToken cancellationToken)
    {
        var changed = new Dictionary<Guid, LdapEntry>();
        foreach (var batch in ids.Chunk(BatchSize))
        {
            await foreach (var entry in SearchAsync(idAttribute.Among(query, batch), cancellationToken).ConfigureAwait(false))
            {
                var id = idAttribute.Of(entry) ?? throw NoId(idAttribute);
                if (!ids.Contains(id)) throw new DoubtException("an entry came that was not asked for");
                // The recorded ones would be known by that id, and it is not what the server told.
                if (idAttribute != IdAttribute.ObjectGuid && IdAttribute.ObjectGuid.Of(entry) is not null) throw new DoubtException("an entry has an objectGUID beside its entryUUID");
                changed[id] = entry;
            }
        }
        return changed;
    }

    private async IAsyncEnumerable<LdapEntry> SearchAsync(DirectoryQuery part, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var heard = query.Evidence is null ? null : new Collector(_searches);
        // Not disposed of: the session is for the next search too.
        var search = new PagedSearch(session, part with { Evidence = heard, Token = null }, DistinguishedName.Outermost(part.BaseDns), NullLogger.Instance);
        while (await search.ReadPageAsync(cancellationToken).ConfigureAwait(false))
        {
            foreach (var entry in search.Page) yield return entry;
        }
    }

    private async Task ReportAsync(int entries, CancellationToken cancellationToken)
    {
        if (query.Evidence is null) return;
        var state = _searches is [var first, ..] ? first.State : await ServerState.ReadAsync(session, query.BaseDns[0], cancellationToken).ConfigureAwait(false);
        query.Evidence.Report(new ReadEvidence(
            $"{session.Server}",
            entries,
            _searches.Sum(search => search.Pages),
            _searches.Sum(search => search.Ranges),
            [.. _searches.SelectMany(search => search.References).Distinct(StringComparer.Ordinal)],
            state,
            Stopwatch.GetElapsedTime(_started)));
    }

    private static DoubtException NoId(IdAttribute idAttribute) => new($"an entry shows no {idAttribute.Name}");

    private static string Text(Guid id) => id.ToString();

    private sealed class Collector(List<ReadEvidence> heard) : IProgress<ReadEvidence>
    {
        public void Report(ReadEvidence value) => heard.Add(value);
    }
}
