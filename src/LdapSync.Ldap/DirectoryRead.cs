using System.Diagnostics;
using LdapSync.Directories;
using Microsoft.Extensions.Logging;

namespace LdapSync.Ldap;

/// <summary>
/// A whole read: what the first server holds and, where referrals are followed, what it says that others hold. Each of those is a search with a session of its
/// own, one after the other. A part that cannot be read fails the whole (R1).
/// </summary>
internal sealed class DirectoryRead : IAsyncDisposable, IProgress<ReadEvidence>
{
    /// <summary>How many servers may refer one to the next; how many parts a directory may have on other servers.</summary>
    private const int MostSteps = 10, MostReferrals = 1000;

    private readonly DirectoryQuery _query;
    private readonly IProgress<ReadEvidence>? _told;
    private readonly Func<LdapServer, LdapSession>? _connect;
    private readonly ILogger _logger;
    private readonly Queue<(Referral Referral, IReadOnlyList<ReferredSearch> Trail)> _waiting = [];
    private readonly HashSet<ReferredSearch> _searched = [];
    private readonly HashSet<ReferredSearch> _elsewhere = [];
    private readonly HashSet<DistinguishedName>? _delivered;
    private readonly List<string> _followed = [];
    private readonly long _started = Stopwatch.GetTimestamp();
    private PagedSearch _search;
    private ReadEvidence? _evidence;
    private long _entries;

    /// <param name="session">Open, to the server that is asked first; belongs to the read from now on.</param>
    /// <param name="query">What is asked.</param>
    /// <param name="bases">Where; none below another.</param>
    /// <param name="connect">Makes a session, not open yet, with a server that is referred to; null: referrals are not followed.</param>
    /// <param name="logger">Told of what is followed.</param>
    public DirectoryRead(LdapSession session, DirectoryQuery query, IReadOnlyList<DistinguishedName> bases, Func<LdapServer, LdapSession>? connect, ILogger logger)
    {
        (_connect, _logger, _told) = (connect, logger, query.Evidence);
        _query = query with { Evidence = _told is null ? null : this };
        _delivered = connect is null ? null : [];
        _search = new PagedSearch(session, _query, bases, logger) { Refers = connect is null ? null : referral => Note(referral, [Start(referral)]) };
    }

    public LdapServer Server => _search.Server;

    /// <summary>Whether the page that was read last is the last one.</summary>
    public bool IsAtEnd => _search.IsAtEnd && _waiting.Count == 0;

    /// <summary>The page that was read last; it may be empty without being the end.</summary>
    public IReadOnlyList<LdapEntry> Page { get; private set; } = [];

    /// <summary>Reads the next page; false after the last.</summary>
    public async Task<bool> ReadPageAsync(CancellationToken cancellationToken)
    {
        var isRead = await _search.ReadPageAsync(cancellationToken).ConfigureAwait(false);
        while (!isRead)
        {
            if (!_waiting.TryDequeue(out var next))
            {
                Complete();
                return false;
            }
            isRead = await FollowAsync(next.Referral, next.Trail, cancellationToken).ConfigureAwait(false);
        }
        // An entry below two bases, or on two servers, is delivered once.
        Page = _delivered is null ? _search.Page : [.. _search.Page.Where(entry => !DistinguishedName.TryParse(entry.Dn, out var dn, out _) || _delivered.Add(dn))];
        _entries += Page.Count;
        return true;
    }

    public ValueTask DisposeAsync() => _search.DisposeAsync();

    /// <summary>Takes what one search has to show.</summary>
    void IProgress<ReadEvidence>.Report(ReadEvidence value) => _evidence = _evidence is null
        ? value
        : _evidence with { Pages = _evidence.Pages + value.Pages, Ranges = _evidence.Ranges + value.Ranges, References = [.. _evidence.References, .. value.References] };

    private void Complete()
    {
        if (_evidence is not null) _told?.Report(_evidence with { Entries = _entries, Followed = _followed, Duration = Stopwatch.GetElapsedTime(_started) });
    }

    private void Note(Referral referral, IReadOnlyList<ReferredSearch> trail)
    {
        if (_waiting.Count + _followed.Count == MostReferrals) throw Unreadable(referral, $"there are more than {MostReferrals} such parts");
        if (referral.IsOfWhole) _elsewhere.Add(trail[^1]);
        _waiting.Enqueue((referral, trail));
    }

    private static ReferredSearch Start(Referral referral) => new(referral.Server with { Host = referral.Server.Host.ToLowerInvariant() }, referral.Search);

    /// <summary>Reads the first page of what is referred to, from the first of its servers that delivers; false where it has been read already.</summary>
    private async Task<bool> FollowAsync(Referral referral, IReadOnlyList<ReferredSearch> trail, CancellationToken cancellationToken)
    {
        foreach (var passed in trail) _searched.Add(passed);
        var searches = Searches(referral);
        // A server that says something is elsewhere has not got it: where that leads back to one that has not got it either, nobody has.
        if (searches.Exists(search => trail.Contains(search) && (referral.IsOfWhole || _elsewhere.Contains(search)))) throw Unreadable(referral, "the servers refer to each other in a circle");
        if (searches.Exists(_searched.Contains)) return false;
        if (trail.Count > MostSteps) throw Unreadable(referral, $"more than {MostSteps} servers refer one to the next");

        Log.Following(_logger, referral.Server, $"{referral}");
        SourceException? failure = null;
        foreach (var search in searches)
        {
            try
            {
                await StartAsync(search, [.. trail, search], cancellationToken).ConfigureAwait(false);
                _followed.Add($"{referral}");
                return true;
            }
            catch (SourceException e) when (LdapErrors.NextServerMayAnswer(e))
            {
                failure = e;
            }
            catch (SyncException e)
            {
                throw Unreadable(referral, e.Message, e.InnerException);
            }
        }
        throw Unreadable(referral, failure!.Message, failure.InnerException);
    }

    private async Task StartAsync(ReferredSearch target, IReadOnlyList<ReferredSearch> trail, CancellationToken cancellationToken)
    {
        await _search.DisposeAsync().ConfigureAwait(false);
        var session = _connect!(target.Server);
        // The moment that the read began at is that of the first server.
        var query = _query with { Filter = target.Search.Filter, Token = null };
        _search = new PagedSearch(session, query, [target.Search.BaseDn], _logger) { Scope = target.Search.Scope, Refers = referral => Note(referral, trail) };
        try
        {
            await session.OpenAsync(cancellationToken).ConfigureAwait(false);
            await _search.ReadPageAsync(cancellationToken).ConfigureAwait(false);
            _searched.Add(target);
        }
        catch
        {
            await _search.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private List<ReferredSearch> Searches(Referral referral)
    {
        var searches = new List<ReferredSearch>();
        var reasons = new List<string>();
        foreach (var text in referral.Urls)
        {
            if (!LdapUrl.TryParse(text, out var url, out var reason)) reasons.Add(reason);
            else if (referral.At(url) is var search && !_searched.Contains(search) && IsAbove(search.Search.BaseDn, referral.Search.BaseDn)) reasons.Add("it leads above the base");
            else searches.Add(search);
        }
        return searches.Count > 0 ? searches : throw Unreadable(referral, string.Join("; ", reasons));
    }

    private static bool IsAbove(DistinguishedName name, DistinguishedName other) => other.IsAtOrBelow(name) && !other.Equals(name);

    private static SourceException Unreadable(Referral referral, string reason, Exception? cause = null) =>
        LdapErrors.Incomplete(
            referral.Server,
            LdapSession.SearchStep(referral.Search),
            $"another server holds {(referral.IsOfWhole ? "it" : "a part of it")}, {referral}, and cannot be read: {reason.TrimEnd('.')}",
            "correct the reference in the directory, or leave the part out by narrower BaseDns",
            cause);
}
