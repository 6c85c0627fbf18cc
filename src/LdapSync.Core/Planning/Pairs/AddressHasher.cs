using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace LdapSync.Planning.Pairs;

/// <summary>
/// Hashes of octets, quick for the twenty that an address has, and different in every process, so that nobody can fill a directory with addresses that
/// collide. Nothing rests on them but speed: what they tell apart is different, what they take for the same is compared, or planned by the rules.
/// </summary>
/// <param name="seed">Where hashing starts.</param>
/// <param name="kept">The bits that are kept of a hash: fewer make more collisions, for tests.</param>
internal sealed class AddressHasher(ulong seed, ulong kept = ulong.MaxValue)
{
    private const ulong Factor = 0x9E3779B97F4A7C15; // 2^64 divided by the golden ratio: Fibonacci hashing (Knuth, volume 3, section 6.4)

    /// <summary>With the seed of this process.</summary>
    public static AddressHasher OfProcess { get; } = new(BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong))));

    /// <summary>The hash of a domain.</summary>
    public ulong Domain(ReadOnlySpan<byte> octets) => Of(octets, seed) & kept;

    /// <summary>The hash of an address from that of its domain and its local part, both in lower case.</summary>
    public ulong Address(ulong domain, ReadOnlySpan<byte> local) => Of(local, domain) & kept;

    /// <summary>The hash of an address in any spelling.</summary>
    public ulong Address(EmailAddress address) => Address(address.Canonical);

    /// <summary>The hash of an address in canonical form.</summary>
    public ulong Address(string canonical)
    {
        // An address has at most 254 octets; a text that is none may have more.
        Span<byte> octets = stackalloc byte[256];
        if (!Encoding.UTF8.TryGetBytes(canonical, octets, out var length)) return seed & kept;
        octets = octets[..length];
        var at = octets.LastIndexOf((byte)'@');
        return Address(Domain(octets[(at + 1)..]), octets[..at]);
    }

    /// <summary>The hash of an id.</summary>
    public ulong Id(Guid id) => Of(MemoryMarshal.AsBytes(new ReadOnlySpan<Guid>(in id)), ~seed) & kept;

    private static ulong Of(ReadOnlySpan<byte> octets, ulong start)
    {
        var hash = (start ^ (ulong)octets.Length) * Factor;
        var rest = octets;
        while (rest.Length >= sizeof(ulong))
        {
            hash = Mix(hash, BinaryPrimitives.ReadUInt64LittleEndian(rest));
            rest = rest[sizeof(ulong)..];
        }
        if (rest.IsEmpty) return hash;
        if (octets.Length >= sizeof(ulong)) return Mix(hash, BinaryPrimitives.ReadUInt64LittleEndian(octets[^sizeof(ulong)..]));
        if (rest.Length >= sizeof(uint)) return Mix(hash, BinaryPrimitives.ReadUInt32LittleEndian(rest) | ((ulong)BinaryPrimitives.ReadUInt32LittleEndian(rest[^sizeof(uint)..]) << 32));
        return Mix(hash, rest[0] | ((ulong)rest[rest.Length / 2] << 8) | ((ulong)rest[^1] << 16));
    }

    // Both halves of the product, so that every bit of the octets reaches every bit of the hash (as in Wang Yi's wyhash).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Mix(ulong hash, ulong octets)
    {
        var high = Math.BigMul(hash ^ octets, Factor, out var low);
        return high ^ low;
    }
}
