using System.Formats.Asn1;
using System.Text;

namespace LdapSync.Directories.Filters;

/// <summary><c>(attribute=*)</c></summary>
internal sealed class Present(string attribute) : LdapFilter
{
    internal override IEnumerable<string> Attributes => [attribute];

    internal override Truth Evaluate(LdapEntry entry)
    {
        // Not LdapEntry.Find, here and below: an iterator for every item and entry would be most of what an evaluation allocates.
        for (var i = 0; i < entry.Attributes.Count; i++)
        {
            if (entry.Attributes[i] is { Values.Count: > 0 } candidate && candidate.Answers(attribute)) return Truth.True;
        }
        return Truth.False;
    }

    internal override void WriteBer(AsnWriter writer) => writer.WriteOctetString(Encoding.UTF8.GetBytes(attribute), Choice(7));

    internal override void WriteText(StringBuilder text) => text.Append('(').Append(attribute).Append("=*)");
}

/// <summary>A statement about the values of one attribute: true when one value makes it true, else undefined when one value does, else false.</summary>
internal abstract class Item(string attribute, ValueMatcher matcher) : LdapFilter
{
    protected string Attribute { get; } = attribute;

    internal sealed override IEnumerable<string> Attributes => [Attribute];

    internal sealed override Truth Evaluate(LdapEntry entry)
    {
        var result = Truth.False;
        for (var i = 0; i < entry.Attributes.Count && result != Truth.True; i++)
        {
            var candidate = entry.Attributes[i];
            if (candidate.Answers(Attribute)) result = Truths.Or(result, matcher.MatchesAny(candidate));
        }
        return result;
    }
}

/// <summary>A comparison with one value.</summary>
internal abstract class Comparison(string attribute, AssertionValue value, string symbol, int choice, ValueMatcher matcher) : Item(attribute, matcher)
{
    internal sealed override void WriteBer(AsnWriter writer)
    {
        using var scope = writer.PushSequence(Choice(choice));
        writer.WriteOctetString(Encoding.UTF8.GetBytes(Attribute));
        writer.WriteOctetString(value.Octets);
    }

    internal sealed override void WriteText(StringBuilder text)
    {
        text.Append('(').Append(Attribute).Append(symbol);
        value.WriteText(text);
        text.Append(')');
    }
}

/// <summary><c>(attribute=value)</c></summary>
internal sealed class EqualityMatch(string attribute, AssertionValue value)
    : Comparison(attribute, value, "=", 3, ObjectCategoryMatcher.Create(attribute, value) ?? new EqualityMatcher(value));

/// <summary><c>(attribute&gt;=value)</c></summary>
internal sealed class GreaterOrEqual(string attribute, AssertionValue value)
    : Comparison(attribute, value, ">=", 5, new OrderingMatcher(value, static order => order >= 0));

/// <summary><c>(attribute&lt;=value)</c></summary>
internal sealed class LessOrEqual(string attribute, AssertionValue value)
    : Comparison(attribute, value, "<=", 6, new OrderingMatcher(value, static order => order <= 0));

/// <summary><c>(attribute~=value)</c>, evaluated as an equality: RFC 4511 section 4.5.1.7.6 has that for whoever lacks an approximate algorithm.</summary>
internal sealed class ApproximateMatch(string attribute, AssertionValue value) : Comparison(attribute, value, "~=", 8, new EqualityMatcher(value));

/// <summary><c>(attribute=initial*any*final)</c>: at least one of the parts is there, and none that is there is empty.</summary>
internal sealed class Substrings(string attribute, AssertionValue? initial, IReadOnlyList<AssertionValue> any, AssertionValue? final)
    : Item(attribute, new SubstringsMatcher(initial, any, final))
{
    internal override void WriteBer(AsnWriter writer)
    {
        using var scope = writer.PushSequence(Choice(4));
        writer.WriteOctetString(Encoding.UTF8.GetBytes(Attribute));
        using var parts = writer.PushSequence();
        if (initial is not null) writer.WriteOctetString(initial.Octets, Choice(0));
        foreach (var part in any) writer.WriteOctetString(part.Octets, Choice(1));
        if (final is not null) writer.WriteOctetString(final.Octets, Choice(2));
    }

    internal override void WriteText(StringBuilder text)
    {
        text.Append('(').Append(Attribute).Append('=');
        initial?.WriteText(text);
        text.Append('*');
        foreach (var part in any)
        {
            part.WriteText(text);
            text.Append('*');
        }
        final?.WriteText(text);
        text.Append(')');
    }
}
