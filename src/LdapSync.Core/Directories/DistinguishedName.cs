using System.Diagnostics.CodeAnalysis;

namespace LdapSync.Directories;

/// <summary>A distinguished name (RFC 4514), such as <c>cn=Ann,ou=Staff,dc=example,dc=com</c>. Immutable and safe to share between threads.</summary>
/// <remarks>
/// Names compare as directories compare them: types and values without case, blanks folded, escapes decoded, <c>2.5.4.3</c> as <c>cn</c>, the attributes of
/// <c>cn=Ann+uid=7</c> in any order. The empty name is the root, above all others. Older spellings (RFC 1779, RFC 2253) are understood: blanks around
/// separators, <c>;</c> for a comma, values in quotation marks. A value as <c>#</c> and hexadecimal BER equals only itself.
/// </remarks>
public sealed class DistinguishedName : IEquatable<DistinguishedName>
{
    private static readonly char[] Separators = [',', ';'];

    private readonly string _text;

    private DistinguishedName(string text, IReadOnlyList<RelativeDistinguishedName> rdns) => (_text, Rdns) = (text, rdns);

    /// <summary>The steps from the entry up to the root.</summary>
    internal IReadOnlyList<RelativeDistinguishedName> Rdns { get; }

    /// <summary>Reads a distinguished name.</summary>
    /// <exception cref="FormatException">The text is not a distinguished name; the message says what was expected at which position, counted from 1.</exception>
    public static DistinguishedName Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryParse(text, out var dn, out var reason) ? dn : throw new FormatException($"The distinguished name cannot be read: {reason}.");
    }

    /// <summary>Reads a distinguished name; on failure <paramref name="reason"/> says what was expected at which position, counted from 1, and what was found.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out DistinguishedName? dn, [NotNullWhen(false)] out string? reason)
    {
        if (text is null)
        {
            (dn, reason) = (null, "expected a distinguished name, found none");
            return false;
        }

        try
        {
            (dn, reason) = (new DistinguishedName(text, new DistinguishedNameParser(text).Parse()), null);
            return true;
        }
        catch (FormatException fault)
        {
            (dn, reason) = (null, fault.Message);
            return false;
        }
    }

    /// <summary>Those of the names that stand below no other of them, each once: the bases to search so that no entry is read twice. In their order.</summary>
    public static IReadOnlyList<DistinguishedName> Outermost(IEnumerable<DistinguishedName> names)
    {
        List<DistinguishedName> distinct = [.. names.Distinct()];
        return [.. distinct.Where(name => !distinct.Exists(other => !other.Equals(name) && name.IsAtOrBelow(other)))];
    }

    /// <summary>The name of the entry above; null of the top of a tree, and of the root.</summary>
    public DistinguishedName? Parent => Rdns.Count <= 1 ? null : AtMost(Rdns.Count - 1);

    /// <summary>Whether this name is the other or stands below it.</summary>
    public bool IsAtOrBelow(DistinguishedName ancestor)
    {
        ArgumentNullException.ThrowIfNull(ancestor);
        var below = Rdns.Count - ancestor.Rdns.Count;
        if (below < 0) return false;
        // From the entry's end: names of one directory share their other end.
        for (var i = 0; i < ancestor.Rdns.Count; i++)
        {
            if (!string.Equals(Rdns[below + i].Key, ancestor.Rdns[i].Key, StringComparison.Ordinal)) return false;
        }
        return true;
    }

    /// <summary>The top of the directory that the name is in, as far as a name can tell: its last steps of domain components (RFC 2247), else its last step.</summary>
    internal DistinguishedName Suffix()
    {
        var steps = Rdns.Reverse().TakeWhile(rdn => rdn.Attributes is [{ Type: "dc" }]).Count();
        return AtMost(Math.Max(steps, 1));
    }

    /// <summary>The last steps of the name, so many of them; the name itself when it has no more.</summary>
    private DistinguishedName AtMost(int steps)
    {
        // Not every comma separates; one that does leaves a name above this one.
        for (var i = _text.IndexOfAny(Separators); i >= 0 && Rdns.Count > steps; i = _text.IndexOfAny(Separators, i + 1))
        {
            if (TryParse(_text[(i + 1)..].TrimStart(), out var above, out _) && above.Rdns.Count == steps && IsAtOrBelow(above)) return above;
        }
        return this;
    }

    /// <inheritdoc/>
    public bool Equals(DistinguishedName? other) => other is not null && other.Rdns.Count == Rdns.Count && IsAtOrBelow(other);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as DistinguishedName);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var rdn in Rdns) hash.Add(rdn.Key, StringComparer.Ordinal);
        return hash.ToHashCode();
    }

    /// <summary>The name as LDAP sends it: in the spelling of RFC 4514, whatever older one was read. Servers do not understand all of those.</summary>
    public string ToLdap() => string.Join(',', Rdns.Select(rdn => string.Join('+', rdn.Attributes.Select(attribute => attribute.ToLdap()))));

    /// <summary>The name as it was spelled.</summary>
    public override string ToString() => _text;
}
