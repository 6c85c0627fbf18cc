using System.Text;
using LdapSync.Directories.Filters;

namespace LdapSync.Directories;

/// <summary>One step of a distinguished name: usually one attribute, sometimes several (<c>cn=Ann+uid=7</c>).</summary>
internal sealed class RelativeDistinguishedName(IReadOnlyList<NamingAttribute> attributes)
{
    private string? _key;

    public IReadOnlyList<NamingAttribute> Attributes { get; } = attributes;

    /// <summary>Equal for equal names, whatever the spelling and the order of the attributes.</summary>
    /// <remarks>Made when it is first asked for: of an entry's name, only the steps that a base has too are ever compared.</remarks>
    public string Key => _key ??= Attributes is [var single]
        ? single.Key
        // A zero separates: prepared text has none.
        : string.Join('\0', Attributes.Select(attribute => attribute.Key).Order(StringComparer.Ordinal));
}

/// <summary>An attribute type with its value, as they stand in a name.</summary>
internal sealed class NamingAttribute(string type, byte[] value)
{
    // With the equals sign, which RFC 4514 lets escape and Samba wants escaped.
    private const string Special = "\"+,;<=>\\";

    /// <summary>The type in lower case; by name where RFC 4514 section 3 has one for its object identifier.</summary>
    public string Type { get; } = ShortName(type.ToLowerInvariant());

    /// <summary>The value without escapes.</summary>
    public byte[] Value { get; } = value;

    /// <summary>Type and value in the form that compares: text prepared as RFC 4518 has it, other octets as they are.</summary>
    public string Key => Type + "=" + CanonicalValue();

    public bool HasType(string description) => string.Equals(ShortName(description.ToLowerInvariant()), Type, StringComparison.Ordinal);

    /// <summary>Type and value as RFC 4514 section 2 writes them.</summary>
    public string ToLdap()
    {
        if (!LdapAttribute.TryGetText(Value, out var text)) return $"{Type}={string.Concat(Value.Select(octet => $@"\{octet:x2}"))}";

        var escaped = new StringBuilder(Type).Append('=');
        for (var i = 0; i < text.Length; i++)
        {
            var isAtAnEdge = (text[i] == ' ' && (i == 0 || i == text.Length - 1)) || (text[i] == '#' && i == 0);
            if (text[i] == '\0') escaped.Append(@"\00");
            else if (isAtAnEdge || Special.Contains(text[i])) escaped.Append('\\').Append(text[i]);
            else escaped.Append(text[i]);
        }
        return escaped.ToString();
    }

    private string CanonicalValue()
    {
        Span<byte> buffer = Value.Length <= 128 ? stackalloc byte[StringPreparation.MaxLength(128)] : new byte[StringPreparation.MaxLength(Value.Length)];
        return StringPreparation.TryPrepare(Value, TextForm.CaseIgnore, TextEdges.Both, buffer, out var length)
            ? Encoding.UTF8.GetString(buffer[..length])
            // Prepared text starts with a blank, so it is never taken for this.
            : "#" + Convert.ToHexString(Value);
    }

    private static string ShortName(string type) => type switch
    {
        "2.5.4.3" => "cn",
        "2.5.4.7" => "l",
        "2.5.4.8" => "st",
        "2.5.4.10" => "o",
        "2.5.4.11" => "ou",
        "2.5.4.6" => "c",
        "2.5.4.9" => "street",
        "0.9.2342.19200300.100.1.25" => "dc",
        "0.9.2342.19200300.100.1.1" => "uid",
        _ => type,
    };
}
