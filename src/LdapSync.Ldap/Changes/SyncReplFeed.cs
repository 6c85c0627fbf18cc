using LdapSync.Directories;
using LdapSync.Ldap.Protocol;

namespace LdapSync.Ldap.Changes;

/// <summary>LDAP Content Synchronization (RFC 4533), refreshOnly, as OpenLDAP has it with the overlay syncprov (slapo-syncprov).</summary>
/// <remarks>
/// OpenLDAP's cookie is a moment of the database (change sequence numbers), whatever was searched. Other servers bind it to the search that gave it: they refuse the
/// second one, and are read completely every time.
/// </remarks>
internal sealed class SyncReplFeed : ChangeFeed
{
    public const string Kind = "syncrepl";

    private const string Csn = "contextCSN", HasSubordinates = "hasSubordinates";

    /// <summary>
    /// Attributes that follow other entries, without a change of their own: computed ones, and those that overlays keep without a trace (slapo-memberof).
    /// </summary>
    private static readonly string[] Following = ["memberOf", "entryDN", HasSubordinates, "numSubordinates", "subschemaSubentry"];

    // A server shows an entry only to who may search what the filter names (slapd.access). Whoever has been recorded has shown an entryUUID, and may hide its classes.
    private static readonly LdapFilter Everything = LdapFilter.Parse("(|(objectClass=*)(entryUUID=*))");

    private readonly DirectoryQuery _query;

    private SyncReplFeed(LdapSession session, DirectoryQuery query, DistinguishedName context, string digest, string csns)
        : base(session, context, Kind, digest, csns) => _query = query;

    public override IdAttribute Id => IdAttribute.EntryUuid;

    public static async Task<ChangeFeed> OpenAsync(LdapSession session, DirectoryQuery query, string user, DistinguishedName context, CancellationToken cancellationToken)
    {
        if (AttributesOf(query).FirstOrDefault(name => Following.Contains(name, StringComparer.OrdinalIgnoreCase)) is { } following)
            throw new DoubtException($"{following} changes without a change of its entry");
        var suffix = await session.ReadEntryAsync(context.ToLdap(), [Csn], cancellationToken).ConfigureAwait(false);
        var csns = suffix is null ? [] : suffix.Texts(Csn).Order(StringComparer.Ordinal).ToList();
        if (csns.Count == 0 || csns.Exists(csn => csn.AsSpan().ContainsAny(' ', ','))) throw new DoubtException("the server does not tell how far it is, or not to User");
        return new SyncReplFeed(session, query, context, QueryDigest.Of(query, user, [context.ToString()]), string.Join(',', csns));
    }

    /// <summary>By a search of the suffix alone.</summary>
    protected override async Task<ReadOnlyMemory<byte>> CookieAsync(CancellationToken cancellationToken)
    {
        await CheckIdsAsync(cancellationToken).ConfigureAwait(false);
        var answer = await AskAsync(isOfOneEntry: true, ReadOnlyMemory<byte>.Empty, 1, cancellationToken).ConfigureAwait(false);
        return DoneOf(answer).Cookie ?? throw new DoubtException("the server gives no cookie");
    }

    protected override async Task<(ChangeHints Hints, ReadOnlyMemory<byte> Cookie)> HintsAsync(ReadOnlyMemory<byte> cookie, CancellationToken cancellationToken)
    {
        var answer = await AskAsync(isOfOneEntry: false, cookie, MostHints, cancellationToken).ConfigureAwait(false);
        var hints = new Collected();
        foreach (var message in answer.Messages)
        {
            if (message.Name != SyncControl.InfoOid) throw new DoubtException("the server says something else beside what has changed");
            hints.Add(SyncControl.ReadInfo(message.Value.Span));
        }
        foreach (var (entry, controls) in answer.Entries) hints.Add(entry, SyncControl.ReadState(Single(controls, SyncControl.StateOid)), Id.Of(entry), entry.Texts(HasSubordinates).FirstOrDefault());
        return hints.End(DoneOf(answer), cookie);
    }

    /// <summary>Each server that writes has a number of its own; none may have gone back.</summary>
    protected override bool IsReached(string earlier, string now) =>
        earlier.Split(',').All(csn => now.Split(',').Any(later => Writer(later) == Writer(csn) && string.CompareOrdinal(csn, later) <= 0));

    private async Task<ControlledAnswer> AskAsync(bool isOfOneEntry, ReadOnlyMemory<byte> cookie, int mostEntries, CancellationToken cancellationToken)
    {
        var search = new ControlledSearch(Context, isOfOneEntry, Everything, [Id.Name, HasSubordinates], SyncControl.Request(cookie), mostEntries);
        var answer = await Session.SearchAsync($"content synchronization of {ContextStep}", search, cancellationToken).ConfigureAwait(false);
        Check(answer.Result);
        // It is a part of the tree that another server has, and changes.
        if (answer.References > 0) throw new DoubtException("another server holds a part of the directory");
        return answer;
    }

    /// <summary>Entries copied from Active Directory may have its ids too, and would be recorded under these, while the server tells its own.</summary>
    private async Task CheckIdsAsync(CancellationToken cancellationToken)
    {
        if (!_query.Attributes.Contains(IdAttribute.ObjectGuid.Name, StringComparer.OrdinalIgnoreCase)) return;
        var filter = IdAttribute.ObjectGuid.Shown(_query.Filter);
        foreach (var baseDn in _query.BaseDns)
        {
            var page = await Session.SearchPageAsync(new LdapSearch(baseDn, filter, [Id.Name], PageSize: 1), ReadOnlyMemory<byte>.Empty, cancellationToken).ConfigureAwait(false);
            if (page is not { Result.Code: LdapResultCode.Success, Entries.Count: 0, Cookie.IsEmpty: true }) throw new DoubtException("entries have an objectGUID beside their entryUUID, or that cannot be told");
        }
    }

    private static SyncDone DoneOf(ControlledAnswer answer) => SyncControl.ReadDone(Single(answer.Controls, SyncControl.DoneOid));

    private static LdapControl Single(IReadOnlyList<LdapControl> controls, string oid) =>
        controls.Where(control => control.Oid == oid).ToList() is [var only] ? only : throw new DoubtException("the server does not say what it synchronizes");

    // time#count#server#modification
    private static string Writer(string csn) => csn.Split('#') is [_, _, var server, _] ? server : csn;

    /// <summary>What an answer has said so far.</summary>
    private sealed class Collected
    {
        private readonly HashSet<Guid> _ids = [];
        private readonly HashSet<Guid> _present = [];
        private readonly List<string> _moved = [];
        private ReadOnlyMemory<byte>? _cookie;
        private bool _hasPresentPhase;

        public void Add(SyncInfo info)
        {
            _cookie = info.Cookie ?? _cookie;
            _hasPresentPhase |= info.EndsPresentPhase;
            if (info.Ids is { } ids) (info.AreGone ? _ids : _present).UnionWith(ids);
            CheckCount();
        }

        public void Add(LdapEntry entry, SyncState state, Guid? shownId, string? hasSubordinates)
        {
            _cookie = state.Cookie ?? _cookie;
            (state.Kind == SyncStateKind.Present ? _present : _ids).Add(state.Id);
            CheckCount();
            if (state.Kind is not (SyncStateKind.Add or SyncStateKind.Modify)) return;
            // Whoever may not see the ids would take every changed entry for gone.
            if (shownId != state.Id) throw new DoubtException("User may not read entryUUID");
            // What has changed is not told. It may be the name, and with it the names of all below.
            if (!string.Equals(hasSubordinates, "FALSE", StringComparison.OrdinalIgnoreCase)) _moved.Add(entry.Dn);
        }

        public (ChangeHints Hints, ReadOnlyMemory<byte> Cookie) End(SyncDone done, ReadOnlyMemory<byte> cookie)
        {
            _hasPresentPhase |= !done.RefreshDeletes;
            // Nobody left, or everybody named though the gone ones are: either is more likely a mistake.
            if (_hasPresentPhase == (_present.Count == 0)) throw new DoubtException("the server contradicts itself about who is still there");
            return (new ChangeHints(_ids, _moved, new HashSet<Guid>(), _hasPresentPhase ? _present : null), done.Cookie ?? _cookie ?? cookie);
        }

        private void CheckCount()
        {
            if (_ids.Count > MostHints) throw new DoubtException($"more than {MostHints} entries have changed");
        }
    }
}
