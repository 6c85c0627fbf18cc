namespace LdapSync.Planning;

/// <summary>
/// Puts changes in an order that keeps mail flowing (R22):
/// <list type="number">
/// <item>new accounts whose address is free,</item>
/// <item>new accounts whose address is another account's alias, each right after the change that releases it,</item>
/// <item>new aliases whose address is free, and kinds,</item>
/// <item>aliases that pass from one account to another, each right after the change that releases it,</item>
/// <item>aliases that only go, and last of all accounts that only go.</item>
/// </list>
/// By the fourth step every account that takes an address exists, and a release waits for nothing, so no two changes can wait for each other. Within a step the
/// order is that of the addresses (R15).
/// </summary>
internal sealed class ChangeOrder
{
    private readonly Dictionary<EmailAddress, AccountChange> _releases = [];
    private readonly HashSet<AccountChange> _released = new(ReferenceEqualityComparer.Instance);
    private readonly List<AccountChange> _ordered;
    private readonly List<Handover> _handovers = [];

    private ChangeOrder(int count) => _ordered = new List<AccountChange>(count);

    public IReadOnlyList<AccountChange> Changes => _ordered;

    public IReadOnlyList<Handover> Handovers => _handovers;

    /// <param name="changes">The changes in any order.</param>
    /// <param name="existing">The accounts as they are: a deleted account releases every address it still has.</param>
    public static ChangeOrder Of(List<AccountChange> changes, IReadOnlyList<MailAccount> existing)
    {
        var order = new ChangeOrder(changes.Count);
        order.FindReleases(changes, existing);
        var accounts = Sorted(changes, ChangeKind.AddAccount);
        var aliases = Sorted(changes, ChangeKind.AddAlias);

        order.AddFree(accounts);
        order.AddPassing(accounts);
        order.AddFree(aliases);
        order._ordered.AddRange(Sorted(changes, ChangeKind.SetKind));
        order.AddPassing(aliases);
        order.AddRest(Sorted(changes, ChangeKind.RemoveAlias));
        order.AddRest(Sorted(changes, ChangeKind.DeleteAccount));
        return order;
    }

    private void FindReleases(List<AccountChange> changes, IReadOnlyList<MailAccount> existing)
    {
        foreach (var change in changes)
        {
            if (change.Kind is ChangeKind.RemoveAlias or ChangeKind.DeleteAccount) _releases.Add(change.Address, change);
        }
        if (_releases.Count == 0) return;
        foreach (var account in existing)
        {
            if (_releases.GetValueOrDefault(account.Primary) is not { Kind: ChangeKind.DeleteAccount } deletion) continue;
            // An alias that is removed by a change of its own is released by that.
            foreach (var alias in account.Aliases) _releases.TryAdd(alias, deletion);
        }
    }

    private void AddFree(List<AccountChange> takings) => _ordered.AddRange(takings.Where(taking => !_releases.ContainsKey(taking.Address)));

    private void AddPassing(List<AccountChange> takings)
    {
        foreach (var passing in takings.Where(taking => _releases.ContainsKey(taking.Address)).GroupBy(taking => _releases[taking.Address], ReferenceEqualityComparer.Instance))
        {
            var release = (AccountChange)passing.Key!;
            var position = _ordered.Count;
            _ordered.Add(release);
            _released.Add(release);
            foreach (var taking in passing)
            {
                _handovers.Add(new Handover(taking.Address, release.Account, taking.Account, position, _ordered.Count));
                _ordered.Add(taking);
            }
        }
    }

    private void AddRest(List<AccountChange> removals) => _ordered.AddRange(removals.Where(removal => !_released.Contains(removal)));

    private static List<AccountChange> Sorted(List<AccountChange> changes, ChangeKind kind)
    {
        var group = changes.FindAll(change => change.Kind == kind);
        group.Sort(static (one, other) =>
        {
            var byAccount = one.Account.CompareTo(other.Account);
            return byAccount != 0 ? byAccount : one.Address.CompareTo(other.Address);
        });
        return group;
    }
}
