namespace LdapSync.Planning;

/// <summary>Which change of a plan frees an address that another change takes.</summary>
internal sealed class AddressReleases
{
    private readonly Dictionary<EmailAddress, AccountChange> _releases = [];
    private readonly Dictionary<AccountChange, List<AccountChange>> _aliases = new(ReferenceEqualityComparer.Instance);
    private readonly ILookup<EmailAddress, AccountChange> _removals;

    public AddressReleases(List<AccountChange> changes, IReadOnlyList<MailAccount> existing)
    {
        _removals = changes.Where(change => change.Kind == ChangeKind.RemoveAlias).OrderBy(change => change.Address).ToLookup(change => change.Account);
        foreach (var change in changes)
        {
            if (change.Kind == ChangeKind.RemoveAlias) _releases.Add(change.Address, change);
            else if (change.Kind is ChangeKind.DeleteAccount or ChangeKind.RenameAccount) _releases.Add(change.Account, change);
        }
        if (_releases.Count == 0) return;
        foreach (var account in existing)
        {
            if (_releases.GetValueOrDefault(account.Primary) is { Kind: ChangeKind.DeleteAccount } deletion) AddAliasesOf(account, deletion);
        }
        foreach (var taking in changes.Where(change => change.Kind == ChangeKind.AddAlias && Of(change) is not null).OrderBy(change => change.Address)) AddTaking(taking, Of(taking)!);
    }

    /// <summary>The change that has to come before an address is taken; null when the address is free, or is the account's own.</summary>
    public AccountChange? Of(AccountChange taking) => _releases.GetValueOrDefault(taking.Address);

    /// <summary>The changes that remove aliases from an account, in the order of the addresses.</summary>
    public IEnumerable<AccountChange> RemovalsFrom(EmailAddress account) => _removals[account];

    /// <summary>The aliases that are added with addresses which a change releases, in the order of the addresses.</summary>
    public IReadOnlyList<AccountChange> AliasesFrom(AccountChange release) => _aliases.GetValueOrDefault(release) ?? [];

    private void AddAliasesOf(MailAccount account, AccountChange deletion)
    {
        // An alias that is removed by a change of its own is released by that.
        foreach (var alias in account.Aliases) _releases.TryAdd(alias, deletion);
    }

    private void AddTaking(AccountChange taking, AccountChange release)
    {
        if (!_aliases.TryGetValue(release, out var takings)) _aliases.Add(release, takings = []);
        takings.Add(taking);
    }
}
