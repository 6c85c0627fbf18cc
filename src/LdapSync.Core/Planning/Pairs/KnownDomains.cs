using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using LdapSync.Mapping;

namespace LdapSync.Planning.Pairs;

/// <summary>A domain in one of its spellings. Immutable.</summary>
/// <param name="Number">The number of this spelling, from 0.</param>
/// <param name="Spelled">The octets, as they are spelled; ASCII.</param>
/// <param name="Hash">The hash of the domain, the same for every spelling.</param>
/// <param name="IsPlain">Whether it makes addresses plain: in letters, digits and hyphens, without A-labels, served by the target and alias of no other.</param>
internal sealed record KnownDomain(int Number, byte[] Spelled, ulong Hash, bool IsPlain)
{
    /// <summary>The spelling in lower case: two spellings are one domain where this is the same object.</summary>
    public KnownDomain Lower { get => field ?? this; init; }

    /// <summary>The spelling as text.</summary>
    public string Text { get; } = Encoding.ASCII.GetString(Spelled);

    /// <summary>The first and the last eight octets, where there are so many: all of most domains.</summary>
    public (ulong First, ulong Last) Ends { get; } = EndsOf(Spelled);

    /// <summary>The same of any octets.</summary>
    public static (ulong First, ulong Last) EndsOf(ReadOnlySpan<byte> octets) => octets.Length < sizeof(ulong)
        ? default
        : (BinaryPrimitives.ReadUInt64LittleEndian(octets), BinaryPrimitives.ReadUInt64LittleEndian(octets[^sizeof(ulong)..]));

    /// <summary>Whether octets are this spelling.</summary>
    public bool Is(ReadOnlySpan<byte> octets, (ulong First, ulong Last) ends) =>
        octets.Length == Spelled.Length && ends == Ends && (octets.Length is >= 8 and <= 16 || octets.SequenceEqual(Spelled));

    /// <summary>What follows the local part of an address, for exclusions.</summary>
    public PatternSet.Ending Ending => field ??= new PatternSet.Ending([(byte)'@', .. Lower.Spelled]);
}

/// <summary>The domains of a company: few, so each is looked at once and known again by its octets. For one thread.</summary>
/// <param name="served">The domains that are served.</param>
/// <param name="hasher">Hashes octets.</param>
internal sealed class KnownDomains(ServedDomains served, AddressHasher hasher)
{
    /// <summary>Addresses in more domains, and more spellings of them, are planned by the rules.</summary>
    public const int Most = 1 << 15;

    private readonly Dictionary<ulong, KnownDomain> _domains = [];
    private readonly List<KnownDomain> _numbered = [];
    private readonly KnownDomain?[] _recent = new KnownDomain?[64];
    private short[] _lower = new short[16];
    private ulong[] _hashes = new ulong[16];

    /// <summary>The spelling with a number.</summary>
    public KnownDomain this[int number] => _numbered[number];

    /// <summary>The number of the spelling in lower case.</summary>
    public short LowerOf(int number) => _lower[number];

    /// <summary>The hash of an address, the same for every spelling.</summary>
    public ulong HashOf(in PlainAddress address, ReadOnlySpan<byte> octets) => hasher.Address(_hashes[address.Domain], address.Local(octets));

    /// <summary>A spelling of a domain; null where it is not ASCII, one too many, or its hash is that of another.</summary>
    public KnownDomain? Find(ReadOnlySpan<byte> spelled)
    {
        if (spelled.IsEmpty) return null;
        var ends = KnownDomain.EndsOf(spelled);
        ref var recent = ref Recent(spelled.Length, spelled[0], spelled[^1]);
        return recent is not null && recent.Is(spelled, ends) ? recent : recent = FindAnew(spelled);
    }

    private KnownDomain? FindAnew(ReadOnlySpan<byte> spelled)
    {
        var hash = hasher.Domain(spelled);
        if (!_domains.TryGetValue(hash, out var known))
        {
            if (_numbered.Count == Most || !Ascii.IsValid(spelled)) return null;
            known = Add(spelled, hash);
        }
        return known is not null && spelled.SequenceEqual(known.Spelled) ? known : null;
    }

    /// <summary>The same for a text.</summary>
    public KnownDomain? Find(ReadOnlySpan<char> spelled)
    {
        if (spelled.IsEmpty) return null;
        return Recent(spelled.Length, spelled[0], spelled[^1]) is { } recent && spelled.SequenceEqual(recent.Text) ? recent : FindAnew(spelled);
    }

    private KnownDomain? FindAnew(ReadOnlySpan<char> spelled)
    {
        // A domain has at most 253 octets.
        Span<byte> octets = stackalloc byte[256];
        return Ascii.FromUtf16(spelled, octets, out var length) == OperationStatus.Done ? Find(octets[..length]) : null;
    }

    /// <summary>Nearly always it is one of a few, which length and letters at the edges tell apart.</summary>
    private ref KnownDomain? Recent(int length, int first, int last) => ref _recent[(length + (first * 5) + (last * 11)) & (_recent.Length - 1)];

    private KnownDomain? Add(ReadOnlySpan<byte> spelled, ulong hash)
    {
        var octets = spelled.ToArray();
        var lower = new byte[octets.Length];
        Ascii.ToLower(octets, lower, out _);
        KnownDomain domain;
        if (lower.AsSpan().SequenceEqual(octets))
        {
            domain = new KnownDomain(_numbered.Count, octets, hash, IsPlain(Encoding.ASCII.GetString(octets)));
        }
        else
        {
            if (Find(lower) is not { } other || _domains.ContainsKey(hash) || _numbered.Count == Most) return null;
            domain = new KnownDomain(_numbered.Count, octets, other.Hash, other.IsPlain) { Lower = other };
        }
        if (_lower.Length == domain.Number)
        {
            Array.Resize(ref _lower, 2 * _lower.Length);
            Array.Resize(ref _hashes, _lower.Length);
        }
        (_lower[domain.Number], _hashes[domain.Number]) = ((short)domain.Lower.Number, domain.Hash);
        _numbered.Add(domain);
        _domains.Add(hash, domain);
        return domain;
    }

    private bool IsPlain(string domain) =>
        !domain.Contains("xn--", StringComparison.Ordinal)
        && EmailAddress.TryParse("x@" + domain, out var address, out _)
        && served.Fold(address) == address
        && served.Serves(address);
}
