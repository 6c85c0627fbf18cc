namespace LdapSync.Directories;

/// <summary>One object of a directory as it was read: its distinguished name and its attributes. Immutable.</summary>
public sealed class LdapEntry
{
    private readonly LdapAttribute[] _attributes;

    /// <summary>An entry as a source read it.</summary>
    public LdapEntry(string dn, IReadOnlyList<LdapAttribute> attributes)
    {
        ArgumentNullException.ThrowIfNull(attributes);
        (Dn, _attributes) = (dn, attributes as LdapAttribute[] ?? [.. attributes]);
    }

    /// <summary>An entry from text, for tests and in-memory sources: pairs of the same name become one attribute with several values.</summary>
    /// <example><c>new LdapEntry("cn=Ann,dc=example,dc=com", ("mail", "ann@example.com"), ("proxyAddresses", "smtp:a@example.com"))</c></example>
    public LdapEntry(string dn, params (string Name, string Value)[] attributes)
        : this(dn, [.. attributes
            .GroupBy(a => a.Name, a => a.Value, StringComparer.OrdinalIgnoreCase)
            .Select(values => new LdapAttribute(values.Key, [.. values.Select(LdapAttribute.Encode)]))])
    {
    }

    /// <summary>The distinguished name, as the directory spells it.</summary>
    public string Dn { get; }

    /// <summary>The attributes in the order they were read.</summary>
    public IReadOnlyList<LdapAttribute> Attributes => _attributes;

    /// <summary>The same without a detour.</summary>
    internal ReadOnlySpan<LdapAttribute> AttributeSpan => _attributes;

    /// <summary>
    /// The attributes that a description asks for: <c>mail</c> finds <c>mail</c> and its subtypes by option such as <c>mail;lang-en</c> (RFC 4512 section
    /// 2.5.2); a description with options finds those that have them all.
    /// </summary>
    public IEnumerable<LdapAttribute> Find(string description)
    {
        foreach (var attribute in _attributes)
        {
            if (attribute.Answers(description)) yield return attribute;
        }
    }

    /// <summary>The distinguished name.</summary>
    public override string ToString() => Dn;
}
