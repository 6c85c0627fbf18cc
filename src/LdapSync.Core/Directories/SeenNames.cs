using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace LdapSync.Directories;

/// <summary>
/// Which names came at which position. Keeps 16 octets of a SHA-256 per name instead of the name, a thirtieth of the memory: two names that share them do
/// not happen by chance and cannot be made on purpose.
/// </summary>
internal sealed class SeenNames
{
    private readonly Dictionary<UInt128, int> _positions = [];

    public int Count => _positions.Count;

    /// <summary>Adds a name; false when it was there, and then at which position.</summary>
    public bool TryAdd(DistinguishedName name, int position, out int earlier)
    {
        ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(_positions, Digest(name), out var exists);
        earlier = known;
        if (!exists) known = position;
        return !exists;
    }

    private static UInt128 Digest(DistinguishedName name)
    {
        // The keys use a single zero within a step.
        var text = string.Join("\0\0", name.Rdns.Select(rdn => rdn.Key));
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(MemoryMarshal.AsBytes(text.AsSpan()), digest);
        return BinaryPrimitives.ReadUInt128BigEndian(digest);
    }
}
