using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace LdapSync.Benchmarks.Baselines;

/// <summary>What no planner can do without: every address of both sides put into lower case and hashed, once.</summary>
internal static class HashFloor
{
    private const int MaxOctets = 254; // of an address

    public static ulong Hash(AddressLists lists) => Hash(lists.Wanted) + Hash(lists.Existing);

    private static ulong Hash(string[][] accounts)
    {
        Span<byte> lower = stackalloc byte[MaxOctets];
        var sum = 0UL;
        foreach (var account in accounts)
        {
            foreach (var address in account)
            {
                if (!Ascii.IsValid(address)) continue;
                Ascii.ToLower(address, lower, out var length);
                sum += Hash(lower[..length]);
            }
        }
        return sum;
    }

    // A multiplication for eight octets, as quick hashes have it.
    private static ulong Hash(ReadOnlySpan<byte> octets)
    {
        const ulong Factor = 0x9E3779B97F4A7C15;
        var hash = (ulong)octets.Length;
        for (; octets.Length >= sizeof(ulong); octets = octets[sizeof(ulong)..]) hash = BitOperations.RotateLeft(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(octets), 29) * Factor;
        foreach (var octet in octets) hash = (hash ^ octet) * Factor;
        return hash ^ (hash >> 32);
    }
}
