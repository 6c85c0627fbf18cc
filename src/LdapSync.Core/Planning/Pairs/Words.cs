using System.Buffers;

namespace LdapSync.Planning.Pairs;

/// <summary>Tables of words, all zero at first: small ones come from a pool and go back, large ones are left to the garbage collector, lest a pool keep them for ever.</summary>
internal static class Words
{
    private const int Large = 1 << 20;

    public static ulong[] Rent(int length)
    {
        if (length > Large) return new ulong[length];
        var words = ArrayPool<ulong>.Shared.Rent(length);
        Array.Clear(words);
        return words;
    }

    public static void Return(ulong[] words)
    {
        if (words.Length <= Large) ArrayPool<ulong>.Shared.Return(words);
    }
}
