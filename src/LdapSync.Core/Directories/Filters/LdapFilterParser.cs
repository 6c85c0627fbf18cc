using System.Buffers;

namespace LdapSync.Directories.Filters;

/// <summary>Reads a filter (RFC 4515 section 3).</summary>
internal sealed class LdapFilterParser(string text) : SyntaxParser(text)
{
    // Reading, evaluating and encoding recurse; this many levels need some 100 KB of stack, and no real filter comes near.
    private const int MaxNesting = 500;

    private static readonly SearchValues<char> EndOfName = SearchValues.Create("=<>~:()*\\&|! \t\r\n");
    private static readonly SearchValues<char> SpecialInValue = SearchValues.Create("*()\\\0");

    private int _nesting;

    /// <exception cref="FormatException">The text is not a filter; the message says where.</exception>
    public LdapFilter Parse()
    {
        if (Current != '(') throw Expected("'('", IsAtEnd ? "" : "; a filter stands in parentheses, as in (cn=foo)");
        var filter = ParseFilter();
        return IsAtEnd ? filter : throw Expected("the end of the filter", "; several filters are joined by (&...) or (|...)");
    }

    private LdapFilter ParseFilter()
    {
        Take('(');
        if (++_nesting > MaxNesting) throw Fault($"more than {MaxNesting} filters stand inside each other at position {Position}");
        SkipBlanks();
        LdapFilter filter = Current switch
        {
            '&' => new And(ParseSet()),
            '|' => new Or(ParseSet()),
            '!' => ParseNot(),
            _ => ParseItem(),
        };
        Take(')');
        _nesting--;
        return filter;
    }

    private List<LdapFilter> ParseSet()
    {
        Position++;
        List<LdapFilter> filters = [];
        for (SkipBlanks(); Current != ')'; SkipBlanks())
        {
            if (Current != '(') throw Expected("'(' or ')'");
            filters.Add(ParseFilter());
        }
        return filters;
    }

    private Not ParseNot()
    {
        Position++;
        SkipBlanks();
        var negated = ParseFilter();
        SkipBlanks();
        return Current == '(' ? throw Expected("')'", "; only one filter can be negated: join them by (|...)") : new Not(negated);
    }

    private LdapFilter ParseItem()
    {
        if (Current == ':') return ParseExtensible(attribute: null);
        var attribute = TakeName(EndOfName, AttributeSyntax.IsDescription, "an attribute");
        switch (Current)
        {
            case ':':
                return ParseExtensible(attribute);
            case '=':
                Position++;
                return ParseEquality(attribute);
            case '>':
                return new GreaterOrEqual(attribute, ParseOperand());
            case '<':
                return new LessOrEqual(attribute, ParseOperand());
            case '~':
                return new ApproximateMatch(attribute, ParseOperand());
            default:
                throw Expected("'=', '>=', '<=', '~=' or ':='");
        }
    }

    /// <summary>What follows <c>&gt;</c>, <c>&lt;</c> or <c>~</c>.</summary>
    private AssertionValue ParseOperand()
    {
        Position++;
        Take('=');
        return ParseValue();
    }

    /// <summary>Equality, presence and substrings differ by their stars only.</summary>
    private LdapFilter ParseEquality(string attribute)
    {
        List<AssertionValue> parts = [ParsePart()];
        while (Current == '*')
        {
            Position++;
            if (Current == '*') throw Expected("no second star", "; one star stands for any text");
            parts.Add(ParsePart());
        }

        if (parts is [var whole]) return new EqualityMatch(attribute, whole);
        if (parts is [{ Octets: [] }, { Octets: [] }]) return new Present(attribute);
        return new Substrings(attribute, NullIfEmpty(parts[0]), parts[1..^1], NullIfEmpty(parts[^1]));
    }

    private ExtensibleMatch ParseExtensible(string? attribute)
    {
        var dnAttributes = Rest.StartsWith(":dn:", StringComparison.OrdinalIgnoreCase);
        if (dnAttributes) Position += ":dn".Length;

        string? rule = null;
        if (!Rest.StartsWith(":=", StringComparison.Ordinal))
        {
            Position++;
            rule = TakeName(EndOfName, AttributeSyntax.IsObjectIdentifier, "a matching rule");
        }
        if (attribute is null && rule is null) throw Expected("an attribute or a matching rule before ':='");
        Take(':');
        Take('=');
        return new ExtensibleMatch(attribute, dnAttributes, rule, ParseValue());
    }

    /// <summary>A value where a star is nothing special, so that RFC 4515 wants it escaped.</summary>
    private AssertionValue ParseValue()
    {
        var value = ParsePart();
        return Current == '*' ? throw Expected("')'", "; a star stands for any text after '=' only, write \\2a for one that is meant") : value;
    }

    /// <summary>The octets up to the next star, parenthesis or the end.</summary>
    private AssertionValue ParsePart()
    {
        StartValue();
        for (TakePlainText(SpecialInValue); Current == '\\'; TakePlainText(SpecialInValue))
        {
            if (!TryTakeHexEscape())
                throw Fault($"expected two hexadecimal digits after the '\\' at position {Position + 1}; write \\5c for a backslash that is meant");
        }
        if (Current == '(') throw Expected("')'", "; write \\28 for a parenthesis that is meant");
        if (Current == '\0' && !IsAtEnd) throw Expected("')'", "; write \\00 for a zero octet");
        return new AssertionValue(EndValue());
    }

    private static AssertionValue? NullIfEmpty(AssertionValue value) => value.Octets.Length == 0 ? null : value;
}
