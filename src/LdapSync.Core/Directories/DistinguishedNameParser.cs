using System.Buffers;
using System.Formats.Asn1;
using System.Text;

namespace LdapSync.Directories;

/// <summary>Reads a distinguished name (RFC 4514 section 3).</summary>
internal sealed class DistinguishedNameParser(string text) : SyntaxParser(text)
{
    private static readonly SearchValues<char> EndOfType = SearchValues.Create("=,;+ \"\\<>#\r\n\t");
    private static readonly SearchValues<char> SpecialInValue = SearchValues.Create(",;+\"\\<>\0 ");
    private static readonly SearchValues<char> SpecialInQuotes = SearchValues.Create("\"\\\0");
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789ABCDEFabcdef");

    /// <exception cref="FormatException">The text is not a distinguished name; the message says where.</exception>
    public List<RelativeDistinguishedName> Parse()
    {
        List<RelativeDistinguishedName> rdns = [];
        SkipBlanks();
        // The empty name is the root.
        if (IsAtEnd) return rdns;

        rdns.Add(ParseRdn());
        while (!IsAtEnd)
        {
            if (Current is not (',' or ';')) throw Expected("','", Current is '<' or '>' or '"' ? $"; write \\{Current} for one that is meant" : "");
            Position++;
            rdns.Add(ParseRdn());
        }
        return rdns;
    }

    private RelativeDistinguishedName ParseRdn()
    {
        List<NamingAttribute> attributes = [ParseAttribute()];
        while (Current == '+')
        {
            Position++;
            attributes.Add(ParseAttribute());
        }
        return new RelativeDistinguishedName(attributes);
    }

    private NamingAttribute ParseAttribute()
    {
        SkipBlanks();
        var advice = Position > 0 ? "; write \\, for a comma that belongs to the value before" : "";
        var type = TakeName(EndOfType, AttributeSyntax.IsObjectIdentifier, "an attribute type", advice);
        SkipBlanks();
        if (Current != '=') throw Expected($"'=' after '{type}'", advice);
        Position++;
        SkipBlanks();
        var value = ParseValue();
        SkipBlanks();
        return new NamingAttribute(type, value);
    }

    private byte[] ParseValue()
    {
        if (Current == '#') return ParseHexString();
        StartValue();
        if (Current == '"') TakeQuoted();
        else TakeString();
        return EndValue();
    }

    /// <summary>Text up to the next separator. Blanks at its end do not belong to it unless they are escaped, blanks inside do.</summary>
    private void TakeString()
    {
        for (TakePlainText(SpecialInValue); Current is '\\' or ' '; TakePlainText(SpecialInValue))
        {
            if (Current == '\\') TakeEscape();
            else if (!TryTakeInnerBlanks()) return;
        }
        if (Current == '\0' && !IsAtEnd) throw Expected("','", "; write \\00 for a zero octet");
    }

    private bool TryTakeInnerBlanks()
    {
        var start = Position;
        SkipBlanks();
        if (IsAtEnd || Current is ',' or ';' or '+') return false;
        AppendToValue(Encoding.UTF8.GetBytes(Text[start..Position]));
        return true;
    }

    private void TakeQuoted()
    {
        Position++;
        for (TakePlainText(SpecialInQuotes); Current == '\\'; TakePlainText(SpecialInQuotes)) TakeEscape();
        Take('"');
    }

    private void TakeEscape()
    {
        if (Rest is ['\\', ' ' or '"' or '#' or '+' or ',' or ';' or '<' or '=' or '>' or '\\', ..])
        {
            AppendToValue([(byte)Text[Position + 1]]);
            Position += 2;
        }
        else if (!TryTakeHexEscape())
        {
            throw Fault($"expected a special character or two hexadecimal digits after the '\\' at position {Position + 1}; write \\\\ for a backslash that is meant");
        }
    }

    /// <summary>The BER of a value; its content is what text would give.</summary>
    private byte[] ParseHexString()
    {
        var start = ++Position;
        Position += Rest.IndexOfAnyExcept(HexDigits) is var length and >= 0 ? length : Rest.Length;
        try
        {
            var ber = Convert.FromHexString(Text.AsSpan(start, Position - start));
            AsnDecoder.ReadEncodedValue(ber, AsnEncodingRules.BER, out var offset, out var contentLength, out var consumed);
            if (consumed == ber.Length) return ber[offset..(offset + contentLength)];
        }
        catch (Exception fault) when (fault is FormatException or AsnContentException)
        {
            // Said below, with the position.
        }
        throw Fault($"expected the BER of a value in pairs of hexadecimal digits after the '#' at position {start}; write \\# for one that is meant");
    }
}
