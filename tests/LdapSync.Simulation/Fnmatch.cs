namespace LdapSync;

/// <summary>Python's <c>fnmatch</c> as plainly as it can be said: slow, recursive, and not the library's.</summary>
internal static class Fnmatch
{
    public static bool IsMatch(string text, string pattern) => Matches(pattern.ToLowerInvariant(), text.ToLowerInvariant());

    private static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text)
    {
        if (pattern.IsEmpty) return text.IsEmpty;
        if (pattern[0] == '*')
        {
            for (var taken = 0; taken <= text.Length; taken++)
            {
                if (Matches(pattern[1..], text[taken..])) return true;
            }
            return false;
        }
        if (text.IsEmpty) return false;
        if (pattern[0] == '[' && EndOfSet(pattern) is var end and > 0) return IsInSet(pattern[1..end], text[0]) && Matches(pattern[(end + 1)..], text[1..]);
        return (pattern[0] == '?' || pattern[0] == text[0]) && Matches(pattern[1..], text[1..]);
    }

    /// <summary>A bracket right behind the opening one, or behind its exclamation mark, is a member of the set.</summary>
    private static int EndOfSet(ReadOnlySpan<char> pattern)
    {
        var first = pattern.Length > 1 && pattern[1] == '!' ? 2 : 1;
        for (var i = first + 1; i < pattern.Length; i++)
        {
            if (pattern[i] == ']') return i;
        }
        return -1;
    }

    private static bool IsInSet(ReadOnlySpan<char> set, char character)
    {
        if (set[0] == '!') return !IsInSet(set[1..], character);
        for (var i = 0; i < set.Length; i++)
        {
            var isRange = i + 2 < set.Length && set[i + 1] == '-';
            if (isRange ? character >= set[i] && character <= set[i + 2] : character == set[i]) return true;
            if (isRange) i += 2;
        }
        return false;
    }
}
