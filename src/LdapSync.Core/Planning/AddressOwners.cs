namespace LdapSync.Planning;

/// <summary>
/// Settles who gets an address that several entries claim, so that each has one owner (R11). The answer does not depend on the order of the entries: own
/// addresses are settled first, because an entry that loses its own asks for nothing any more, then the aliases among those that are left.
/// </summary>
internal sealed class AddressOwners(IReadOnlyList<MailAccount> wanted, IReadOnlyList<MailAccount> existing, IReadOnlyDictionary<EmailAddress, EmailAddress> held)
{
    private readonly Dictionary<EmailAddress, MailAccount> _primaries = new(wanted.Count);
    private readonly Dictionary<EmailAddress, MailAccount> _aliases = [];
    private Dictionary<EmailAddress, EmailAddress>? _currentOwners;

    /// <summary>Every claim that was in vain; empty before <see cref="Settle"/>.</summary>
    public List<Conflict> Conflicts { get; } = [];

    /// <summary>The accounts with the addresses that are theirs.</summary>
    public List<MailAccount> Settle()
    {
        foreach (var account in wanted.Where(account => !held.ContainsKey(account.Primary)))
        {
            // Both name the same account at the target, so neither is its current owner rather than the other.
            if (!_primaries.TryAdd(account.Primary, account) && CompareIds(account, _primaries[account.Primary]) < 0) _primaries[account.Primary] = account;
        }
        var owners = wanted.Where(account => ReferenceEquals(_primaries.GetValueOrDefault(account.Primary), account)).ToList();
        foreach (var account in owners)
        {
            foreach (var alias in account.Aliases) ClaimAlias(alias, account);
        }

        foreach (var account in wanted) NoteLostPrimary(account);
        return owners.ConvertAll(WithOwnAliases);
    }

    private void ClaimAlias(EmailAddress alias, MailAccount account)
    {
        if (held.ContainsKey(alias) || _primaries.ContainsKey(alias) || _aliases.TryAdd(alias, account)) return;
        var rival = _aliases[alias];
        var current = CurrentOwner(alias);
        if (current == rival.Primary) return;
        if (current == account.Primary || CompareIds(account, rival) < 0) _aliases[alias] = account;
    }

    private void NoteLostPrimary(MailAccount account)
    {
        if (held.TryGetValue(account.Primary, out var hidden))
        {
            Conflicts.Add(new Conflict(account.Primary, hidden, null, account.Primary, account.Dn, ConflictReason.HeldByHiddenAccount));
        }
        else if (_primaries[account.Primary] is var winner && !ReferenceEquals(winner, account) && !IsSameEntry(winner, account))
        {
            Conflicts.Add(new Conflict(account.Primary, winner.Primary, winner.Dn, account.Primary, account.Dn, ConflictReason.LowestId));
        }
    }

    private MailAccount WithOwnAliases(MailAccount account)
    {
        if (account.Aliases.All(alias => Owns(account, alias))) return account;
        foreach (var alias in account.Aliases.Where(alias => !Owns(account, alias))) Conflicts.Add(LostAlias(alias, account));
        return new MailAccount(account.Primary, account.Kind, [.. account.Aliases.Where(alias => Owns(account, alias))]) { Dn = account.Dn, SourceId = account.SourceId };
    }

    private bool Owns(MailAccount account, EmailAddress alias) => _aliases.TryGetValue(alias, out var owner) && ReferenceEquals(owner, account);

    private Conflict LostAlias(EmailAddress alias, MailAccount loser)
    {
        if (held.TryGetValue(alias, out var hidden)) return new Conflict(alias, hidden, null, loser.Primary, loser.Dn, ConflictReason.HeldByHiddenAccount);
        if (_primaries.TryGetValue(alias, out var owner)) return new Conflict(alias, owner.Primary, owner.Dn, loser.Primary, loser.Dn, ConflictReason.PrimaryBeatsAlias);
        var winner = _aliases[alias];
        var reason = CurrentOwner(alias) == winner.Primary ? ConflictReason.CurrentOwner : ConflictReason.LowestId;
        return new Conflict(alias, winner.Primary, winner.Dn, loser.Primary, loser.Dn, reason);
    }

    // Asked only when two entries quarrel, so the look-up is built on the first quarrel.
    private EmailAddress? CurrentOwner(EmailAddress address)
    {
        if (_currentOwners is null)
        {
            _currentOwners = [];
            foreach (var account in existing)
            {
                _currentOwners[account.Primary] = account.Primary;
                foreach (var alias in account.Aliases) _currentOwners[alias] = account.Primary;
            }
        }
        return _currentOwners.TryGetValue(address, out var owner) ? owner : null;
    }

    /// <summary>An entry that was read twice is no quarrel.</summary>
    private static bool IsSameEntry(MailAccount one, MailAccount other) =>
        one.Dn is not null && string.Equals(one.Dn, other.Dn, StringComparison.OrdinalIgnoreCase);

    private static int CompareIds(MailAccount one, MailAccount other)
    {
        // An entry with an id goes before one without: the id is the stabler claim.
        if (one.SourceId is null != other.SourceId is null) return one.SourceId is null ? 1 : -1;
        var byId = string.CompareOrdinal(one.SourceId, other.SourceId);
        if (byId != 0) return byId;
        var byDn = string.CompareOrdinal(one.Dn, other.Dn);
        return byDn != 0 ? byDn : string.CompareOrdinal(one.Primary.ToString(), other.Primary.ToString());
    }
}
