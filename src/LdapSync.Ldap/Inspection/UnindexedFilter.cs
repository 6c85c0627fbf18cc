using LdapSync.Directories;
using LdapSync.Ldap.Protocol;

namespace LdapSync.Ldap.Inspection;

/// <summary>How a part of a filter looks for a value.</summary>
internal enum IndexUse
{
    /// <summary>Any value: <c>(mail=*)</c>.</summary>
    Presence,

    /// <summary>A value, a range of values, or how it begins.</summary>
    Value,

    /// <summary>A part of a value that may stand anywhere: <c>(mail=*@example.com)</c>.</summary>
    Anywhere,
}

/// <summary>
/// Finds the parts of a filter for which a server has to look at every entry. One part that an index answers is enough in an AND; an OR needs one for each part; a
/// negation never has any. Read from the filter as it is sent (RFC 4511 section 4.5.1.7), which is the same for whoever made it.
/// </summary>
internal static class UnindexedFilter
{
    private const byte And = 0xA0, Or = 0xA1, Not = 0xA2, Equality = 0xA3, Substrings = 0xA4, GreaterOrEqual = 0xA5, LessOrEqual = 0xA6, Present = 0x87, Approximate = 0xA8;
    private const byte Initial = 0x80, ExtensibleAttribute = 0x82;

    // What servers of mail systems have an index for as a rule.
    private static readonly HashSet<string> UsuallyIndexed = new(StringComparer.OrdinalIgnoreCase)
    {
        "mail", "mailNickname", "proxyAddresses", "mailAlternateAddress", "mailLocalAddress", "uid", "cn", "sn", "givenName", "displayName", "name",
        "sAMAccountName", "userPrincipalName", "member", "uniqueMember", "memberOf", "entryUUID", "objectGUID", "homeMDB", "msExchHomeServerName",
    };

    /// <summary>The parts to blame, as a filter shows them; none where an index can answer.</summary>
    /// <param name="filter">The filter.</param>
    /// <param name="isIndexed">Whether a server has an index for this use of an attribute.</param>
    public static IReadOnlyList<string> Find(LdapFilter filter, Func<string, IndexUse, bool> isIndexed)
    {
        var reader = new BerReader(filter.ToBer());
        return Blame(ref reader, isIndexed);
    }

    /// <summary>What can be assumed where a server does not tell: comparisons have an index, presence for the usual attributes, and nothing finds text anywhere.</summary>
    public static bool IsUsuallyIndexed(string attribute, IndexUse use) => use switch
    {
        IndexUse.Value => true,
        IndexUse.Presence => UsuallyIndexed.Contains(attribute),
        _ => false,
    };

    private static List<string> Blame(ref BerReader reader, Func<string, IndexUse, bool> isIndexed)
    {
        var choice = reader.PeekTag();
        switch (choice)
        {
            case And or Or:
                return BlameSet(reader.ReadConstructed(choice), choice, isIndexed);
            case Present:
                var attribute = reader.ReadText(Present);
                return NarrowsNothing(attribute) || !isIndexed(attribute, IndexUse.Presence) ? [$"({attribute}=*)"] : [];
            case Equality or GreaterOrEqual or LessOrEqual or Approximate:
                attribute = reader.ReadConstructed(choice).ReadText();
                return isIndexed(attribute, IndexUse.Value) ? [] : [$"({attribute}{Symbol(choice)}…)"];
            case Substrings:
                return BlameSubstrings(reader.ReadConstructed(choice), isIndexed);
            case Not:
                reader.Skip();
                return ["(!…)"];
            default:
                return [$"({AttributeOf(reader.ReadConstructed(choice))}:…:=…)"];
        }
    }

    private static List<string> BlameSet(BerReader parts, byte choice, Func<string, IndexUse, bool> isIndexed)
    {
        var (all, anyIndexed, isEmpty) = (new List<string>(), false, parts.IsEmpty);
        while (!parts.IsEmpty)
        {
            var blamed = Blame(ref parts, isIndexed);
            anyIndexed |= blamed.Count == 0;
            all.AddRange(blamed.Where(part => !all.Contains(part, StringComparer.Ordinal)));
        }
        if (choice == Or) return all; // (|) finds nothing, and needs no index for that
        return anyIndexed ? [] : isEmpty ? ["(&)"] : all;
    }

    private static List<string> BlameSubstrings(BerReader substrings, Func<string, IndexUse, bool> isIndexed)
    {
        var attribute = substrings.ReadText();
        var use = substrings.ReadConstructed(BerReader.Sequence).IsNext(Initial) ? IndexUse.Value : IndexUse.Anywhere;
        return isIndexed(attribute, use) ? [] : [use == IndexUse.Value ? $"({attribute}=…*)" : $"({attribute}=*…)"];
    }

    // The bit rules of Active Directory and the like, which no index answers.
    private static string AttributeOf(BerReader match)
    {
        while (!match.IsEmpty && !match.IsNext(ExtensibleAttribute)) match.Skip();
        return match.IsEmpty ? "" : match.ReadText(ExtensibleAttribute);
    }

    // Every entry has one.
    private static bool NarrowsNothing(string attribute) =>
        attribute.Equals("objectClass", StringComparison.OrdinalIgnoreCase) || attribute.Equals("objectCategory", StringComparison.OrdinalIgnoreCase);

    private static string Symbol(byte choice) => choice switch
    {
        GreaterOrEqual => ">=",
        LessOrEqual => "<=",
        Approximate => "~=",
        _ => "=",
    };
}
