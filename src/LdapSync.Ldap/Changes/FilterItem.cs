using LdapSync.Directories;
using LdapSync.Ldap.Protocol;

namespace LdapSync.Ldap.Changes;

/// <summary>One statement of a filter, as far as it matters for whether a change of its truth can be noticed.</summary>
/// <param name="Attribute">Which attribute it looks at, without options; null: at all of them.</param>
/// <param name="IsPresence">Whether it only asks if there is a value.</param>
/// <param name="Rule">The matching rule that it names; null: the attribute's own.</param>
/// <param name="LooksAtDn">Whether it looks at the entry's name too.</param>
internal sealed record FilterItem(string? Attribute, bool IsPresence = false, string? Rule = null, bool LooksAtDn = false)
{
    // The alternatives of the filter (RFC 4511 section 4.5.1.7): 0 and, 1 or, 2 not, 7 present, 9 extensible; in all others the attribute comes first.
    private const byte And = 0xA0, Or = 0xA1, Not = 0xA2, Present = 0x87, Extensible = 0xA9;
    private const byte MatchingRule = 0x81, Type = 0x82, MatchValue = 0x83, DnAttributes = 0x84;

    /// <summary>All statements of a filter.</summary>
    public static IReadOnlyList<FilterItem> Of(LdapFilter filter)
    {
        var items = new List<FilterItem>();
        var reader = new BerReader(filter.ToBer());
        Read(ref reader, items);
        return items;
    }

    private static void Read(ref BerReader reader, List<FilterItem> items)
    {
        var tag = reader.PeekTag();
        if (tag == Present)
        {
            items.Add(new FilterItem(WithoutOptions(reader.ReadText(tag)), IsPresence: true));
            return;
        }
        var inner = reader.ReadConstructed(tag);
        if (tag == Extensible) items.Add(ReadExtensible(inner));
        else if (tag is not (And or Or or Not)) items.Add(new FilterItem(WithoutOptions(inner.ReadText())));
        else while (!inner.IsEmpty) Read(ref inner, items);
    }

    private static FilterItem ReadExtensible(BerReader item)
    {
        var rule = item.IsNext(MatchingRule) ? item.ReadText(MatchingRule) : null;
        var attribute = item.IsNext(Type) ? WithoutOptions(item.ReadText(Type)) : null;
        item.ReadOctets(MatchValue);
        return new FilterItem(attribute, Rule: rule, LooksAtDn: item.IsNext(DnAttributes));
    }

    private static string WithoutOptions(string description) => description.Split(';')[0];
}
