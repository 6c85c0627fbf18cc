using System.Buffers.Binary;

namespace LdapSync.Planning.Pairs;

/// <summary>
/// Addresses as octets, in some eighteen of them as a rule:
/// <code>
///  1 octet   length of the local part, 1 to 64; 128 more where it has capitals
///  1 or 2    number of the domain's spelling: below 128 in one octet, else 128 more in the first, which is the high one
///  8         which octets of the local part are capitals, where it has any
///  …         the local part in lower case
/// </code>
/// </summary>
internal static class AddressCode
{
    /// <summary>How many octets an address takes at most.</summary>
    public const int Longest = 1 + 2 + sizeof(ulong) + PlainAddress.MostLocalOctets;

    private const int Marked = 128;

    /// <summary>Writes an address.</summary>
    /// <returns>How many octets it takes.</returns>
    public static int Write(in PlainAddress address, ReadOnlySpan<byte> octets, Span<byte> to)
    {
        var length = 0;
        to[length++] = (byte)(address.Length + (address.Capitals != 0 ? Marked : 0));
        if (address.Domain >= Marked) to[length++] = (byte)(Marked + (address.Domain >> 8));
        to[length++] = (byte)address.Domain;
        if (address.Capitals != 0)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(to[length..], address.Capitals);
            length += sizeof(ulong);
        }
        address.Local(octets).CopyTo(to[length..]);
        return length + address.Length;
    }

    /// <summary>Reads an address that begins at a position; its local part stands among the same octets.</summary>
    public static PlainAddress Read(ReadOnlySpan<byte> octets, ref int position, KnownDomains domains)
    {
        int length = octets[position++];
        int domain = octets[position++];
        if (domain >= Marked) domain = ((domain - Marked) << 8) + octets[position++];
        var capitals = 0UL;
        if (length >= Marked)
        {
            length -= Marked;
            capitals = BinaryPrimitives.ReadUInt64LittleEndian(octets[position..]);
            position += sizeof(ulong);
        }
        var start = position;
        position += length;
        return new PlainAddress((short)domain, domains.LowerOf(domain), start, length, capitals);
    }
}
