using System.Numerics;

namespace LdapSync.Planning.Unchanged;

/// <summary>
/// Tells in three octets an address whether it was seen before: "no" is certain, "yes" is wrong for few in ten thousand (a Bloom filter whose bits for one address lie in one word, after
/// Putze, Sanders and Singler).
/// </summary>
internal sealed class AddressFilter
{
    private const int BitsPerAddress = 24;
    private readonly ulong[] _words;
    private readonly int _shift;

    public AddressFilter(int addresses)
    {
        var words = BitOperations.RoundUpToPowerOf2((ulong)Math.Max(1L, (long)addresses * BitsPerAddress / 64));
        _words = new ulong[words];
        _shift = 64 - BitOperations.Log2(words);
    }

    /// <summary>Whether the address of a hash may have been added before; it is added.</summary>
    public bool Add(ulong hash)
    {
        // A shift by 64 is none: one word has no number.
        ref var word = ref _words[_shift == 64 ? 0 : hash >> _shift];
        var bits = (1UL << (int)(hash & 63)) | (1UL << (int)((hash >> 6) & 63)) | (1UL << (int)((hash >> 12) & 63)) | (1UL << (int)((hash >> 18) & 63));
        var isKnown = (word & bits) == bits;
        word |= bits;
        return isKnown;
    }
}
