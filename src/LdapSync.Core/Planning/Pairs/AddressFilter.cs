using System.Numerics;

namespace LdapSync.Planning.Pairs;

/// <summary>
/// Tells whether an address was seen before: "no" is certain, "yes" is wrong for few in ten thousand (a Bloom filter whose bits for one address lie in one word, after
/// Putze, Sanders and Singler; some three octets an address).
/// </summary>
internal sealed class AddressFilter
{
    private const int BitsPerAddress = 24;

    private readonly ulong[] _words;
    private readonly int _bits;

    public AddressFilter(int addresses)
    {
        _bits = BitOperations.Log2(BitOperations.RoundUpToPowerOf2((ulong)Math.Max(64L, (long)addresses * BitsPerAddress / 64)));
        _words = Words.Rent(1 << _bits);
    }

    /// <summary>Whether what has a hash may have been added.</summary>
    public bool MayHave(ulong hash) => (_words[hash >> (64 - _bits)] & Bits(hash)) == Bits(hash);

    /// <summary>Reads what hashes will be asked for.</summary>
    /// <returns>Nothing of use.</returns>
    public int Touch(ReadOnlySpan<ulong> hashes)
    {
        var (read, words, shift) = (0UL, _words, 64 - _bits);
        foreach (var hash in hashes) read += words[hash >> shift];
        return (int)read;
    }

    /// <summary>Adds what has a hash.</summary>
    /// <returns>Whether it may have been added before.</returns>
    public bool Add(ulong hash)
    {
        ref var word = ref _words[hash >> (64 - _bits)];
        var bits = Bits(hash);
        var isKnown = (word & bits) == bits;
        word |= bits;
        return isKnown;
    }

    /// <summary>Gives the memory back; it may not be used any more.</summary>
    public void Clear() => Words.Return(_words);

    private static ulong Bits(ulong hash) =>
        (1UL << (int)(hash & 63)) | (1UL << (int)((hash >> 6) & 63)) | (1UL << (int)((hash >> 12) & 63)) | (1UL << (int)((hash >> 18) & 63)) | (1UL << (int)((hash >> 24) & 63));
}
