using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LdapSync.Mapping;

/// <summary>
/// Many patterns asked at once, in time that grows with the text and hardly with their number. Every pattern is a row of positions: how much of it has been
/// matched so far. All positions of all patterns are bits of one vector, and a character moves them all by a shift (the Shift-And method of Baeza-Yates and Gonnet).
/// <code>
///  pattern   a  *  b         a position lets a character pass that its token accepts, to the next position;
///  position  0  1     2      one on a star (here 1) stays as well; the last one (here 2) is a match when the text ends
/// </code>
/// Few of the vectors that are possible come up, so each is kept as a numbered state, and a table tells the next state: a character costs one look-up. Patterns
/// that bring forth ever new states are followed by the shifts alone: slower, but linear and without more memory. For one thread.
/// </summary>
internal sealed class PatternAutomaton
{
    private const int Unknown = 0;

    /// <summary>How many states are always there: none at all, the dead one, the start.</summary>
    private const int Lasting = 3;

    private const int MostOctets = 8 << 20;

    /// <summary>States are worth keeping while they serve so many characters each.</summary>
    private const int WorthwhileUse = 8;

    private readonly bool _backwards;
    private readonly CharacterClasses _classes;
    private readonly ulong[][] _accepting; // for each class the positions whose token accepts it
    private readonly ulong[] _onStar;
    private readonly Dictionary<int, int> _patternOfLast = [];
    private readonly Dictionary<ulong[], int> _rows = new(VectorComparer.Instance);
    private readonly List<State> _states = [];
    private readonly ulong[][] _vectors;
    private readonly int _mostStates;
    private int[] _next; // for each state a row: the next state for each class; a state is known by where its row begins
    private long _characters;

    /// <param name="patterns">The tokens of each pattern.</param>
    /// <param name="backwards">Texts are read from their end: what is firm at the end of patterns then ends most texts early.</param>
    public PatternAutomaton(IReadOnlyList<(int Pattern, WildcardToken[] Tokens)> patterns, bool backwards)
    {
        _backwards = backwards;
        _classes = new CharacterClasses(patterns.SelectMany(pattern => pattern.Tokens));
        var words = (patterns.Sum(pattern => pattern.Tokens.Count(token => token.Kind != WildcardTokenKind.AnyText) + 1) / 64) + 1;
        _accepting = [.. Enumerable.Range(0, _classes.Count).Select(_ => new ulong[words])];
        (_onStar, _vectors, _next) = (new ulong[words], [new ulong[words], new ulong[words]], new int[16 * _classes.Count]);
        _mostStates = Math.Clamp(MostOctets / ((sizeof(ulong) * words) + (sizeof(int) * _classes.Count)), 64, 4096);
        var first = new ulong[words];
        var position = 0;
        foreach (var (pattern, tokens) in patterns)
        {
            Set(first, position);
            foreach (var token in backwards ? tokens.Reverse() : tokens)
            {
                if (token.Kind == WildcardTokenKind.AnyText) Set(_onStar, position);
                else LetPass(token, position++);
            }
            _patternOfLast.Add(position++, pattern);
        }
        (Dead, Start) = (_classes.Count, 2 * _classes.Count);
        _states.AddRange([new State([]), new State(new ulong[words]), new State(first)]);
        Begin();
    }

    /// <summary>The state before anything is read.</summary>
    public int Start { get; }

    /// <summary>The state in which no pattern can match any more.</summary>
    public int Dead { get; }

    /// <summary>Whether states are kept.</summary>
    public bool KeepsStates { get; private set; } = true;

    /// <summary>How many states were made so far, those that were forgotten included.</summary>
    public long StatesMade { get; private set; }

    /// <summary>Changes whenever the numbers of states lose their meaning.</summary>
    public int Generation { get; private set; }

    /// <summary>The patterns that match a whole text, whose characters are code points.</summary>
    public ReadOnlySpan<int> Match<T>(ReadOnlySpan<T> text)
        where T : unmanaged, IBinaryInteger<T> => KeepsStates ? Matches(Read(Start, text)) : Follow(text);

    /// <summary>The state after a part of a text; <see cref="Dead"/> stays what it is. Backwards, the parts come from the end.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)] // by itself the loop fits into the registers
    public int Read<T>(int state, ReadOnlySpan<T> part)
        where T : unmanaged, IBinaryInteger<T>
    {
        var (i, table, dead, backwards) = (0, _next, Dead, _backwards);
        var ascii = _classes.Ascii;
        for (; i < part.Length && state != dead; i++)
        {
            var character = int.CreateTruncating(part[backwards ? part.Length - 1 - i : i]);
            var read = (uint)character < (uint)ascii.Length ? ascii[character] : _classes.Of(character);
            var next = table[state + read];
            if (next == Unknown) (next, table) = (Reach(state, read), _next);
            state = next;
        }
        _characters += i;
        return state;
    }

    /// <summary>The patterns that match a text that ends in a state.</summary>
    public ReadOnlySpan<int> Matches(int state)
    {
        ref var known = ref CollectionsMarshal.AsSpan(_states)[state / _classes.Count];
        return known.Matches ??= Ends(known.Positions);
    }

    private int ClassAt<T>(ReadOnlySpan<T> text, int i)
        where T : unmanaged, IBinaryInteger<T> => _classes.Of(int.CreateTruncating(text[_backwards ? text.Length - 1 - i : i]));

    private int Reach(int state, int read)
    {
        var positions = _vectors[0];
        Shift(_states[state / _classes.Count].Positions, read, positions);
        if (!_rows.TryGetValue(positions, out var next))
        {
            if (_states.Count >= _mostStates)
            {
                Forget(); // the state that was read in has no number any more
                return Keep(positions);
            }
            next = Keep(positions);
        }
        return _next[state + read] = next;
    }

    private int Keep(ulong[] positions)
    {
        if ((_states.Count + 1) * _classes.Count > _next.Length) Array.Resize(ref _next, 2 * _next.Length);
        var state = new State([.. positions]);
        var row = _states.Count * _classes.Count;
        _rows.Add(state.Positions, row);
        _states.Add(state);
        StatesMade++;
        return row;
    }

    private void Forget()
    {
        KeepsStates = _characters >= (long)_mostStates * WorthwhileUse;
        _characters = 0;
        Generation++;
        _states.RemoveRange(Lasting, _states.Count - Lasting);
        Begin();
    }

    private void Begin()
    {
        _rows.Clear();
        _rows.Add(_states[1].Positions, Dead);
        _rows.Add(_states[2].Positions, Start);
        Array.Clear(_next);
    }

    /// <summary>The same without states.</summary>
    private int[] Follow<T>(ReadOnlySpan<T> text)
        where T : unmanaged, IBinaryInteger<T>
    {
        var (now, next) = (_vectors[0], _vectors[1]);
        _states[2].Positions.CopyTo(now, 0);
        for (var i = 0; i < text.Length; i++)
        {
            Shift(now, ClassAt(text, i), next);
            (now, next) = (next, now);
            if (!now.AsSpan().ContainsAnyExcept(0UL)) return [];
        }
        return Ends(now);
    }

    private void Shift(ulong[] positions, int read, ulong[] next)
    {
        var (accepting, carry) = (_accepting[read], 0UL);
        for (var i = 0; i < next.Length; i++)
        {
            var moving = positions[i] & accepting[i];
            next[i] = (positions[i] & _onStar[i]) | (moving << 1) | carry;
            carry = moving >> 63;
        }
    }

    private int[] Ends(ulong[] positions)
    {
        var matches = new List<int>();
        for (var i = 0; i < positions.Length; i++)
        {
            for (var rest = positions[i]; rest != 0; rest &= rest - 1)
            {
                if (_patternOfLast.TryGetValue((i * 64) + BitOperations.TrailingZeroCount(rest), out var pattern)) matches.Add(pattern);
            }
        }
        return [.. matches];
    }

    private void LetPass(WildcardToken token, int position)
    {
        for (var i = 0; i < _classes.Count; i++)
        {
            if (token.Accepts(_classes.Representative(i))) Set(_accepting[i], position);
        }
    }

    private static void Set(ulong[] vector, int position) => vector[position / 64] |= 1UL << (position % 64);

    private struct State(ulong[] positions)
    {
        public ulong[] Positions { get; } = positions;

        public int[]? Matches { get; set; }
    }

    private sealed class VectorComparer : IEqualityComparer<ulong[]>
    {
        public static readonly VectorComparer Instance = new();

        public bool Equals(ulong[]? x, ulong[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(ulong[] obj)
        {
            var hash = default(HashCode);
            hash.AddBytes(MemoryMarshal.AsBytes(obj.AsSpan()));
            return hash.ToHashCode();
        }
    }
}
