using System.Text;
using System.Text.Unicode;

namespace LdapSync.Ldap.Protocol;

/// <summary>
/// Reads the subset of BER that LDAP allows (RFC 4511 section 5.1): definite lengths, primitive strings, tags of one octet. Positions count
/// from the start of the message, also in nested readers, so that values can be kept as slices of a copy.
/// </summary>
internal ref struct BerReader
{
    public const byte Boolean = 0x01;
    public const byte Integer = 0x02;
    public const byte OctetString = 0x04;
    public const byte Enumerated = 0x0A;
    public const byte Sequence = 0x30;
    public const byte Set = 0x31;

    private readonly ReadOnlySpan<byte> _data;
    private readonly int _end;

    public BerReader(ReadOnlySpan<byte> data)
        : this(data, 0, data.Length)
    {
    }

    private BerReader(ReadOnlySpan<byte> data, int start, int end)
    {
        _data = data;
        _end = end;
        Position = start;
    }

    public int Position { get; private set; }

    public readonly bool IsEmpty => Position >= _end;

    /// <summary>What has not been read yet.</summary>
    public readonly ReadOnlySpan<byte> Rest => _data[Position.._end];

    /// <summary>Whether an element with this tag comes next.</summary>
    public readonly bool IsNext(byte tag) => Position < _end && _data[Position] == tag;

    /// <summary>The tag of the next element.</summary>
    public readonly byte PeekTag() => Position < _end ? _data[Position] : throw Broken("an element is missing");

    public BerReader ReadConstructed(byte tag)
    {
        var end = Enter(tag);
        var inner = new BerReader(_data, Position, end);
        Position = end;
        return inner;
    }

    public ReadOnlySpan<byte> ReadOctets(byte tag = OctetString)
    {
        var end = Enter(tag);
        var octets = _data[Position..end];
        Position = end;
        return octets;
    }

    /// <summary>Text that has to be UTF-8, such as names.</summary>
    public string ReadText(byte tag = OctetString)
    {
        var octets = ReadOctets(tag);
        return Utf8.IsValid(octets) ? Encoding.UTF8.GetString(octets) : throw Broken("a name is not UTF-8");
    }

    /// <summary>Text that is only shown: octets that are not UTF-8 are replaced.</summary>
    public string ReadRemark() => Encoding.UTF8.GetString(ReadOctets());

    public int ReadInteger(byte tag = Integer)
    {
        var octets = ReadOctets(tag);
        if (octets.Length is 0 or > 4) throw Broken("a number has no octets or more than four");
        var value = (int)(sbyte)octets[0];
        foreach (var octet in octets[1..]) value = (value << 8) | octet;
        return value;
    }

    public bool ReadBoolean()
    {
        var octets = ReadOctets(Boolean);
        return octets.Length == 1 ? octets[0] != 0 : throw Broken("a truth value has not one octet");
    }

    /// <summary>Passes over an element that this version of LDAP does not know (RFC 4511 section 4: sequences are extensible).</summary>
    public void Skip() => Position = Enter(PeekTag());

    /// <summary>
    /// Reads a length that starts at <paramref name="position"/> and moves behind it; false when <paramref name="data"/> ends inside it.
    /// Windows writes four length octets even for short elements.
    /// </summary>
    public static bool TryReadLength(ReadOnlySpan<byte> data, ref int position, out int length)
    {
        length = 0;
        if (position >= data.Length) return false;
        var first = data[position];
        if (first < 0x80)
        {
            (length, position) = (first, position + 1);
            return true;
        }
        var octets = first & 0x7F;
        if (octets is 0 or > 4) throw Broken("a length is indefinite or has more than four octets");
        if (data.Length - position - 1 < octets) return false;
        uint value = 0;
        foreach (var octet in data.Slice(position + 1, octets)) value = (value << 8) | octet;
        if (value > int.MaxValue) throw Broken("a length is beyond two gigabytes");
        (length, position) = ((int)value, position + 1 + octets);
        return true;
    }

    public static InvalidDataException Broken(string found) =>
        new($"the answer is not LDAP ({found}); check that host and port are those of a directory server");

    /// <summary>Moves behind the header and returns where the element ends.</summary>
    private int Enter(byte tag)
    {
        if (PeekTag() != tag) throw Broken($"expected tag {tag:X2}, found {_data[Position]:X2}");
        var position = Position + 1;
        if (!TryReadLength(_data[.._end], ref position, out var length) || length > _end - position)
            throw Broken("an element is longer than what holds it");
        Position = position;
        return position + length;
    }
}
