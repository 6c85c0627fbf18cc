namespace LdapSync.Mapping;

/// <summary>Puts code points that no pattern tells apart into one class, so that a table over classes stays small. Immutable.</summary>
internal sealed class CharacterClasses
{
    private readonly int[] _starts;
    private readonly int[] _ascii = new int[128];

    public CharacterClasses(IEnumerable<WildcardToken> tokens)
    {
        var starts = new SortedSet<int> { 0 };
        foreach (var token in tokens)
        {
            if (token.Kind == WildcardTokenKind.Literal) starts.UnionWith([token.CodePoint, token.CodePoint + 1]);
            foreach (var (from, to) in token.Ranges ?? []) starts.UnionWith([from, to + 1]);
        }
        _starts = [.. starts];
        for (var i = 0; i < _ascii.Length; i++) _ascii[i] = Find(i);
    }

    public int Count => _starts.Length;

    /// <summary>The classes of the first code points.</summary>
    public ReadOnlySpan<int> Ascii => _ascii;

    public int Of(int codePoint) => codePoint < _ascii.Length ? _ascii[codePoint] : Find(codePoint);

    /// <summary>The lowest code point of a class: what a token says of it, it says of all.</summary>
    public int Representative(int characterClass) => _starts[characterClass];

    private int Find(int codePoint)
    {
        var found = Array.BinarySearch(_starts, codePoint);
        return found >= 0 ? found : ~found - 1;
    }
}
