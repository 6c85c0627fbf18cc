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
    private KnownDomain[] _recent = new KnownDomain[64];

    /// <summary>The spelling with a number.</summary>
    public KnownDomain this[int number] => _numbered[number];

    /// <summary>A spelling of a domain; null where it is not ASCII, one too many, or its hash is that of another.</summary>
    public KnownDomain? Find(ReadOnlySpan<byte> spelled)
    {
        if (spelled.IsEmpty) return null;
        // Nearly always one of a few, which length and first letter tell apart.
        ref var recent = ref _recent[(spelled.Length + (spelled[0] << 2)) % _recent.Length];
        if (recent is not null && spelled.SequenceEqual(recent.Spelled)) return recent;
        var hash = hasher.Domain(spelled);
        if (!_domains.TryGetValue(hash, out var known))
        {
            if (_numbered.Count == Most || !Ascii.IsValid(spelled)) return null;
            known = Add(spelled, hash);
        }
        if (known is null || !spelled.SequenceEqual(known.Spelled)) return null;
        return recent = known;
    }

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
            if (Find(lower) is not { } other || _domains.ContainsKey(hash)) return null;
            domain = new KnownDomain(_numbered.Count, octets, other.Hash, other.IsPlain) { Lower = other };
        }
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
