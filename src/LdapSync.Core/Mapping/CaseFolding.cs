using System.Globalization;
using System.Text;

namespace LdapSync.Mapping;

/// <summary>
/// Lower case beyond one character for one: the two places where Unicode's full mapping (SpecialCasing.txt), which Python's <c>str.lower</c> follows, differs
/// from the simple mapping of .NET.
/// </summary>
internal static class CaseFolding
{
    private const int CapitalIWithDot = 0x130;
    private const int CapitalSigma = 0x3A3;

    public static string Lower(string text)
    {
        var lowered = new StringBuilder(text.Length);
        Span<char> utf16 = stackalloc char[2];
        var position = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                CapitalIWithDot => lowered.Append("i\u0307"),
                CapitalSigma => lowered.Append(EndsWord(text, position) ? 'ς' : 'σ'),
                _ => lowered.Append(utf16[..Rune.ToLowerInvariant(rune).EncodeToUtf16(utf16)]),
            };
            position += rune.Utf16SequenceLength;
        }
        return lowered.ToString();
    }

    /// <summary>Final_Sigma: a cased letter before, none after, whatever is ignorable between.</summary>
    private static bool EndsWord(string text, int position) =>
        FirstSignificant(text.AsSpan(0, position), backwards: true) && !FirstSignificant(text.AsSpan(position + 1), backwards: false);

    private static bool FirstSignificant(ReadOnlySpan<char> text, bool backwards)
    {
        while (!text.IsEmpty)
        {
            Rune rune;
            int length;
            _ = backwards ? Rune.DecodeLastFromUtf16(text, out rune, out length) : Rune.DecodeFromUtf16(text, out rune, out length);
            if (!IsIgnorable(rune)) return IsCased(rune);
            text = backwards ? text[..^length] : text[length..];
        }
        return false;
    }

    private static bool IsCased(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.LowercaseLetter or UnicodeCategory.UppercaseLetter or UnicodeCategory.TitlecaseLetter;

    // Case_Ignorable: marks, formats, modifiers, and the marks that stand inside words (Word_Break MidLetter, MidNumLet, Single_Quote).
    private static bool IsIgnorable(Rune rune) =>
        rune.Value is '\'' or '.' or ':' or 0xB7 or 0x2018 or 0x2019 or 0x2024 or 0x2027
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format
            or UnicodeCategory.ModifierLetter or UnicodeCategory.ModifierSymbol;
}
