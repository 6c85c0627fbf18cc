namespace LdapSync.Planning.Pairs;

/// <summary>The addresses and ids that a pair may have in common with another, or with what is planned by the rules: hashes of them, as a rule none at all.</summary>
/// <param name="hasher">Hashes addresses.</param>
/// <param name="seen">What pairs have.</param>
/// <param name="hashes">What several pairs may have; becomes a part of this.</param>
internal sealed class SharedClaims(AddressHasher hasher, AddressFilter seen, HashSet<ulong> hashes)
{
    private readonly PlainAddress[] _addresses = new PlainAddress[AddressList.Most];

    public bool IsEmpty => hashes.Count == 0;

    /// <summary>Adds somebody who is planned by the rules.</summary>
    public void Add(MailAccount account, ServedDomains domains)
    {
        if (Guid.TryParse(account.SourceId, out var id)) Add(hasher.Id(id));
        Add(account.Primary, domains);
        for (var i = 0; i < account.Aliases.Count; i++) Add(account.Aliases[i], domains);
    }

    /// <summary>Whether a pair has anything of it.</summary>
    public bool Touch(AccountRecord account, PairStore store)
    {
        if (Touch(account.Read(_addresses), account.Octets) || Touch(account.Id)) return true;
        var entry = store.Entries.Read(account.Entry);
        return Touch(EntryCode.Id(entry)) || Touch(store.AddressesOf(account, out var octets), octets);
    }

    private bool Touch(Guid id) => id != Guid.Empty && hashes.Contains(hasher.Id(id));

    private bool Touch(ReadOnlySpan<PlainAddress> addresses, ReadOnlySpan<byte> octets)
    {
        foreach (ref readonly var address in addresses)
        {
            if (hashes.Contains(hasher.Address(address.Domain.Hash, address.Local(octets)))) return true;
        }
        return false;
    }

    private void Add(EmailAddress address, ServedDomains domains)
    {
        Add(hasher.Address(address));
        if (domains.FoldsAny) Add(hasher.Address(domains.Fold(address)));
    }

    private void Add(ulong hash)
    {
        if (seen.MayHave(hash)) hashes.Add(hash);
    }
}
