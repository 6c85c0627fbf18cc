using System.Buffers;
using System.Numerics;
using System.Runtime.Intrinsics;
using System.Text;

namespace LdapSync.Planning.Pairs;

/// <summary>The addresses of one account or entry, its own first. One object serves them all, one after the other.</summary>
/// <param name="domains">The domains that are known.</param>
internal sealed class AddressList(KnownDomains domains)
{
    /// <summary>Accounts with more addresses are rare, and are planned by the rules.</summary>
    public const int Most = 60;

    private readonly PlainAddress[] _addresses = new PlainAddress[Most];
    private readonly byte[] _octets = new byte[(Most + 2) * PlainAddress.Window];
    private readonly byte[] _window = new byte[PlainAddress.Window];
    private int _filled;

    public int Count { get; private set; }

    /// <summary>Where the local parts stand.</summary>
    public ReadOnlySpan<byte> Octets => _octets;

    public ReadOnlySpan<PlainAddress> Addresses => _addresses.AsSpan(0, Count);

    public ref readonly PlainAddress this[int index] => ref _addresses[index];

    public void Clear() => (Count, _filled) = (0, 0);

    /// <summary>Adds an address; false where it is not plain enough to be told by its octets. Whether it is one at all, the octets that it is compared with tell.</summary>
    /// <param name="text">The address.</param>
    /// <param name="memory">The same with what follows it in memory.</param>
    public bool TryAdd(ReadOnlySpan<byte> text, ReadOnlySpan<byte> memory)
    {
        if (text.Length is 0 or > PlainAddress.Window || Count == Most) return false;
        // All octets at once, without a branch that depends on them: what the processor cannot foresee costs more than the work.
        if (memory.Length < PlainAddress.Window)
        {
            text.CopyTo(_window);
            memory = _window;
        }
        var octets = Vector512.Create(memory);
        var own = ulong.MaxValue >> (PlainAddress.Window - text.Length);
        var ats = Vector512.Equals(octets, Vector512.Create((byte)'@')).ExtractMostSignificantBits() & own;
        if (ats == 0 || (octets.ExtractMostSignificantBits() & own) != 0) return false;
        var at = BitOperations.Log2(ats);
        if (at == 0 || domains.Find(text[(at + 1)..]) is not { } domain) return false;
        var areCapitals = Vector512.LessThan(octets - Vector512.Create((byte)'A'), Vector512.Create((byte)26));
        (octets | (areCapitals & Vector512.Create((byte)0x20))).CopyTo(_octets.AsSpan(_filled));
        Keep(domain, at, areCapitals.ExtractMostSignificantBits() & ((1UL << at) - 1));
        return true;
    }

    /// <summary>Adds the addresses of an account; false where one of them is not plain.</summary>
    public bool TryRead(MailAccount account)
    {
        Clear();
        if (!TryAdd(account.Primary)) return false;
        foreach (ref readonly var alias in account.AliasSpan)
        {
            if (!TryAdd(alias)) return false;
        }
        return true;
    }

    /// <summary>Adds an address; false where it is not plain.</summary>
    public bool TryAdd(EmailAddress address)
    {
        var (text, canonical) = (address.ToString(), address.Canonical);
        var at = text.LastIndexOf('@');
        if (Count == Most || at is < 1 or > PlainAddress.MostLocalOctets || domains.Find(text.AsSpan(at + 1)) is not { } domain) return false;
        var lower = _octets.AsSpan(_filled, at);
        if (at >= canonical.Length || Ascii.FromUtf16(canonical.AsSpan(0, at), lower, out var length) != OperationStatus.Done || length != at) return false;
        var isLower = ReferenceEquals(text, canonical);
        // Some letters of other alphabets have a small letter in ASCII.
        if (!isLower && !Ascii.IsValid(text.AsSpan(0, at))) return false;
        Keep(domain, at, isLower ? 0 : Capitals(text, lower));
        return true;
    }

    private void Keep(KnownDomain domain, int length, ulong capitals)
    {
        _addresses[Count++] = new PlainAddress((short)domain.Number, (short)domain.Lower.Number, _filled, length, capitals);
        _filled += length;
    }

    private static ulong Capitals(ReadOnlySpan<char> text, ReadOnlySpan<byte> lower)
    {
        var capitals = 0UL;
        for (var i = 0; i < lower.Length; i++)
        {
            if (text[i] != lower[i]) capitals |= 1UL << i;
        }
        return capitals;
    }
}
