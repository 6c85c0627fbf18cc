using System.Formats.Asn1;
using System.Text;

namespace LdapSync.Directories.Filters;

/// <summary>
/// <c>(attribute:dn:rule:=value)</c>. Without a rule it is the attribute's equality; without an attribute it looks at all of them; with <c>:dn</c> at the
/// parts of the entry's name too.
/// </summary>
internal sealed class ExtensibleMatch(string? attribute, bool dnAttributes, string? rule, AssertionValue value) : LdapFilter
{
    private readonly ValueMatcher? _matcher = MatchingRules.Find(rule, value);

    internal override IEnumerable<string> Attributes => [attribute ?? "*"];

    internal override Truth Evaluate(LdapEntry entry)
    {
        if (_matcher is null) return Truth.Undefined;

        var result = Truth.False;
        for (var i = 0; i < entry.Attributes.Count; i++)
        {
            var candidate = entry.Attributes[i];
            if (attribute is null || candidate.Answers(attribute)) result = Truths.Or(result, _matcher.MatchesAny(candidate));
        }
        if (!dnAttributes || !DistinguishedName.TryParse(entry.Dn, out var dn, out _)) return result;
        foreach (var candidate in dn.Rdns.SelectMany(rdn => rdn.Attributes))
        {
            if (attribute is null || candidate.HasType(attribute)) result = Truths.Or(result, _matcher.Matches(candidate.Value));
        }
        return result;
    }

    internal override void WriteBer(AsnWriter writer)
    {
        using var scope = writer.PushSequence(Choice(9));
        if (rule is not null) writer.WriteOctetString(Encoding.UTF8.GetBytes(rule), Choice(1));
        if (attribute is not null) writer.WriteOctetString(Encoding.UTF8.GetBytes(attribute), Choice(2));
        writer.WriteOctetString(value.Octets, Choice(3));
        // FALSE is the default, and defaults are left out.
        if (dnAttributes) writer.WriteBoolean(value: true, Choice(4));
    }

    internal override void WriteText(StringBuilder text)
    {
        text.Append('(').Append(attribute);
        if (dnAttributes) text.Append(":dn");
        if (rule is not null) text.Append(':').Append(rule);
        text.Append(":=");
        value.WriteText(text);
        text.Append(')');
    }
}
