namespace LdapSync.Planning.Pairs;

/// <summary>
/// What an entry's addresses are to those of an account with the same own address. One object serves all pairs, one after the other; what it says of a pair is
/// valid until the next.
/// </summary>
/// <param name="exclusions">Which addresses are left alone.</param>
/// <param name="domains">The domains that are known.</param>
internal sealed class AliasComparison(ExclusionRules exclusions, KnownDomains domains)
{
    private readonly PlainAddress[] _wanted = new PlainAddress[AddressList.Most];
    private readonly PlainAddress[] _existing = new PlainAddress[AddressList.Most];
    private readonly ulong[] _hashes = new ulong[2 * AddressList.Most];
    private int _wantedCount;
    private int _hashCount;

    /// <summary>The entry's addresses, each once, its own first.</summary>
    public ReadOnlySpan<PlainAddress> Wanted => _wanted.AsSpan(0, _wantedCount);

    /// <summary>The hashes of the addresses of both, each once.</summary>
    public ReadOnlySpan<ulong> Hashes => _hashes.AsSpan(0, _hashCount);

    /// <summary>Whether both have the same addresses.</summary>
    public bool IsSame { get; private set; }

    /// <summary>Whether the entry spells its addresses as the account does, and has them in the same order.</summary>
    public bool IsSpelledTheSame { get; private set; }

    /// <summary>Compares; false where one address is excluded, or not plain, or stands twice on a side, so that the rules have to decide.</summary>
    public bool TryCompare(AddressList wanted, AccountRecord account)
    {
        var existing = account.Read(_existing);
        var octets = wanted.Octets;
        (_wantedCount, _hashCount, IsSpelledTheSame) = (0, 0, true);
        var unmatched = (1UL << existing.Length) - 1;
        foreach (ref readonly var address in wanted.Addresses)
        {
            if (_wantedCount > 0 && address.Equals(octets, wanted[0], octets)) continue;
            // An alias that stands there twice counts once, in the lower of its spellings: the rules know.
            if (address.IndexIn(octets, Wanted, octets) >= 0) return false;
            var found = Find(address, octets, existing, account.Octets);
            if (found >= 0) unmatched &= ~(1UL << found);
            else if (!address.IsValid(octets, domains)) return false;
            IsSpelledTheSame &= found == _wantedCount && address.IsSpelledAs(existing[found]);
            if (!TryHash(address, octets)) return false;
            _wanted[_wantedCount++] = address;
        }
        IsSame = unmatched == 0 && _wantedCount == existing.Length;
        for (var i = 0; unmatched != 0; i++, unmatched >>= 1)
        {
            if ((unmatched & 1) == 0) continue;
            IsSpelledTheSame = false;
            // Some targets list an address twice, or the own one among the aliases.
            if (existing[i].IndexIn(account.Octets, existing[..i], account.Octets) >= 0 || existing[i].IndexIn(account.Octets, existing[(i + 1)..], account.Octets) >= 0) return false;
            if (!TryHash(existing[i], account.Octets)) return false;
        }
        return true;
    }

    private bool TryHash(in PlainAddress address, ReadOnlySpan<byte> octets)
    {
        var domain = domains[address.LowerDomain];
        var hash = domains.HashOf(address, octets);
        _hashes[_hashCount++] = hash;
        return domain.IsPlain && !exclusions.Hides(address.Local(octets), domain.Ending, hash);
    }

    /// <summary>Where an address stands; the place it would have in the same order is asked first.</summary>
    private int Find(in PlainAddress address, ReadOnlySpan<byte> octets, ReadOnlySpan<PlainAddress> among, ReadOnlySpan<byte> others) =>
        _wantedCount < among.Length && address.Equals(octets, among[_wantedCount], others) ? _wantedCount : address.IndexIn(octets, among, others);
}
