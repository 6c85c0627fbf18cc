using System.Text;

namespace LdapSync.Directories.Ldif;

/// <summary>The <c>control:</c> line of a change record: an OID, then whether it is critical, then its value (RFC 2849).</summary>
internal static class LdifControlSyntax
{
    public static LdifControl Read(LdifLines lines)
    {
        var rest = lines.Value;
        var oid = rest[..Until(rest.Span, " :"u8)];
        if (!IsOid(oid.Span)) throw lines.Error("expected an OID after 'control:', found something else");
        rest = rest[oid.Length..];

        var isCritical = false;
        if (rest.Span is [(byte)' ', ..])
        {
            rest = rest.TrimStart((byte)' ');
            var word = rest[..Until(rest.Span, ":"u8)];
            isCritical = word.Span.SequenceEqual("true"u8);
            if (!isCritical && !word.Span.SequenceEqual("false"u8)) throw lines.Error("expected true or false after the control's OID, found something else");
            rest = rest[word.Length..];
        }
        // A typed null: an untyped one would become an empty value.
        ReadOnlyMemory<byte>? value = rest.IsEmpty ? default(ReadOnlyMemory<byte>?) : lines.ReadValue(rest[1..]);
        return new LdifControl(Encoding.ASCII.GetString(oid.Span), isCritical, value);
    }

    private static int Until(ReadOnlySpan<byte> text, ReadOnlySpan<byte> ends)
    {
        var end = text.IndexOfAny(ends);
        return end < 0 ? text.Length : end;
    }

    private static bool IsOid(ReadOnlySpan<byte> text)
    {
        if (text.IndexOf((byte)'.') < 0) return false;
        foreach (var arc in text.Split((byte)'.'))
        {
            if (text[arc].IsEmpty || text[arc].IndexOfAnyExceptInRange((byte)'0', (byte)'9') >= 0) return false;
        }
        return true;
    }
}
