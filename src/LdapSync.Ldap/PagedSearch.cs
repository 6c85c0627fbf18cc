using System.Diagnostics;
using LdapSync.Directories;
using Microsoft.Extensions.Logging;

namespace LdapSync.Ldap;

/// <summary>Searches each base page by page, and makes sure that the pages together are everything (R1).</summary>
internal sealed class PagedSearch(LdapSession session, DirectoryQuery query, IReadOnlyList<DistinguishedName> bases, ILogger logger)
    : IAsyncDisposable
{
    /// <summary>Entries per page; Active Directory cuts it to its MaxPageSize, 1,000 unless changed.</summary>
    public const int PageSize = 1000;

    /// <summary>How many pages without an entry may follow each other; a filter that few entries match makes some on servers that page before they filter.</summary>
    private const int MostEmptyPages = 1000;

    private readonly RangeReader _ranges = new(session);
    private readonly List<string> _passedOver = [];
    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly HashSet<string> _firstOfPages = new(StringComparer.Ordinal);
    private int _emptyPages;
    private int _base;
    private int _pages;
    private long _entries;
    private string? _state;
    private ReadOnlyMemory<byte> _cookie;

    public LdapServer Server => session.Server;

    /// <summary>How deep. Default: everything at and below each base.</summary>
    public SearchScope Scope { get; init; } = SearchScope.WholeSubtree;

    /// <summary>Told of the parts that other servers hold; null: they fail the read.</summary>
    public Action<Referral>? Refers { get; init; }

    /// <summary>The page that was read last; it may be empty without being the end.</summary>
    public IReadOnlyList<LdapEntry> Page { get; private set; } = [];

    /// <summary>Whether the page that was read last is the last one.</summary>
    public bool IsAtEnd => _base == bases.Count;

    /// <summary>Reads the next page; false after the last.</summary>
    public async Task<bool> ReadPageAsync(CancellationToken cancellationToken)
    {
        if (IsAtEnd)
        {
            Log.ReadComplete(logger, session.Server, _entries, _pages);
            query.Evidence?.Report(new ReadEvidence($"{session.Server}", _entries, _pages, _ranges.Pieces, _passedOver, _state, Stopwatch.GetElapsedTime(_started)));
            return false;
        }
        // Asked for before the first entry: whatever happened up to that state is in the read.
        if (_pages == 0 && query.Evidence is not null) _state = await ServerState.ReadAsync(session, bases[0], cancellationToken).ConfigureAwait(false);
        var search = new LdapSearch(bases[_base], query.Filter, query.Attributes, PageSize) { Scope = Scope };
        var page = await session.SearchPageAsync(search, _cookie, cancellationToken).ConfigureAwait(false);
        if (page.Result is { Code: LdapResultCode.Referral, Referrals.Count: > 0 } && Refers is not null) page = ReferAll(search, page);
        Check(search, page);
        _cookie = page.Cookie ?? throw await WithoutPagingAsync(search, page, cancellationToken).ConfigureAwait(false);
        CheckProgress(search, page);
        if (_cookie.IsEmpty) _base++;
        page = page with { Entries = await CompleteAsync(page.Entries, cancellationToken).ConfigureAwait(false) };
        (Page, _pages, _entries) = (page.Entries, _pages + 1, _entries + page.Entries.Count);
        Log.Page(logger, session.Server, page.Entries.Count, search.BaseDn);
        return true;
    }

    public ValueTask DisposeAsync() => session.DisposeAsync();

    private void Check(LdapSearch search, SearchPage page)
    {
        if (page.Result.Code == LdapResultCode.NoSuchObject) throw LdapErrors.NoSuchBase(session.Server, search.BaseDn, page.Result);
        if (page.Result.Code != LdapResultCode.Success)
            throw LdapErrors.Refused(session.Server, LdapSession.SearchStep(search), page.Result);
        foreach (var reference in page.References)
        {
            if (reference.Count > 0 && reference.All(url => NamingContexts.IsPassedOver(url, search.BaseDn)))
            {
                _passedOver.Add(Referral.Text(reference));
                Log.PassedOver(logger, session.Server, _passedOver[^1]);
            }
            else if (Refers is not null)
            {
                Refers(new Referral(reference, session.Server, search, IsOfWhole: false));
            }
            else
            {
                throw Incomplete(
                    search,
                    $"another server holds a part of it, {Referral.Text(reference)}, and is not asked",
                    "set FollowReferrals, read that part from its own server, or leave it out by narrower BaseDns");
            }
        }
    }

    /// <summary>The server holds nothing of it: what it sent before it said so is void.</summary>
    private SearchPage ReferAll(LdapSearch search, SearchPage page)
    {
        Refers!(new Referral(page.Result.Referrals, session.Server, search, IsOfWhole: true));
        return new SearchPage(new LdapResult(LdapResultCode.Success), [], [], ReadOnlyMemory<byte>.Empty);
    }

    // A deadline for each answer does not end a server that answers the same for ever. The cookie tells nothing: 389 Directory Server sends the same with every page.
    private void CheckProgress(LdapSearch search, SearchPage page)
    {
        _emptyPages = page.Entries.Count == 0 ? _emptyPages + 1 : 0;
        if (_emptyPages > MostEmptyPages) throw Incomplete(search, $"the server gave more than {MostEmptyPages} pages without an entry, and no end", "look into the server's log");
        if (page.Entries.Count > 0 && !_firstOfPages.Add(page.Entries[0].Dn)) throw Incomplete(search, "the server gave the same page twice", "look into the server's log");
    }

    private async Task<IReadOnlyList<LdapEntry>> CompleteAsync(IReadOnlyList<LdapEntry> entries, CancellationToken cancellationToken)
    {
        if (!entries.Any(HasParts)) return entries;
        var complete = new List<LdapEntry>(entries.Count);
        foreach (var entry in entries) complete.Add(HasParts(entry) ? await _ranges.CompleteAsync(entry, cancellationToken).ConfigureAwait(false) : entry);
        return complete;
    }

    private static bool HasParts(LdapEntry entry)
    {
        foreach (var attribute in entry.Attributes)
        {
            if (RangeReader.IsPart(attribute)) return true;
        }
        return false;
    }

    // 389 Directory Server answers a paged search below nothing with a success that has no paging control; asked for the base alone, it says what is wrong.
    private async Task<SyncException> WithoutPagingAsync(LdapSearch search, SearchPage page, CancellationToken cancellationToken)
    {
        const string any = "1.1"; // no attributes (RFC 4511 section 4.5.1.8)
        if (page.Entries.Count == 0 && await session.ReadEntryAsync(search.BaseDn.ToLdap(), [any], cancellationToken).ConfigureAwait(false) is null)
        {
            return LdapErrors.NoSuchBase(session.Server, search.BaseDn, new LdapResult(LdapResultCode.NoSuchObject));
        }
        return Incomplete(
            search,
            "the server ignored that the result was to come in pages, so nothing tells whether it is all",
            "allow paged results (RFC 2696) on the server");
    }

    private SourceException Incomplete(LdapSearch search, string found, string change) =>
        LdapErrors.Incomplete(session.Server, LdapSession.SearchStep(search), found, change);
}
