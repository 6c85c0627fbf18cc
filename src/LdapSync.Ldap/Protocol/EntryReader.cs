using System.Text;
using LdapSync.Directories;

namespace LdapSync.Ldap.Protocol;

/// <summary>
/// Makes entries of search results. Each entry has one copy of its octets, of which all values are slices; attribute names, the same few in
/// every entry, are made once per connection.
/// </summary>
internal sealed class EntryReader
{
    // A server that answers with ever new names gains no more memory than this.
    private const int MaxNames = 256;

    private readonly List<(byte[] Octets, string Text)> _names = [];
    private readonly List<LdapAttribute> _attributes = [];
    private readonly List<ReadOnlyMemory<byte>> _values = [];

    /// <summary>Reads a SearchResultEntry (RFC 4511 section 4.5.2).</summary>
    public LdapEntry Read(BerReader body)
    {
        var dn = body.ReadText();
        var octets = body.Rest.ToArray();
        var attributes = new BerReader(octets).ReadConstructed(BerReader.Sequence);
        _attributes.Clear();
        while (!attributes.IsEmpty) _attributes.Add(ReadAttribute(attributes.ReadConstructed(BerReader.Sequence), octets));
        return new LdapEntry(dn, _attributes.ToArray());
    }

    private LdapAttribute ReadAttribute(BerReader attribute, byte[] octets)
    {
        var name = Name(attribute.ReadOctets());
        var values = attribute.ReadConstructed(BerReader.Set);
        _values.Clear();
        while (!values.IsEmpty)
        {
            var length = values.ReadOctets().Length;
            _values.Add(octets.AsMemory(values.Position - length, length));
        }
        return new LdapAttribute(name, _values.ToArray());
    }

    private string Name(ReadOnlySpan<byte> octets)
    {
        foreach (var (known, text) in _names)
        {
            if (octets.SequenceEqual(known)) return text;
        }
        if (octets.IsEmpty || !Ascii.IsValid(octets)) throw BerReader.Broken("an attribute's name is not ASCII");
        var name = Encoding.ASCII.GetString(octets);
        if (_names.Count < MaxNames) _names.Add((octets.ToArray(), name));
        return name;
    }
}
