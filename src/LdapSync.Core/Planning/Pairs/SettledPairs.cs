namespace LdapSync.Planning.Pairs;

/// <summary>The pairs of a plan: entries and accounts that nobody else has to do with. Safe to share between threads.</summary>
internal sealed class SettledPairs
{
    private readonly Lock _reading = new(); // the store serves one at a time
    private readonly PairStore _store;
    private readonly PlainAddress[] _existing = new PlainAddress[AddressList.Most];

    public SettledPairs(PairStore store)
    {
        _store = store;
        foreach (var place in store.Accounts.Places())
        {
            var account = store.Accounts[place];
            if (account.State == PairState.Single) continue;
            Count++;
            Aliases += account.AddressCount - 1;
            if (account.State == PairState.OtherAliases) Compare(account);
        }
    }

    /// <summary>How many there are.</summary>
    public int Count { get; }

    /// <summary>How many aliases they have at the target.</summary>
    public int Aliases { get; }

    /// <summary>The aliases to add and to remove, in any order.</summary>
    public List<AccountChange> Changes { get; } = [];

    /// <summary>What the directory asks for, of every pair.</summary>
    public IEnumerable<MailAccount> Wanted => All(entries: true);

    /// <summary>What the target has, of every pair.</summary>
    public IEnumerable<MailAccount> Existing => All(entries: false);

    /// <summary>Gives memory and file back; nothing may be asked any more.</summary>
    public void Discard() => _store.Clear();

    /// <summary>Whether a pair has an address. Looks at all of them: this is asked for names between two renames only.</summary>
    public bool Has(EmailAddress address)
    {
        lock (_reading) return _store.Has(address);
    }

    private IEnumerable<MailAccount> All(bool entries)
    {
        foreach (var place in _store.Accounts.Places())
        {
            if (Get(place, entries) is { } account) yield return account;
        }
    }

    private MailAccount? Get(uint place, bool entry)
    {
        var account = _store.Accounts[place];
        if (account.State == PairState.Single) return null;
        lock (_reading) return entry ? _store.EntryOf(account) : _store.AccountOf(account);
    }

    private void Compare(AccountRecord account)
    {
        var existing = account.Read(_existing);
        var wanted = _store.AddressesOf(account, out var octets);
        var own = _store.ToAddress(wanted[0], octets);
        foreach (ref readonly var address in wanted)
        {
            if (address.IndexIn(octets, existing, account.Octets) < 0) Changes.Add(AccountChange.AddAlias(own, _store.ToAddress(address, octets)));
        }
        // One text for both, as a rule.
        if (!wanted[0].IsSpelledAs(existing[0])) own = _store.ToAddress(existing[0], account.Octets);
        foreach (ref readonly var address in existing)
        {
            if (address.IndexIn(account.Octets, wanted, octets) < 0) Changes.Add(AccountChange.RemoveAlias(own, _store.ToAddress(address, account.Octets)));
        }
    }
}
