using System.Globalization;
using System.Text;
using LdapSync.Directories;

namespace LdapSync.Ldap.Changes;

/// <summary>The attribute that holds the id of an entry for life.</summary>
internal abstract class IdAttribute
{
    /// <summary>Active Directory's ([MS-ADTS] section 2.2.1): 16 octets as Windows writes a GUID.</summary>
    public static IdAttribute ObjectGuid { get; } = new ObjectGuidAttribute();

    /// <summary>Everybody else's (RFC 4530): text.</summary>
    public static IdAttribute EntryUuid { get; } = new EntryUuidAttribute();

    public abstract string Name { get; }

    /// <summary>The id of an entry; null where it shows none.</summary>
    public Guid? Of(LdapEntry entry) => entry.Find(Name).FirstOrDefault() is { Values: [var value, ..] } ? Read(value.Span) : null;

    /// <summary>A query for those of its entries that have one of these ids.</summary>
    public DirectoryQuery Among(DirectoryQuery query, IEnumerable<Guid> ids)
    {
        var either = string.Concat(ids.Select(id => $"({Name}={Assertion(id)})"));
        return query with { Filter = Both($"(|{either})", query.Filter), Attributes = AskedBeside(query.Attributes) };
    }

    /// <summary>A filter for those of its entries that have an id.</summary>
    public LdapFilter Shown(LdapFilter filter) => Both($"({Name}=*)", filter);

    private IReadOnlyList<string> AskedBeside(IReadOnlyList<string> attributes) => attributes.Contains(Name, StringComparer.OrdinalIgnoreCase) ? attributes : [.. attributes, Name];

    // The id first: a server that looks at every entry is soonest done with it.
    private static LdapFilter Both(string ids, LdapFilter filter) =>
        LdapFilter.TryParse($"(&{ids}{filter})", out var both, out _) ? both : throw new DoubtException("SearchFilter is too deep for one more filter around it");

    protected abstract Guid? Read(ReadOnlySpan<byte> value);

    /// <summary>An id as a filter has it (RFC 4515 section 3).</summary>
    protected abstract string Assertion(Guid id);

    private sealed class ObjectGuidAttribute : IdAttribute
    {
        public override string Name => "objectGUID";

        protected override Guid? Read(ReadOnlySpan<byte> value) => value.Length == 16 ? new Guid(value) : null;

        protected override string Assertion(Guid id) => string.Concat(id.ToByteArray().Select(octet => string.Create(CultureInfo.InvariantCulture, $@"\{octet:x2}")));
    }

    private sealed class EntryUuidAttribute : IdAttribute
    {
        public override string Name => "entryUUID";

        protected override Guid? Read(ReadOnlySpan<byte> value) => Guid.TryParse(Encoding.UTF8.GetString(value), out var id) ? id : null;

        protected override string Assertion(Guid id) => id.ToString();
    }
}
