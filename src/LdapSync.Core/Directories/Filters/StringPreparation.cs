using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace LdapSync.Directories.Filters;

/// <summary>How octets are compared: as they are, or as text.</summary>
internal enum TextForm
{
    Octets,
    CaseExact,
    CaseIgnore,
}

/// <summary>Which ends of a text are the ends of a value, and not the middle of a substring filter.</summary>
[Flags]
internal enum TextEdges
{
    None = 0,
    Start = 1,
    End = 2,
    Both = Start | End,
}

/// <summary>
/// String preparation for comparing (RFC 4518): controls and invisible characters fall out, case is folded, blanks of any kind become spaces. One space
/// stands at each end of a value and two between words, so that no blank at an end or beside another makes a difference, yet <c>Ann*</c> and <c>*Ann *</c>
/// do (section 2.6.1). Left out is normalisation (section 2.3): it needs ICU, which a host may lack.
/// </summary>
internal static class StringPreparation
{
    private const byte Space = (byte)' ';

    /// <summary>How long prepared text can become: each octet at most doubles, and there are two ends.</summary>
    public static int MaxLength(int octets) => (2 * octets) + 2;

    /// <summary>Octets when these are not UTF-8 or have controls, as only a GUID, a SID or another binary value does; else text without case.</summary>
    public static TextForm FormOf(ReadOnlySpan<byte> octets)
    {
        foreach (var octet in octets)
        {
            if (octet < Space && octet is not ((byte)'\t' or (byte)'\n' or (byte)'\v' or (byte)'\f' or (byte)'\r')) return TextForm.Octets;
        }
        return Utf8.IsValid(octets) ? TextForm.CaseIgnore : TextForm.Octets;
    }

    /// <summary>The prepared form, or the octets themselves where they are not UTF-8.</summary>
    public static byte[] Prepare(byte[] octets, TextForm form, TextEdges edges)
    {
        var buffer = new byte[MaxLength(octets.Length)];
        return form != TextForm.Octets && TryPrepare(octets, form, edges, buffer, out var length) ? buffer[..length] : octets;
    }

    /// <summary>Prepares text into a buffer of <see cref="MaxLength"/>; false when it is not UTF-8.</summary>
    public static bool TryPrepare(ReadOnlySpan<byte> text, TextForm form, TextEdges edges, Span<byte> buffer, out int length)
    {
        if (edges == TextEdges.Both && !text.IsEmpty && !text.ContainsAnyExceptInRange((byte)'!', (byte)'~'))
        {
            PrepareWord(text, form, buffer);
            length = text.Length + 2;
            return true;
        }

        length = 0;
        if (!Utf8.IsValid(text)) return false;
        length = PrepareWords(text, form, edges, buffer);
        return true;
    }

    /// <summary>The usual value, ASCII without blanks, at the speed of the vector unit.</summary>
    private static void PrepareWord(ReadOnlySpan<byte> text, TextForm form, Span<byte> buffer)
    {
        buffer[0] = Space;
        if (form == TextForm.CaseIgnore)
        {
            Ascii.ToLower(text, buffer[1..], out _);
        }
        else
        {
            text.CopyTo(buffer[1..]);
        }
        buffer[text.Length + 1] = Space;
    }

    private static int PrepareWords(ReadOnlySpan<byte> text, TextForm form, TextEdges edges, Span<byte> buffer)
    {
        var length = 0;
        var blank = false;
        while (!text.IsEmpty)
        {
            Rune.DecodeFromUtf8(text, out var rune, out var read);
            text = text[read..];
            if (Rune.IsWhiteSpace(rune))
            {
                blank = true;
            }
            else if (Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format))
            {
                var isFirst = length == 0;
                if (blank || (isFirst && edges is (TextEdges.Start or TextEdges.Both))) buffer[length++] = Space;
                if (blank && !isFirst) buffer[length++] = Space;
                blank = false;
                length += (form == TextForm.CaseIgnore ? Fold(rune) : rune).EncodeToUtf8(buffer[length..]);
            }
        }

        // No word at all: two spaces as a whole value, one as a part of it.
        if (length == 0 && edges == TextEdges.Both) buffer[length++] = Space;
        if (blank || edges is TextEdges.End or TextEdges.Both) buffer[length++] = Space;
        return length;
    }

    /// <summary>A letter without its case: by way of upper case, which is where the two small sigmas meet.</summary>
    /// <remarks>The long s folds to s in Unicode (CaseFolding.txt), and in .NET only where ICU is at hand; here it does so always.</remarks>
    public static Rune Fold(Rune rune) => rune.Value == 'ſ' ? new Rune('s') : Rune.ToLowerInvariant(Rune.ToUpperInvariant(rune));
}
