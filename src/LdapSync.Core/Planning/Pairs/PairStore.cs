namespace LdapSync.Planning.Pairs;

/// <summary>The accounts and entries of pairs, as they are kept.</summary>
/// <param name="domains">The domains of their addresses.</param>
/// <param name="entries">Where entries are kept.</param>
internal sealed class PairStore(KnownDomains domains, Spool entries)
{
    private readonly PlainAddress[] _addresses = new PlainAddress[AddressList.Most];

    public AccountArena Accounts { get; } = new(domains);

    public Spool Entries { get; private set; } = entries;

    /// <summary>Forgets the entries.</summary>
    public void Begin(Spool entries)
    {
        Entries.Clear();
        Entries = entries;
    }

    /// <summary>What the target has.</summary>
    public MailAccount AccountOf(AccountRecord account) => Make(account.Read(_addresses), account.Octets, account.Kind, account.Id, null);

    /// <summary>What the entry of a pair asks for.</summary>
    public MailAccount EntryOf(AccountRecord account)
    {
        var entry = Entries.Read(account.Entry);
        var (id, dn) = (EntryCode.Id(entry), EntryCode.Dn(entry));
        var own = EntryCode.Read(entry, _addresses, domains);
        return own.IsEmpty ? Make(account.Read(_addresses), account.Octets, account.Kind, id, dn) : Make(own, entry, account.Kind, id, dn);
    }

    /// <summary>The addresses that the entry of a pair has beside those of the account, and where they stand; none where it has the same.</summary>
    public ReadOnlySpan<PlainAddress> AddressesOf(AccountRecord account, out ReadOnlySpan<byte> octets) => EntryCode.Read(octets = Entries.Read(account.Entry), _addresses, domains);

    /// <summary>The address of somebody in a pair.</summary>
    public EmailAddress ToAddress(in PlainAddress address, ReadOnlySpan<byte> octets) => address.ToAddress(octets, domains);

    /// <summary>Whether a pair has an address, on either side.</summary>
    public bool Has(EmailAddress address)
    {
        var asked = new AddressList(domains);
        if (!asked.TryAdd(address)) return false;
        foreach (var place in Accounts.Places())
        {
            var account = Accounts[place];
            if (account.State == PairState.Single) continue;
            if (asked[0].IndexIn(asked.Octets, account.Read(_addresses), account.Octets) >= 0) return true;
            // Reading an entry may mean reading a file, and the others have no other addresses.
            if (account.State == PairState.OtherAliases && asked[0].IndexIn(asked.Octets, AddressesOf(account, out var octets), octets) >= 0) return true;
        }
        return false;
    }

    /// <summary>Gives memory and file back.</summary>
    public void Clear()
    {
        Accounts.Clear();
        Entries.Clear();
    }

    private MailAccount Make(ReadOnlySpan<PlainAddress> addresses, ReadOnlySpan<byte> octets, AccountKind kind, Guid id, string? dn)
    {
        var aliases = addresses.Length == 1 ? [] : new EmailAddress[addresses.Length - 1];
        for (var i = 0; i < aliases.Length; i++) aliases[i] = addresses[i + 1].ToAddress(octets, domains);
        return new MailAccount(addresses[0].ToAddress(octets, domains), kind, aliases) { SourceId = id == Guid.Empty ? null : id.ToString(), Dn = dn };
    }
}
