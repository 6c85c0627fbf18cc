namespace LdapSync.Planning.Pairs;

/// <summary>The addresses and ids that a pair may have in common with another, or with what is planned by the rules: hashes of them, few as a rule.</summary>
/// <param name="hasher">Hashes addresses.</param>
/// <param name="domains">The domains of the addresses of pairs.</param>
/// <param name="seen">What pairs have.</param>
/// <param name="hashes">What several pairs may have; becomes a part of this.</param>
internal sealed class SharedClaims(AddressHasher hasher, KnownDomains domains, AddressFilter seen, HashSet<ulong> hashes)
{
    private readonly PlainAddress[] _addresses = new PlainAddress[AddressList.Most];
    private ulong[]? _few;

    public bool IsEmpty => hashes.Count == 0;

    /// <summary>Adds somebody who is planned by the rules.</summary>
    public void Add(MailAccount account, ServedDomains served)
    {
        if (Guid.TryParse(account.SourceId, out var id)) Add(hasher.Id(id));
        Add(account.Primary, served);
        foreach (ref readonly var alias in account.AliasSpan) Add(alias, served);
    }

    /// <summary>The places of the entries that have anything of it beside what their account has.</summary>
    public HashSet<uint> Find(PairStore store)
    {
        var found = new HashSet<uint>();
        foreach (var place in store.Entries.Places())
        {
            var entry = store.Entries.Read(place);
            if (Touch(EntryCode.Id(entry)) || Touch(EntryCode.Read(entry, _addresses, domains), entry)) found.Add(place);
        }
        return found;
    }

    /// <summary>Whether an account has anything of it.</summary>
    public bool Touch(AccountRecord account) => Touch(account.Id) || Touch(account.Read(_addresses), account.Octets);

    private bool Touch(Guid id) => id != Guid.Empty && Has(hasher.Id(id));

    private bool Touch(ReadOnlySpan<PlainAddress> addresses, ReadOnlySpan<byte> octets)
    {
        foreach (ref readonly var address in addresses)
        {
            if (Has(domains.HashOf(address, octets))) return true;
        }
        return false;
    }

    // A bit for each of the few asks less than a set of all.
    private bool Has(ulong hash) => ((_few ??= Few())[Bit(hash) / 64] & (1UL << (Bit(hash) % 64))) != 0 && hashes.Contains(hash);

    private ulong[] Few()
    {
        var few = new ulong[1 << 10];
        foreach (var hash in hashes) few[Bit(hash) / 64] |= 1UL << (Bit(hash) % 64);
        return few;
    }

    private static int Bit(ulong hash) => (int)(hash >> 48);

    private void Add(EmailAddress address, ServedDomains served)
    {
        Add(hasher.Address(address));
        if (served.FoldsAny) Add(hasher.Address(served.Fold(address)));
    }

    private void Add(ulong hash)
    {
        if (seen.MayHave(hash)) hashes.Add(hash);
    }
}
