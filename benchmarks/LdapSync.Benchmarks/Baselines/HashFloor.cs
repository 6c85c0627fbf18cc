using System.Text;
using LdapSync.Planning.Unchanged;

namespace LdapSync.Benchmarks.Baselines;

/// <summary>What no planner can do without: every address of both sides put into lower case and hashed, once.</summary>
internal static class HashFloor
{
    public static ulong Hash(AddressLists lists) => Hash(lists.Wanted) + Hash(lists.Existing);

    private static ulong Hash(string[][] accounts)
    {
        Span<byte> lower = stackalloc byte[PlainAddress.MaxOctets];
        var sum = 0UL;
        foreach (var account in accounts)
        {
            foreach (var address in account)
            {
                Ascii.ToLower(address, lower, out var length);
                sum += AddressHash.Of(lower[..length]);
            }
        }
        return sum;
    }
}
