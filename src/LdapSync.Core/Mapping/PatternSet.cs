using System.Runtime.InteropServices;

namespace LdapSync.Mapping;

/// <summary>
/// Patterns of which any number may match one text. Those without wildcards are looked up; the others are followed at once, in the direction in which most texts
/// soon turn out to match none: from the start, or from the end where a pattern begins with a star; those with a star at both ends by themselves, since they
/// never end early. For one thread.
/// </summary>
internal sealed class PatternSet
{
    private readonly Dictionary<string, List<int>>.AlternateLookup<ReadOnlySpan<char>> _exact;
    private readonly PatternAutomaton? _forwards;
    private readonly PatternAutomaton[] _backwards;
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
        _forwards = fromStart.Count > 0 ? new PatternAutomaton(fromStart, backwards: false) : null;
        _backwards = [.. new[] { fromEnd, inside }.Where(group => group.Count > 0).Select(group => new PatternAutomaton(group, backwards: true))];
        _automata = [.. _backwards, .. _forwards is null ? (ReadOnlySpan<PatternAutomaton>)[] : [_forwards]];
    }

    /// <summary>Whether all states are kept.</summary>
    public bool KeepsStates => Array.TrueForAll(_automata, automaton => automaton.KeepsStates);

    /// <summary>The texts of the patterns without wildcards, in lower case.</summary>
    public IEnumerable<string> Exact => _exact.Dictionary.Keys;

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

    /// <summary>
    /// Whether any pattern with wildcards matches an address in ASCII and lower case. Addresses share few domains, and what patterns that are read from the end make
    /// of a domain is found out once.
    /// </summary>
    /// <param name="local">The part before the <c>@</c>.</param>
    /// <param name="domain">The rest.</param>
    public bool MatchesAny(ReadOnlySpan<byte> local, Ending domain)
    {
        for (var i = 0; i < _backwards.Length; i++)
        {
            var automaton = _backwards[i];
            if (!automaton.KeepsStates)
            {
                if (!automaton.Match<byte>([.. local, .. domain.Text]).IsEmpty) return true;
                continue;
            }
            ref var known = ref domain.States(_backwards.Length)[i];
            if (known.State == 0 || known.Generation != automaton.Generation) known = (automaton.Read<byte>(automaton.Start, domain.Text), automaton.Generation);
            var end = automaton.Read(known.State, local);
            if (end != automaton.Dead && !automaton.Matches(end).IsEmpty) return true;
        }
        if (_forwards is null) return false;
        if (!_forwards.KeepsStates) return !_forwards.Match<byte>([.. local, .. domain.Text]).IsEmpty;
        var state = _forwards.Read(_forwards.Start, local);
        if (state == _forwards.Dead) return false;
        return !_forwards.Matches(_forwards.Read<byte>(state, domain.Text)).IsEmpty;
    }

    /// <summary>How addresses end, with what a set of patterns makes of it: for one set only.</summary>
    /// <param name="text">The <c>@</c> and the domain, in lower case.</param>
    internal sealed class Ending(byte[] text)
    {
        private (int State, int Generation)[]? _states;

        public byte[] Text { get; } = text;

        public Span<(int State, int Generation)> States(int automata) => _states ??= new (int, int)[automata];
    }
}
