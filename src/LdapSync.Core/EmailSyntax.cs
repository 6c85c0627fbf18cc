using System.Buffers;
using System.Globalization;
using System.Text;
using LdapSync.Directories.Filters;

namespace LdapSync;

/// <summary>What a mail address may look like, and its canonical form: the rules behind <see cref="EmailAddress"/>.</summary>
internal static class EmailSyntax
{
    private const int MaxLocalOctets = 64;   // RFC 5321 section 4.5.3.1.1
    private const int MaxAddressOctets = 254; // RFC 5321 section 4.5.3.1.3: a path is 256 with its angle brackets
    private const int MaxDomainOctets = 253;  // RFC 1035 section 2.3.4, without the root's dot
    private const int MaxLabelOctets = 63;

    // atext of RFC 5322 section 3.2.3 and the dot.
    private static readonly SearchValues<char> LocalAscii =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'*+-/=?^_`{|}~.");

    private static readonly SearchValues<char> DomainAscii = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-");

    // Strict rules would refuse what canonical labels are checked for below, with worse words.
    private static readonly IdnMapping Idn = new() { AllowUnassigned = true, UseStd3AsciiRules = false };

    /// <summary>Null and the canonical form when the text is an address, else what is wrong with it.</summary>
    public static string? Check(string? text, out string canonical)
    {
        canonical = "";
        if (string.IsNullOrEmpty(text)) return "it is empty";

        var at = text.LastIndexOf('@');
        if (at < 0) return "it has no @";
        if (CheckLocalPart(text.AsSpan(0, at)) is { } localFault) return localFault;

        var domain = text.AsSpan(at + 1);
        if (domain.ContainsAnyExceptInRange('\u0021', '\u007e'))
        {
            if (ToAscii(domain, out var ascii) is { } idnFault) return idnFault;
            domain = ascii;
        }
        if (CheckDomain(domain) is { } domainFault) return domainFault;
        if (Encoding.UTF8.GetByteCount(text) > MaxAddressOctets) return "it is longer than 254 octets";

        canonical = Canonicalise(text, at, domain);
        // Some letters are longer in lower case; the canonical form has to be an address too.
        return ReferenceEquals(canonical, text) ? null : CheckLength(canonical);
    }

    private static string? CheckLength(string canonical)
    {
        if (Encoding.UTF8.GetByteCount(canonical.AsSpan(0, canonical.LastIndexOf('@'))) > MaxLocalOctets) return "its local part is longer than 64 octets";
        return Encoding.UTF8.GetByteCount(canonical) > MaxAddressOctets ? "it is longer than 254 octets" : null;
    }

    private static string? CheckLocalPart(ReadOnlySpan<char> local)
    {
        if (local.IsEmpty) return "nothing stands before the @";
        if (local.IndexOfAnyExcept(LocalAscii) is var odd and >= 0 && CheckUnicode(local[odd..]) is { } fault) return fault;
        if (local[0] == '.' || local[^1] == '.' || local.IndexOf("..") >= 0) return "a dot stands at an edge of the local part or beside another";
        return Encoding.UTF8.GetByteCount(local) > MaxLocalOctets ? "its local part is longer than 64 octets" : null;
    }

    private static string? CheckUnicode(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(text, out var rune, out var length) != OperationStatus.Done) return "it is not well-formed text";
            if (rune.IsAscii && !LocalAscii.Contains((char)rune.Value)) return Describe((char)rune.Value);
            if (Rune.IsControl(rune) || Rune.IsWhiteSpace(rune)) return "it has a blank or control character";
            text = text[length..];
        }
        return null;
    }

    private static string Describe(char c) => c switch
    {
        '@' => "it has more than one @",
        <= ' ' or '\u007f' => "it has a blank or control character",
        _ => $"'{c}' may not stand in a local part",
    };

    private static string? ToAscii(ReadOnlySpan<char> domain, out string ascii)
    {
        ascii = "";
        foreach (var c in domain)
        {
            if (char.IsWhiteSpace(c) || char.IsControl(c)) return "it has a blank or control character";
        }
        try
        {
            // Lower case first: without ICU the mapping itself does not fold.
            ascii = Idn.GetAscii(domain.ToString().ToLowerInvariant());
            return null;
        }
        catch (ArgumentException)
        {
            return "its domain is not a valid internationalised name";
        }
    }

    private static string? CheckDomain(ReadOnlySpan<char> domain)
    {
        if (domain.IsEmpty) return "nothing stands after the @";
        if (domain.Length > MaxDomainOctets) return "its domain is longer than 253 octets";

        var labels = 0;
        var numeric = false;
        foreach (var range in domain.Split('.'))
        {
            var label = domain[range];
            labels++;
            if (label.IsEmpty) return "its domain has an empty label";
            if (label.Length > MaxLabelOctets) return "its domain has a label longer than 63 octets";
            if (label[0] == '-' || label[^1] == '-') return "its domain has a hyphen at the edge of a label";
            if (label.IndexOfAnyExcept(DomainAscii) is var odd and >= 0) return $"'{label[odd]}' may not stand in a domain";
            numeric = !label.ContainsAnyExceptInRange('0', '9');
        }
        if (labels < 2) return "its domain has only one label";
        return numeric ? "its domain ends in a number" : null;
    }

    /// <summary>The text itself when it is canonical already, so that the usual address costs no second string.</summary>
    private static string Canonicalise(string text, int at, ReadOnlySpan<char> asciiDomain)
    {
        var local = text.AsSpan(0, at);
        if (asciiDomain.Overlaps(text) && IsFolded(text)) return text;

        // The local part has 64 octets at the most and the domain 253, whatever they come to in lower case.
        Span<char> buffer = stackalloc char[2 * MaxAddressOctets];
        var length = Fold(local, buffer);
        buffer[length++] = '@';
        length += asciiDomain.ToLowerInvariant(buffer[length..]);
        return new string(buffer[..length]);
    }

    private static int Fold(ReadOnlySpan<char> text, Span<char> folded)
    {
        if (Ascii.IsValid(text)) return text.ToLowerInvariant(folded);
        var length = 0;
        foreach (var rune in text.EnumerateRunes()) length += StringPreparation.Fold(rune).EncodeToUtf16(folded[length..]);
        return length;
    }

    private static bool IsFolded(ReadOnlySpan<char> text)
    {
        if (Ascii.IsValid(text)) return !text.ContainsAnyInRange('A', 'Z');
        foreach (var c in text)
        {
            if (c < 0x80 ? char.IsAsciiLetterUpper(c) : char.IsSurrogate(c) || StringPreparation.Fold(new Rune(c)).Value != c) return false;
        }
        return true;
    }
}
