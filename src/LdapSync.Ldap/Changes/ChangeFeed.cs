using LdapSync.Directories;
using LdapSync.Ldap.Protocol;

namespace LdapSync.Ldap.Changes;

/// <summary>
/// A server's own way to tell which entries of a naming context have changed. It only gives hints: what has become of the entries is asked with the real query
/// (<see cref="ChangeReader"/>). Whatever is not certain is a <see cref="DoubtException"/>.
/// </summary>
internal abstract class ChangeFeed(LdapSession session, DistinguishedName context, string kind, string digest, string state)
{
    /// <summary>With more changes than that, reading everything is as good.</summary>
    public const int MostHints = 5000;

    private const string Controls = "supportedControl", Contexts = "namingContexts";

    /// <summary>By which attribute the hints know their entries.</summary>
    public abstract IdAttribute Id { get; }

    protected LdapSession Session => session;

    protected DistinguishedName Context => context;

    protected string ContextStep => $"\"{LdapErrors.Clean(context.ToString())}\"";

    /// <summary>The way that the server of a session has for this query.</summary>
    public static async Task<ChangeFeed> OpenAsync(LdapSession session, DirectoryQuery query, string user, CancellationToken cancellationToken)
    {
        CheckNames(query);
        var root = await session.ReadEntryAsync("", [Controls, Contexts, .. DirSyncFeed.RootAttributes], cancellationToken).ConfigureAwait(false)
            ?? throw new DoubtException("the server tells nothing about itself");
        var context = ContextOf(root.Texts(Contexts), query.BaseDns);
        var controls = root.Texts(Controls).ToHashSet(StringComparer.Ordinal);
        if (controls.Contains(DirSyncControl.Oid)) return await DirSyncFeed.OpenAsync(session, query, user, context, root, cancellationToken).ConfigureAwait(false);
        if (controls.Contains(SyncControl.RequestOid)) return await SyncReplFeed.OpenAsync(session, query, user, context, cancellationToken).ConfigureAwait(false);
        throw new DoubtException("the server has neither DirSync nor content synchronization (RFC 4533)");
    }

    /// <summary>The present moment.</summary>
    public async Task<ChangePoint> NowAsync(CancellationToken cancellationToken) => At(await CookieAsync(cancellationToken).ConfigureAwait(false));

    /// <summary>What may have changed since a moment, and the moment from which to ask next time.</summary>
    public async Task<(ChangeHints Hints, ChangePoint Now)> SinceAsync(ChangePoint since, CancellationToken cancellationToken)
    {
        if (since.Kind != kind || since.Server != session.Server.ToString() || since.Digest != digest)
            throw new DoubtException("another server, database, query or user, or another schema");
        if (!IsReached(since.State, state)) throw new DoubtException("the server is not as far as it was: it was restored, or has fallen behind others");
        var (hints, cookie) = await HintsAsync(since.Cookie, cancellationToken).ConfigureAwait(false);
        return (hints, At(cookie));
    }

    /// <summary>A first cookie, without the entries that are there already.</summary>
    protected abstract Task<ReadOnlyMemory<byte>> CookieAsync(CancellationToken cancellationToken);

    protected abstract Task<(ChangeHints Hints, ReadOnlyMemory<byte> Cookie)> HintsAsync(ReadOnlyMemory<byte> cookie, CancellationToken cancellationToken);

    /// <summary>Whether a server that is in one state has been in another.</summary>
    protected abstract bool IsReached(string earlier, string now);

    protected static void Check(LdapResult result)
    {
        if (result.Code != LdapResultCode.Success) throw new DoubtException($"the server does not tell changes{LdapErrors.Codes(result)}");
    }

    private ChangePoint At(ReadOnlyMemory<byte> cookie) => new(kind, session.Server.ToString(), digest, state, cookie);

    /// <summary>Refuses queries whose answer can change without a change of the entries: by their names, or by attributes that nobody can look up.</summary>
    private static void CheckNames(DirectoryQuery query)
    {
        foreach (var item in FilterItem.Of(query.Filter))
        {
            if (item.Attribute is null) throw new DoubtException("SearchFilter looks at attributes that it does not name");
            if (item.LooksAtDn) throw new DoubtException("SearchFilter looks at names, which change with those above them");
        }
        if (query.Attributes.Count == 0) throw new DoubtException("all attributes are asked for, whatever they are");
        // OIDs, * and + among them.
        if (AttributesOf(query).FirstOrDefault(name => name.Length == 0 || !char.IsAsciiLetter(name[0]) || name.StartsWith("OID.", StringComparison.OrdinalIgnoreCase)) is { } unknown)
            throw new DoubtException($"\"{unknown}\" does not tell by name which attributes are meant");
    }

    /// <summary>Every attribute that the answer depends on, without options.</summary>
    protected static IReadOnlyList<string> AttributesOf(DirectoryQuery query) =>
        [.. query.Attributes.Select(name => name.Split(';')[0]).Concat(FilterItem.Of(query.Filter).Select(item => item.Attribute ?? "*")).Distinct(StringComparer.OrdinalIgnoreCase)];

    /// <summary>The naming context that holds all of the bases: the lowest one, since those below it are others.</summary>
    private static DistinguishedName ContextOf(IEnumerable<string> names, IReadOnlyList<DistinguishedName> bases)
    {
        var contexts = names.Select(name => DistinguishedName.TryParse(name, out var dn, out _) ? dn : null).OfType<DistinguishedName>().ToList();
        var holding = bases.Select(dn => Lowest([.. contexts.Where(dn.IsAtOrBelow)])).Distinct().ToList();
        return holding is [{ } only] ? only : throw new DoubtException("the bases are in no naming context of the server, or in several");
    }

    private static DistinguishedName? Lowest(List<DistinguishedName> names) => names.Find(name => names.TrueForAll(name.IsAtOrBelow));
}

/// <summary>Which entries may have changed.</summary>
/// <param name="Ids">All of them, gone ones included.</param>
/// <param name="Moved">The names of those that may have got another name, with everything below them.</param>
/// <param name="RightsChanged">Those on which somebody's rights have changed.</param>
/// <param name="Present">The ids of all others that are still there; null where the gone ones have been named.</param>
internal sealed record ChangeHints(IReadOnlySet<Guid> Ids, IReadOnlyList<string> Moved, IReadOnlySet<Guid> RightsChanged, IReadOnlySet<Guid>? Present = null);
