using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;

namespace LdapSync.Planning.Pairs;

/// <summary>
/// The entry of a pair as octets, as far as the account does not say the same:
/// <code>
///  1 octet   number of addresses; 0 where they are the account's, in its spelling and its order; 128 more where there is an id
///  16        the id, where there is one
///  2         length of the name, and the name in UTF-8
///  …         the addresses, see AddressCode
/// </code>
/// </summary>
internal static class EntryCode
{
    /// <summary>How many octets an entry takes at most.</summary>
    public const int Longest = 1 + 16 + 2 + LongestName + (AddressList.Most * AddressCode.Longest);

    private const int LongestName = 1 << 15;
    private const int Marked = 128;

    /// <summary>Writes an entry.</summary>
    /// <param name="dn">Its name.</param>
    /// <param name="id">Its id, if any.</param>
    /// <param name="addresses">Its addresses; none where they are the account's.</param>
    /// <param name="octets">Where their local parts stand.</param>
    /// <param name="to">Where to.</param>
    /// <returns>How many octets it takes; -1 where the name is too long, or no Unicode.</returns>
    public static int Write(string dn, Guid id, ReadOnlySpan<PlainAddress> addresses, ReadOnlySpan<byte> octets, Span<byte> to)
    {
        to[0] = (byte)addresses.Length;
        var length = 1;
        if (id != Guid.Empty)
        {
            to[0] += Marked;
            id.TryWriteBytes(to[length..]);
            length += 16;
        }
        if (Utf8.FromUtf16(dn, to.Slice(length + 2, LongestName), out _, out var name, replaceInvalidSequences: false) != OperationStatus.Done) return -1;
        BinaryPrimitives.WriteUInt16LittleEndian(to[length..], (ushort)name);
        length += 2 + name;
        foreach (ref readonly var address in addresses) length += AddressCode.Write(address, octets, to[length..]);
        return length;
    }

    /// <summary>The id; empty where there is none.</summary>
    public static Guid Id(ReadOnlySpan<byte> entry) => HasId(entry) ? new Guid(entry.Slice(1, 16)) : Guid.Empty;

    /// <summary>The name.</summary>
    public static string Dn(ReadOnlySpan<byte> entry)
    {
        var start = HasId(entry) ? 17 : 1;
        return Encoding.UTF8.GetString(entry.Slice(start + 2, BinaryPrimitives.ReadUInt16LittleEndian(entry[start..])));
    }

    /// <summary>Reads the addresses, if it has its own.</summary>
    /// <returns>As many of <paramref name="into"/> as there are.</returns>
    public static ReadOnlySpan<PlainAddress> Read(ReadOnlySpan<byte> entry, PlainAddress[] into, KnownDomains domains)
    {
        var start = HasId(entry) ? 17 : 1;
        var position = start + 2 + BinaryPrimitives.ReadUInt16LittleEndian(entry[start..]);
        var count = entry[0] % Marked;
        for (var i = 0; i < count; i++) into[i] = AddressCode.Read(entry, ref position, domains);
        return into.AsSpan(0, count);
    }

    private static bool HasId(ReadOnlySpan<byte> entry) => entry[0] >= Marked;
}
