using System.Formats.Asn1;
using System.Text;

namespace LdapSync.Directories.Filters;

/// <summary>Filters that are joined. None at all is legal (RFC 4526): <c>(&amp;)</c> is always true, <c>(|)</c> always false.</summary>
internal abstract class FilterSet(IReadOnlyList<LdapFilter> filters, char symbol, int choice, Truth neutral) : LdapFilter
{
    protected IReadOnlyList<LdapFilter> Filters { get; } = filters;

    internal sealed override IEnumerable<string> Attributes => Filters.SelectMany(filter => filter.Attributes);

    /// <summary>The first value that settles the matter ends the evaluation; a neutral one says nothing, an undefined one may yet be outvoted.</summary>
    internal sealed override Truth Evaluate(LdapEntry entry)
    {
        var result = neutral;
        for (var i = 0; i < Filters.Count; i++)
        {
            var truth = Filters[i].Evaluate(entry);
            if (truth == Truth.Undefined) result = truth;
            else if (truth != neutral) return truth;
        }
        return result;
    }

    internal sealed override void WriteBer(AsnWriter writer)
    {
        // A SET OF, but written as a sequence: the writer would sort a set, and the author's order should reach the server.
        using var scope = writer.PushSequence(Choice(choice));
        foreach (var filter in Filters) filter.WriteBer(writer);
    }

    internal sealed override void WriteText(StringBuilder text)
    {
        text.Append('(').Append(symbol);
        foreach (var filter in Filters) filter.WriteText(text);
        text.Append(')');
    }
}

/// <summary><c>(&amp;…)</c></summary>
internal sealed class And(IReadOnlyList<LdapFilter> filters) : FilterSet(filters, '&', 0, neutral: Truth.True)
{
    internal override LdapFilter PartNotTrueFor(LdapEntry entry) => Filters.First(filter => !filter.Matches(entry)).PartNotTrueFor(entry);
}

/// <summary><c>(|…)</c></summary>
internal sealed class Or(IReadOnlyList<LdapFilter> filters) : FilterSet(filters, '|', 1, neutral: Truth.False);

/// <summary><c>(!…)</c>; what is undefined stays so.</summary>
internal sealed class Not(LdapFilter negated) : LdapFilter
{
    internal override IEnumerable<string> Attributes => negated.Attributes;

    internal override Truth Evaluate(LdapEntry entry) => Truth.True - (int)negated.Evaluate(entry);

    internal override void WriteBer(AsnWriter writer)
    {
        using var scope = writer.PushSequence(Choice(2));
        negated.WriteBer(writer);
    }

    internal override void WriteText(StringBuilder text)
    {
        text.Append("(!");
        negated.WriteText(text);
        text.Append(')');
    }
}
