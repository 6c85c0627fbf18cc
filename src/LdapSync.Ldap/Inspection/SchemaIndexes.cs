using System.Globalization;
using LdapSync.Directories;

namespace LdapSync.Ldap.Inspection;

/// <summary>
/// Which attributes of a filter Active Directory has an index for: the schema tells it by <c>searchFlags</c> ([MS-ADTS] section 3.1.1.2.3), for a link by itself.
/// </summary>
internal sealed class SchemaIndexes
{
    private const string Name = "lDAPDisplayName", Flags = "searchFlags", Link = "linkID";
    private const int Attribute = 1, Tuples = 32;

    private readonly Dictionary<string, int> _flags = new(StringComparer.OrdinalIgnoreCase);

    private SchemaIndexes()
    {
    }

    /// <summary>What the schema says; null where the account may not see it.</summary>
    public static async Task<SchemaIndexes?> ReadAsync(LdapSession session, string? schemaContext, LdapFilter filter, CancellationToken cancellationToken)
    {
        if (!DistinguishedName.TryParse(schemaContext, out var schema, out _)) return null;
        var asked = string.Concat(AttributesOf(filter).Select(attribute => $"({Name}={attribute})"));
        if (asked.Length == 0) return new SchemaIndexes();
        var search = new LdapSearch(schema, LdapFilter.Parse($"(&(objectClass=attributeSchema)(|{asked}))"), [Name, Flags, Link], PagedSearch.PageSize);
        var page = await session.SearchPageAsync(search, ReadOnlyMemory<byte>.Empty, cancellationToken).ConfigureAwait(false);
        if (page.Result.Code != LdapResultCode.Success || page.Entries.Count == 0) return null;
        var indexes = new SchemaIndexes();
        foreach (var entry in page.Entries) indexes.Add(entry);
        return indexes;
    }

    /// <summary>Whether there is an index. An attribute that the schema does not have needs none: nothing can match it.</summary>
    public bool Has(string attribute, IndexUse use) =>
        !_flags.TryGetValue(attribute.Split(';')[0], out var flags) || (flags & (use == IndexUse.Anywhere ? Tuples : Attribute)) != 0;

    private void Add(LdapEntry entry)
    {
        if (entry.Texts(Name).FirstOrDefault() is not { } name) return;
        _ = int.TryParse(entry.Texts(Flags).FirstOrDefault(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var flags);
        _flags[name] = entry.Texts(Link).FirstOrDefault() is null ? flags : flags | Attribute;
    }

    private static HashSet<string> AttributesOf(LdapFilter filter)
    {
        var attributes = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        UnindexedFilter.Find(filter, (attribute, _) => attributes.Add(attribute.Split(';')[0]) && false);
        return attributes;
    }
}
