using System.Buffers.Binary;
using System.Text;

namespace LdapSync.Planning.Unchanged;

/// <summary>
/// A hash of octets, quick for the twenty that an address has. Nothing rests on it but speed: what it tells apart is different, what it takes for the same is
/// compared, or planned the long way.
/// </summary>
internal static class AddressHash
{
    private const ulong Factor = 0x9E3779B97F4A7C15; // 2^64 divided by the golden ratio: Fibonacci hashing (Knuth, volume 3, section 6.4)

    public static ulong Of(ReadOnlySpan<byte> octets, ulong seed = 0)
    {
        var hash = (seed ^ (ulong)octets.Length) * Factor;
        while (octets.Length >= sizeof(ulong))
        {
            hash = Mix(hash, BinaryPrimitives.ReadUInt64LittleEndian(octets));
            octets = octets[sizeof(ulong)..];
        }
        if (octets.IsEmpty) return hash;
        var rest = 0UL;
        for (var i = 0; i < octets.Length; i++) rest |= (ulong)octets[i] << (8 * i);
        return Mix(hash, rest);
    }

    /// <summary>The hash of an address from that of its domain and its local part, both in lower case.</summary>
    public static ulong OfAddress(ulong domain, ReadOnlySpan<byte> local) => Of(local, domain);

    /// <summary>The hash of an address, the same for every spelling.</summary>
    public static ulong OfAddress(EmailAddress address)
    {
        // At most 254 octets, as every address.
        Span<byte> octets = stackalloc byte[PlainAddress.MaxOctets];
        return OfAddress(octets[..Encoding.UTF8.GetBytes(address.Canonical, octets)]);
    }

    /// <summary>The hash of an address in lower case.</summary>
    public static ulong OfAddress(ReadOnlySpan<byte> lower)
    {
        var at = lower.LastIndexOf((byte)'@');
        return OfAddress(Of(lower[(at + 1)..]), lower[..at]);
    }

    // Both halves of the product, so that every bit of the octets reaches every bit of the hash (as in Wang Yi's wyhash).
    private static ulong Mix(ulong hash, ulong octets)
    {
        var high = Math.BigMul(hash ^ octets, Factor, out var low);
        return high ^ low;
    }
}
