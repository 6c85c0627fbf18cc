using System.Text;
using LdapSync.Directories;

namespace LdapSync.Contracts;

/// <summary>An entry of the made-up company, before a kind of directory adds what it wants besides.</summary>
/// <param name="Name">What tests call it.</param>
/// <param name="Dn">Its distinguished name.</param>
/// <param name="ObjectClass">The structural class.</param>
public sealed record CompanyEntry(string Name, string Dn, string ObjectClass)
{
    /// <summary>Attributes and values in their order, those of its name included, without <c>objectClass</c>.</summary>
    public IReadOnlyList<(string Name, ReadOnlyMemory<byte> Value)> Values { get; private init; } = [];

    /// <summary>The same entry with further values.</summary>
    public CompanyEntry With(string attribute, params string[] values) =>
        this with { Values = [.. Values, .. values.Select(value => (attribute, (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(value)))] };

    /// <summary>The same entry with a further value.</summary>
    public CompanyEntry With(string attribute, byte[] value) => this with { Values = [.. Values, (attribute, value)] };

    /// <summary>The entry as a source delivers it.</summary>
    public LdapEntry ToEntry() => new(Dn,
    [
        new LdapAttribute("objectClass", [Encoding.UTF8.GetBytes(ObjectClass)]),
        .. Values.GroupBy(value => value.Name, value => value.Value, StringComparer.Ordinal).Select(values => new LdapAttribute(values.Key, [.. values])),
    ]);

    /// <summary>The entry as LDIF (RFC 2849).</summary>
    /// <param name="lines">Lines to add behind its name, such as <c>changetype: add</c>.</param>
    public string ToLdif(params string[] lines)
    {
        var ldif = new StringBuilder();
        Append(ldif, "dn", Encoding.UTF8.GetBytes(Dn));
        foreach (var line in lines) ldif.Append(line).Append('\n');
        ldif.Append("objectClass: ").Append(ObjectClass).Append('\n');
        foreach (var (name, value) in Values) Append(ldif, name, value.Span);
        return ldif.Append('\n').ToString();
    }

    // Always as Base64: correct for every value.
    private static void Append(StringBuilder ldif, string name, ReadOnlySpan<byte> value) =>
        ldif.Append(name).Append(":: ").Append(Convert.ToBase64String(value)).Append('\n');
}
