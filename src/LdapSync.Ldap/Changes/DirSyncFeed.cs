using System.Globalization;
using LdapSync.Directories;
using LdapSync.Ldap.Protocol;

namespace LdapSync.Ldap.Changes;

/// <summary>
/// Active Directory's DirSync ([MS-ADTS] section 3.1.1.3.4.1.3), for users with the right "Replicating Directory Changes". It delivers the objects that changed in
/// one of the attributes asked for, deleted ones included, each with those attributes only.
/// </summary>
internal sealed class DirSyncFeed : ChangeFeed
{
    public const string Kind = "dirsync";

    // With a rename or move, name changes; with everything that gives an object its place for the first time, whenCreated comes too. Deleted objects are renamed as well.
    private const string Name = "name", WhenCreated = "whenCreated", IsDeleted = "isDeleted", Rights = "nTSecurityDescriptor";

    private const string DefaultContext = "defaultNamingContext", Schema = "schemaNamingContext", Service = "dsServiceName", Usn = "highestCommittedUSN";

    /// <summary>A server that says again and again that there is more is not believed for ever.</summary>
    private const int MostAnswers = 10_000;

    private static readonly LdapFilter Everything = LdapFilter.Parse("(objectClass=*)"), Nothing = LdapFilter.Parse("(!(objectClass=*))");

    private readonly IReadOnlyList<string> _attributes;

    private DirSyncFeed(LdapSession session, DistinguishedName context, string digest, string usn, IReadOnlyList<string> attributes)
        : base(session, context, Kind, digest, usn) => _attributes = attributes;

    /// <summary>What it has to know of the root DSE.</summary>
    public static IReadOnlyList<string> RootAttributes { get; } = [DefaultContext, Schema, Service, Usn];

    public override IdAttribute Id => IdAttribute.ObjectGuid;

    public static async Task<ChangeFeed> OpenAsync(
        LdapSession session,
        DirectoryQuery query,
        string user,
        DistinguishedName context,
        LdapEntry root,
        CancellationToken cancellationToken)
    {
        if (session.Server.Port is 3268 or 3269) throw new DoubtException("a global catalog has no DirSync");
        if (!DistinguishedName.TryParse(Text(DefaultContext), out var domain, out _) || !domain.Equals(context)) throw new DoubtException("the bases are not in the domain of the server");
        var database = await ServerState.InvocationAsync(session, Text(Service), cancellationToken).ConfigureAwait(false);
        if (database.Length == 0) throw new DoubtException("the server does not tell which database it has");
        // What the schema does not know has no value, and nothing of it changes but the schema.
        var known = await DirSyncSchema.CheckAsync(session, Text(Schema), query, AttributesOf(query), cancellationToken).ConfigureAwait(false);
        var digest = QueryDigest.Of(query, user, [context.ToString(), Text(Service), database, .. known.Select(attribute => attribute.ToString())]);
        string[] attributes = [.. known.Select(attribute => attribute.Name).Concat([Name, WhenCreated, IsDeleted, Rights]).Distinct(StringComparer.OrdinalIgnoreCase)];
        return new DirSyncFeed(session, context, digest, Text(Usn), attributes);

        string Text(string attribute) => root.Texts(attribute).FirstOrDefault() ?? throw new DoubtException($"the server does not tell its {attribute}");
    }

    /// <summary>Through the whole database, though without an entry: the server alone has work with it.</summary>
    protected override async Task<ReadOnlyMemory<byte>> CookieAsync(CancellationToken cancellationToken)
    {
        var (_, cookie) = await AskAsync(Nothing, ReadOnlyMemory<byte>.Empty, cancellationToken).ConfigureAwait(false);
        return cookie;
    }

    protected override async Task<(ChangeHints Hints, ReadOnlyMemory<byte> Cookie)> HintsAsync(ReadOnlyMemory<byte> cookie, CancellationToken cancellationToken)
    {
        var (entries, next) = await AskAsync(Everything, cookie, cancellationToken).ConfigureAwait(false);
        var (ids, moved, rights) = (new HashSet<Guid>(), new List<string>(), new HashSet<Guid>());
        foreach (var entry in entries)
        {
            var id = Id.Of(entry) ?? throw new DoubtException("a changed object has no objectGUID");
            ids.Add(id);
            var isNew = Has(entry, WhenCreated);
            var isDeleted = entry.Texts(IsDeleted).Contains("TRUE", StringComparer.OrdinalIgnoreCase);
            if (isNew || isDeleted) continue;
            if (Has(entry, Name)) moved.Add(entry.Dn);
            // Rights are inherited, and what is inherited is no change of the objects below.
            if (Has(entry, Rights)) rights.Add(id);
        }
        return (new ChangeHints(ids, moved, rights), next);
    }

    protected override bool IsReached(string earlier, string now) =>
        long.TryParse(earlier, NumberStyles.None, CultureInfo.InvariantCulture, out var before)
        && long.TryParse(now, NumberStyles.None, CultureInfo.InvariantCulture, out var after)
        && before <= after;

    /// <summary>Asks until there is no more.</summary>
    private async Task<(List<LdapEntry> Entries, ReadOnlyMemory<byte> Cookie)> AskAsync(LdapFilter filter, ReadOnlyMemory<byte> cookie, CancellationToken cancellationToken)
    {
        var entries = new List<LdapEntry>();
        for (var i = 0; i < MostAnswers; i++)
        {
            var search = new ControlledSearch(Context, false, filter, _attributes, DirSyncControl.Request(cookie), MostHints);
            var answer = await Session.SearchAsync($"DirSync of {ContextStep}", search, cancellationToken).ConfigureAwait(false);
            Check(answer.Result);
            entries.AddRange(answer.Entries.Select(found => found.Entry));
            if (entries.Count > MostHints) throw new DoubtException($"more than {MostHints} objects have changed");
            var control = answer.Controls.FirstOrDefault(control => control.Oid == DirSyncControl.Oid) ?? throw new DoubtException("the server gives no cookie");
            (var hasMore, cookie) = DirSyncControl.Read(control);
            if (!hasMore) return (entries, cookie);
        }
        throw new DoubtException("the server does not come to an end");
    }

    private static bool Has(LdapEntry entry, string attribute) => entry.Find(attribute).Any(found => found.Values.Count > 0);
}
