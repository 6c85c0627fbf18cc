using System.Buffers;
using System.Text;

namespace LdapSync.Planning.Pairs;

/// <summary>The addresses of one account or entry, its own first. One object serves them all, one after the other.</summary>
/// <param name="domains">The domains that are known.</param>
internal sealed class AddressList(KnownDomains domains)
{
    /// <summary>Accounts with more addresses are rare, and are planned by the rules.</summary>
    public const int Most = 60;

    private readonly PlainAddress[] _addresses = new PlainAddress[Most];
    private readonly byte[] _octets = new byte[Most * PlainAddress.MostLocalOctets];
    private int _filled;

    public int Count { get; private set; }

    /// <summary>Where the local store stand.</summary>
    public ReadOnlySpan<byte> Octets => _octets;

    public ReadOnlySpan<PlainAddress> Addresses => _addresses.AsSpan(0, Count);

    public ref readonly PlainAddress this[int index] => ref _addresses[index];

    public void Clear() => (Count, _filled) = (0, 0);

    /// <summary>Adds an address; false where it is not plain enough to be told by its octets. Whether it is one at all, the octets that it is compared with tell.</summary>
    public bool TryAdd(ReadOnlySpan<byte> text)
    {
        var at = text.LastIndexOf((byte)'@');
        if (Count == Most || at is < 1 or > PlainAddress.MostLocalOctets || domains.Find(text[(at + 1)..]) is not { } domain) return false;
        var lower = _octets.AsSpan(_filled, at);
        var local = text[..at];
        if (Ascii.ToLower(local, lower, out _) != OperationStatus.Done) return false;
        _addresses[Count++] = new PlainAddress(domain, _filled, at, local.SequenceEqual(lower) ? 0 : Capitals(local, lower));
        _filled += at;
        return true;
    }

    /// <summary>Adds the addresses of an account; false where one of them is not plain.</summary>
    public bool TryRead(MailAccount account)
    {
        Clear();
        if (account.Aliases.Count >= Most || !TryAdd(account.Primary)) return false;
        for (var i = 0; i < account.Aliases.Count; i++)
        {
            if (!TryAdd(account.Aliases[i])) return false;
        }
        return true;
    }

    /// <summary>Adds an address; false where it is not plain.</summary>
    public bool TryAdd(EmailAddress address)
    {
        // At most 254 octets, as every address; more, and it is none in ASCII.
        Span<byte> octets = stackalloc byte[256];
        return Ascii.FromUtf16(address.ToString(), octets, out var length) == OperationStatus.Done && TryAdd(octets[..length]);
    }

    private static ulong Capitals(ReadOnlySpan<byte> local, ReadOnlySpan<byte> lower)
    {
        var capitals = 0UL;
        for (var i = 0; i < local.Length; i++)
        {
            if (local[i] != lower[i]) capitals |= 1UL << i;
        }
        return capitals;
    }
}
