namespace LdapSync.Planning;

/// <summary>
/// Settles who gets an address that several entries claim, so that each has one owner (R11). The answer does not depend on the order of the entries: own
/// addresses are settled first, because an entry that loses its own asks for nothing any more; then the aliases that stand in for a primary elsewhere (R7); then
/// all other aliases, among the entries that are left.
/// </summary>
/// <param name="wanted">What the directory asks for.</param>
/// <param name="current">Who has which address at the target.</param>
/// <param name="held">Addresses of accounts that nobody may touch.</param>
/// <param name="spared">Addresses of accounts that nobody asks for and that are not deleted by this sync.</param>
/// <param name="capabilities">What the target can do.</param>
internal sealed class AddressOwners(
    VisibleAccounts wanted,
    IReadOnlyDictionary<EmailAddress, MailAccount> current,
    IReadOnlyDictionary<EmailAddress, MailAccount> held,
    IReadOnlyDictionary<EmailAddress, MailAccount> spared,
    TargetCapabilities capabilities = TargetCapabilities.None)
{
    private readonly Dictionary<EmailAddress, MailAccount> _primaries = new(wanted.Accounts.Count);
    private readonly Dictionary<EmailAddress, MailAccount> _aliases = [];

    /// <summary>Every claim that was in vain; empty before <see cref="Settle"/>.</summary>
    public List<Conflict> Conflicts { get; } = [];

    /// <summary>The accounts that are not to be, because their own address is another's; empty before <see cref="Settle"/>.</summary>
    public List<MailAccount> Losers { get; } = [];

    /// <summary>Whether somebody gets an address.</summary>
    public bool IsClaimed(EmailAddress address) => IsClaimedAsPrimary(address) || _aliases.ContainsKey(address);

    /// <summary>Whether somebody gets an address as the own one.</summary>
    public bool IsClaimedAsPrimary(EmailAddress address) => _primaries.ContainsKey(address);

    /// <summary>The accounts with the addresses that are theirs.</summary>
    public List<MailAccount> Settle()
    {
        foreach (var account in wanted.Accounts) ClaimPrimary(account);
        var owners = wanted.Accounts.FindAll(account => ReferenceEquals(_primaries.GetValueOrDefault(account.Primary), account));
        if (wanted.WithoutServedPrimary.Count > 0) owners.AddRange(StandIns(owners));
        foreach (var account in owners)
        {
            foreach (var alias in account.Aliases) ClaimAlias(alias, account);
        }

        // So far the losers are those for whom no alias was left to stand in.
        foreach (var account in Losers) Conflicts.AddRange(account.Aliases.Select(alias => LostAlias(alias, account)));
        foreach (var account in wanted.Accounts) NoteLostPrimary(account);
        return owners.ConvertAll(WithOwnAliases);
    }

    private void ClaimPrimary(MailAccount account)
    {
        if (IsHeld(account.Primary) || _primaries.TryAdd(account.Primary, account)) return;
        var rival = _primaries[account.Primary];
        var isOwner = IsCurrentOwner(account);
        if (isOwner == IsCurrentOwner(rival) ? CompareIds(account, rival) < 0 : isOwner) _primaries[account.Primary] = account;
    }

    /// <summary>Both name the same account at the target; where that keeps the entry's id, the id tells whose it is.</summary>
    private bool IsCurrentOwner(MailAccount account) =>
        account.SourceId is not null && current.TryGetValue(account.Primary, out var present) && present.SourceId == account.SourceId;

    /// <summary>
    /// For each entry whose own address is in a domain not served: the alias that is its account already, else the lowest that nobody else claims.
    /// </summary>
    private List<MailAccount> StandIns(List<MailAccount> owners)
    {
        var settled = new List<MailAccount>();
        var claimed = owners.SelectMany(account => account.Aliases).ToHashSet();
        foreach (var account in wanted.WithoutServedPrimary.Order(Comparer<MailAccount>.Create(CompareIds)))
        {
            var free = account.Aliases.Where(alias => !IsHeld(alias) && !_primaries.ContainsKey(alias)).Order().ToList();
            var named = free.FindAll(alias => current.TryGetValue(alias, out var present) && present.Primary == alias);
            // Of several accounts that it could be, the one with its id: the others may be those of the next in this row.
            var standIn = named.Find(alias => account.SourceId is not null && current[alias].SourceId == account.SourceId);
            if (standIn == default && named.Count > 0) standIn = named[0];
            if (standIn == default) standIn = free.Find(alias => !claimed.Contains(alias));
            if (standIn == default)
            {
                Losers.Add(account);
                continue;
            }
            var standing = account.WithAddresses(standIn, [.. account.Aliases.Where(alias => alias != standIn)]);
            _primaries.Add(standIn, standing);
            settled.Add(standing);
        }
        return settled;
    }

    private void ClaimAlias(EmailAddress alias, MailAccount account)
    {
        if (IsHeld(alias) || _primaries.ContainsKey(alias) || _aliases.TryAdd(alias, account)) return;
        var rival = _aliases[alias];
        if (CanHave(account, alias) != CanHave(rival, alias))
        {
            if (CanHave(account, alias)) _aliases[alias] = account;
            return;
        }
        var owner = current.GetValueOrDefault(alias)?.Primary;
        if (owner == rival.Primary) return;
        if (owner == account.Primary || CompareIds(account, rival) < 0) _aliases[alias] = account;
    }

    /// <summary>Where lists cannot get aliases, one may have those that it has all the same.</summary>
    private bool CanHave(MailAccount account, EmailAddress alias) =>
        capabilities.AllowAliases(account.Kind)
        || (current.GetValueOrDefault(alias) is { Kind: AccountKind.DistributionList } list && list.Primary == account.Primary);

    private void NoteLostPrimary(MailAccount account)
    {
        if (HolderOf(account.Primary) is var (holder, held))
        {
            Losers.Add(account);
            Conflicts.Add(new Conflict(account.Primary, holder.Primary, null, account.Primary, account.Dn, held));
        }
        else if (_primaries[account.Primary] is var winner && !ReferenceEquals(winner, account) && !IsSameEntry(winner, account))
        {
            Losers.Add(account);
            var reason = IsCurrentOwner(winner) ? ConflictReason.CurrentOwner : ConflictReason.LowestId;
            Conflicts.Add(new Conflict(account.Primary, winner.Primary, winner.Dn, account.Primary, account.Dn, reason));
        }
    }

    private MailAccount WithOwnAliases(MailAccount account)
    {
        var lost = 0;
        foreach (var alias in account.Aliases)
        {
            if (Owns(account, alias)) continue;
            lost++;
            Conflicts.Add(LostAlias(alias, account));
        }
        return lost == 0 ? account : account.WithAddresses(account.Primary, [.. account.Aliases.Where(alias => Owns(account, alias))]);
    }

    private bool Owns(MailAccount account, EmailAddress alias) => _aliases.TryGetValue(alias, out var owner) && ReferenceEquals(owner, account);

    private Conflict LostAlias(EmailAddress alias, MailAccount loser)
    {
        if (HolderOf(alias) is var (holder, held)) return new Conflict(alias, holder.Primary, null, loser.Primary, loser.Dn, held);
        if (_primaries.TryGetValue(alias, out var owner)) return new Conflict(alias, owner.Primary, owner.Dn, loser.Primary, loser.Dn, ConflictReason.PrimaryBeatsAlias);
        var winner = _aliases[alias];
        var reason = CanHave(winner, alias) != CanHave(loser, alias) ? ConflictReason.ListsHaveNoAliases
            : current.GetValueOrDefault(alias)?.Primary == winner.Primary ? ConflictReason.CurrentOwner : ConflictReason.LowestId;
        return new Conflict(alias, winner.Primary, winner.Dn, loser.Primary, loser.Dn, reason);
    }

    private bool IsHeld(EmailAddress address) => held.ContainsKey(address) || spared.ContainsKey(address);

    private (MailAccount Holder, ConflictReason Reason)? HolderOf(EmailAddress address)
    {
        if (held.TryGetValue(address, out var hidden)) return (hidden, ConflictReason.HeldByHiddenAccount);
        return spared.TryGetValue(address, out var kept) ? (kept, ConflictReason.HeldByKeptAccount) : null;
    }

    /// <summary>An entry that was read twice, say because it was moved meanwhile, is no quarrel.</summary>
    private static bool IsSameEntry(MailAccount one, MailAccount other) =>
        (one.Dn is not null && string.Equals(one.Dn, other.Dn, StringComparison.OrdinalIgnoreCase)) || (one.SourceId is not null && one.SourceId == other.SourceId);

    private static int CompareIds(MailAccount one, MailAccount other)
    {
        // An entry with an id goes before one without: the id is the stabler claim.
        if (one.SourceId is null != other.SourceId is null) return one.SourceId is null ? 1 : -1;
        var order = string.CompareOrdinal(one.SourceId, other.SourceId);
        if (order == 0) order = string.CompareOrdinal(one.Dn, other.Dn);
        if (order == 0) order = string.CompareOrdinal(one.Primary.ToString(), other.Primary.ToString());
        if (order == 0) order = string.CompareOrdinal(string.Join(' ', one.Aliases.Order()), string.Join(' ', other.Aliases.Order()));
        // An entry that was read twice and became a list meanwhile: in whatever order it came.
        return order != 0 ? order : one.Kind.CompareTo(other.Kind);
    }
}
