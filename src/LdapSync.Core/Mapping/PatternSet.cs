using System.Runtime.InteropServices;

namespace LdapSync.Mapping;

/// <summary>
/// Patterns of which any number may match one text. Those without wildcards are looked up; the others are followed at once, in the direction in which most texts
/// soon turn out to match none: from the start, from the end where a pattern begins with a star, and those with a star at both ends by themselves, since they never end early. For one thread.
/// </summary>
internal sealed class PatternSet
{
    private readonly Dictionary<string, List<int>>.AlternateLookup<ReadOnlySpan<char>> _exact;
    private readonly PatternAutomaton[] _automata;
    private readonly List<int> _matches = [];

    public PatternSet(IReadOnlyList<WildcardPattern> patterns)
    {
        var exact = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        List<(int Pattern, WildcardToken[] Tokens)> fromStart = [], fromEnd = [], inside = [];
        foreach (var (i, pattern) in patterns.Index())
        {
            if (pattern.IsExact) (CollectionsMarshal.GetValueRefOrAddDefault(exact, WildcardPattern.Lower(pattern.Text), out _) ??= []).Add(i);
            else if (pattern.Tokens[0].Kind != WildcardTokenKind.AnyText) fromStart.Add((i, pattern.Tokens));
            else if (pattern.Tokens[^1].Kind != WildcardTokenKind.AnyText) fromEnd.Add((i, pattern.Tokens));
            else inside.Add((i, pattern.Tokens));
        }
        _exact = exact.GetAlternateLookup<ReadOnlySpan<char>>();
        _automata =
        [
            .. new[] { (Patterns: fromStart, Backwards: false), (Patterns: fromEnd, Backwards: true), (Patterns: inside, Backwards: false) }
                .Where(group => group.Patterns.Count > 0)
                .Select(group => new PatternAutomaton(group.Patterns, group.Backwards)),
        ];
    }

    /// <summary>The indices of the patterns that match a text that went through <see cref="WildcardPattern.Lower"/>, in any order; valid until the next call.</summary>
    public ReadOnlySpan<int> Match(ReadOnlySpan<char> text)
    {
        _matches.Clear();
        if (_exact.TryGetValue(text, out var same)) _matches.AddRange(same);
        // Without surrogates a character is a code point, as in nearly every address.
        if (text.IndexOfAnyInRange('\ud800', '\udfff') < 0)
        {
            foreach (var automaton in _automata) _matches.AddRange(automaton.Match(text));
        }
        else
        {
            var codePoints = WildcardPattern.CodePoints(text);
            foreach (var automaton in _automata) _matches.AddRange(automaton.Match(codePoints));
        }
        return CollectionsMarshal.AsSpan(_matches);
    }
}
