namespace LdapSync.Directories;

/// <summary>How attributes and matching rules are named (RFC 4512 sections 1.4 and 2.5).</summary>
internal static class AttributeSyntax
{
    /// <summary>A type with any options: <c>mail</c>, <c>mail;lang-en</c>, <c>2.5.4.3;binary</c>.</summary>
    public static bool IsDescription(ReadOnlySpan<char> text)
    {
        var first = true;
        foreach (var range in text.Split(';'))
        {
            var part = text[range];
            if (first ? !IsObjectIdentifier(part) : !IsKeyString(part)) return false;
            first = false;
        }
        return true;
    }

    /// <summary>A name of letters, digits and hyphens that starts with a letter, or numbers with dots between them.</summary>
    public static bool IsObjectIdentifier(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty) return false;
        return char.IsAsciiLetter(text[0]) ? IsKeyString(text) : IsNumericObjectIdentifier(text);
    }

    private static bool IsKeyString(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c != '-') return false;
        }
        return !text.IsEmpty;
    }

    private static bool IsNumericObjectIdentifier(ReadOnlySpan<char> text)
    {
        var numbers = 0;
        foreach (var range in text.Split('.'))
        {
            var number = text[range];
            if (number.IsEmpty || number.ContainsAnyExceptInRange('0', '9') || (number[0] == '0' && number.Length > 1)) return false;
            numbers++;
        }
        return numbers > 1;
    }
}
