using System.Diagnostics.CodeAnalysis;
using System.Formats.Asn1;
using System.Text;
using LdapSync.Directories.Filters;

namespace LdapSync.Directories;

/// <summary>A search filter (RFC 4515), such as <c>(&amp;(objectClass=user)(mail=*))</c>. Immutable and safe to share between threads.</summary>
/// <remarks>
/// The text is RFC 4515 to the letter, and servers differ where it is not, so there are few liberties:
/// <list type="bullet">
/// <item>Blanks and line ends may stand around the parentheses inside a filter, because long filters are published and pasted that way. Inside a value they
/// belong to the value.</item>
/// <item>A filter without parentheses (<c>cn=foo</c>) is refused; the reason tells to add them.</item>
/// <item>Two stars side by side (<c>cn=a**b</c>) are refused: RFC 4515 has them, but servers take them as one star, as an empty part or as an error.</item>
/// <item>A backslash takes two hexadecimal digits; <c>\*</c> and <c>\(</c> are refused. They belong to RFC 1960, and some servers read them differently.</item>
/// <item>More than 500 filters inside each other are refused.</item>
/// </list>
/// Two filters are equal when their <see cref="ToString"/> is.
/// </remarks>
public abstract class LdapFilter : IEquatable<LdapFilter>
{
    private protected LdapFilter()
    {
    }

    /// <summary>Reads a filter.</summary>
    /// <exception cref="FormatException">The text is not a filter; the message says what was expected at which position, counted from 1.</exception>
    public static LdapFilter Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryParse(text, out var filter, out var reason) ? filter : throw new FormatException($"The search filter cannot be read: {reason}.");
    }

    /// <summary>Reads a filter; on failure <paramref name="reason"/> says what was expected at which position, counted from 1, and what was found.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out LdapFilter? filter, [NotNullWhen(false)] out string? reason)
    {
        try
        {
            (filter, reason) = (new LdapFilterParser(text ?? "").Parse(), null);
            return true;
        }
        catch (FormatException fault)
        {
            // A filter is a setting, read once: a parser without a failure path in every method is worth the exception.
            (filter, reason) = (null, fault.Message);
            return false;
        }
    }

    /// <summary>Whether an entry matches: the filter is true for it, neither false nor undefined (RFC 4511 section 4.5.1.7).</summary>
    /// <remarks>
    /// There is no schema here. Values compare as text without case and with blanks folded (RFC 4518); a value or an assertion that is not text compares octet
    /// by octet. <c>&gt;=</c> and <c>&lt;=</c> compare integers as numbers and generalized times as times when both sides are such, else text by code point.
    /// <c>~=</c> is <c>=</c>. Extensible matches know caseIgnoreMatch, caseExactMatch, their IA5 forms, octetStringMatch and Active Directory's two bit rules;
    /// with any other rule they are undefined, and so is their negation. An attribute that the entry lacks makes an item false, its negation true.
    /// <c>(objectCategory=person)</c> also finds the DN that Active Directory stores for it.
    /// </remarks>
    public bool Matches(LdapEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return Evaluate(entry) == Truth.True;
    }

    /// <summary>The filter as LDAP sends it (RFC 4511 section 4.5.1.7): BER, as small as possible.</summary>
    public byte[] ToBer()
    {
        var writer = new AsnWriter(AsnEncodingRules.BER);
        WriteBer(writer);
        return writer.Encode();
    }

    /// <summary>The filter as RFC 4515 text without blanks of its own; reading it gives an equal filter.</summary>
    /// <remarks>Octets that are not UTF-8, controls and the five special characters are written as <c>\xx</c>.</remarks>
    public sealed override string ToString()
    {
        var text = new StringBuilder();
        WriteText(text);
        return text.ToString();
    }

    /// <inheritdoc/>
    public bool Equals(LdapFilter? other) => other is not null && string.Equals(ToString(), other.ToString(), StringComparison.Ordinal);

    /// <inheritdoc/>
    public sealed override bool Equals(object? obj) => Equals(obj as LdapFilter);

    /// <inheritdoc/>
    public sealed override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    /// <summary>The attributes it looks at, some perhaps more than once; <c>*</c> where it looks at all (RFC 4511 section 4.5.1.8).</summary>
    internal abstract IEnumerable<string> Attributes { get; }

    /// <summary>Of a filter that does not match, the part that says why: of several that are joined by "and", the first that is not true.</summary>
    internal virtual LdapFilter PartNotTrueFor(LdapEntry entry) => this;

    internal abstract Truth Evaluate(LdapEntry entry);

    internal abstract void WriteBer(AsnWriter writer);

    internal abstract void WriteText(StringBuilder text);

    /// <summary>The tag of an alternative of the CHOICEs that filters are made of.</summary>
    private protected static Asn1Tag Choice(int number) => new(TagClass.ContextSpecific, number);
}
