using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;

namespace LdapSync.Mapping;

/// <summary>
/// A pattern for whole addresses, without case: <c>*</c> any text, <c>?</c> one character, <c>[seq]</c> one character of a set with ranges, <c>[!seq]</c> one
/// that is not in it. Exactly Python's <c>fnmatch</c> (the semantics of the settings page): nothing escapes, <c>]</c> first in a set is literal, <c>^</c> is
/// literal, an unclosed <c>[</c> is literal, a range that runs backwards matches nothing. A character is a Unicode code point. Immutable.
/// </summary>
internal sealed class WildcardPattern
{
    /// <summary>Reads a pattern; every text is one.</summary>
    public WildcardPattern(string text)
    {
        Text = text;
        Tokens = WildcardParser.Parse(Lower(text));
        IsExact = Array.TrueForAll(Tokens, token => token.Kind == WildcardTokenKind.Literal);
    }

    /// <summary>The pattern as written.</summary>
    public string Text { get; }

    /// <summary>The elements of the pattern.</summary>
    internal WildcardToken[] Tokens { get; }

    /// <summary>Whether it can match only one text, so that a look-up can replace the match.</summary>
    internal bool IsExact { get; }

    /// <summary>The text in the form in which patterns compare.</summary>
    internal static string Lower(string text) => Ascii.IsValid(text) ? text.ToLowerInvariant() : CaseFolding.Lower(text);

    /// <summary>Whether the whole text matches. Many patterns at once are a <see cref="PatternSet"/>'s work.</summary>
    public bool IsMatch(string text)
    {
        var lowered = Lower(text).AsSpan();
        // Without surrogates a character is a code point, as in nearly every address.
        return lowered.IndexOfAnyInRange('\ud800', '\udfff') < 0 ? Matches(lowered) : Matches(CodePoints(lowered));
    }

    /// <summary>A text as code points.</summary>
    internal static ReadOnlySpan<int> CodePoints(ReadOnlySpan<char> text)
    {
        var codePoints = new List<int>(text.Length);
        foreach (var rune in text.EnumerateRunes()) codePoints.Add(rune.Value);
        return CollectionsMarshal.AsSpan(codePoints);
    }

    /// <summary>Only the last star ever needs another try: one that takes more text than an earlier one would gains nothing. No recursion, no blow-up.</summary>
    private bool Matches<T>(ReadOnlySpan<T> text)
        where T : unmanaged, IBinaryInteger<T>
    {
        int token = 0, position = 0, lastStar = -1, starTook = 0;
        while (position < text.Length)
        {
            if (token < Tokens.Length && Tokens[token].Kind == WildcardTokenKind.AnyText)
            {
                lastStar = token++;
                starTook = position;
            }
            else if (token < Tokens.Length && Tokens[token].Accepts(int.CreateTruncating(text[position])))
            {
                token++;
                position++;
            }
            else if (lastStar >= 0)
            {
                token = lastStar + 1;
                position = ++starTook;
            }
            else
            {
                return false;
            }
        }
        while (token < Tokens.Length && Tokens[token].Kind == WildcardTokenKind.AnyText) token++;
        return token == Tokens.Length;
    }

    /// <summary>The pattern as written.</summary>
    public override string ToString() => Text;
}
