namespace LdapSync.Mapping;

internal enum WildcardTokenKind
{
    Literal,
    AnyOne,
    AnyText,
    Set,
}

/// <summary>One element of a pattern: a code point, <c>?</c>, <c>*</c> or a set.</summary>
internal readonly record struct WildcardToken(WildcardTokenKind Kind, int CodePoint = 0, bool Negated = false, (int From, int To)[]? Ranges = null)
{
    public bool Accepts(int codePoint) => Kind switch
    {
        WildcardTokenKind.Literal => codePoint == CodePoint,
        WildcardTokenKind.AnyOne => true,
        WildcardTokenKind.Set => IsInSet(codePoint) != Negated,
        _ => false,
    };

    private bool IsInSet(int codePoint)
    {
        foreach (var (from, to) in Ranges!)
        {
            if (codePoint >= from && codePoint <= to) return true;
        }
        return false;
    }
}

/// <summary>Reads the grammar of Python's <c>fnmatch</c>.</summary>
internal static class WildcardParser
{
    public static WildcardToken[] Parse(string pattern)
    {
        var text = pattern.EnumerateRunes().Select(rune => rune.Value).ToArray();
        var tokens = new List<WildcardToken>(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '*':
                    // Stars side by side are one.
                    if (tokens.Count == 0 || tokens[^1].Kind != WildcardTokenKind.AnyText) tokens.Add(new(WildcardTokenKind.AnyText));
                    break;
                case '?':
                    tokens.Add(new(WildcardTokenKind.AnyOne));
                    break;
                case '[' when FindSetEnd(text, i + 1) is var end and >= 0:
                    tokens.Add(ParseSet(text.AsSpan(i + 1, end - i - 1)));
                    i = end;
                    break;
                default:
                    tokens.Add(new(WildcardTokenKind.Literal, text[i]));
                    break;
            }
        }
        return [.. tokens];
    }

    /// <summary>The index of the <c>]</c> that closes a set, or -1. One that stands first, or first after <c>!</c>, belongs to the set.</summary>
    private static int FindSetEnd(int[] text, int start)
    {
        var i = start;
        if (i < text.Length && text[i] == '!') i++;
        if (i < text.Length && text[i] == ']') i++;
        return Array.IndexOf(text, ']', i);
    }

    /// <summary>
    /// A hyphen makes a range unless it stands first or last; what follows a range cannot start another (<c>[a-c-e]</c> is a to c, a hyphen, e). Backward
    /// ranges vanish, so a set may be empty: it matches nothing, and negated everything.
    /// </summary>
    private static WildcardToken ParseSet(ReadOnlySpan<int> set)
    {
        var negated = !set.IsEmpty && set[0] == '!';
        if (negated) set = set[1..];

        var ranges = new List<(int, int)>();
        for (var i = 0; i < set.Length; i++)
        {
            if (i + 2 < set.Length && set[i + 1] == '-')
            {
                if (set[i] <= set[i + 2]) ranges.Add((set[i], set[i + 2]));
                i += 2;
            }
            else
            {
                ranges.Add((set[i], set[i]));
            }
        }
        return new(WildcardTokenKind.Set, Negated: negated, Ranges: [.. ranges]);
    }
}
