namespace LdapSync.Planning;

/// <summary>
/// Puts changes in an order that keeps mail flowing (R22): first everything that only adds, then the addresses that pass from one account to another, each
/// release followed by its taking, and last what only removes, accounts at the very end. Within a group the order is that of the addresses (R15).
/// </summary>
internal sealed class ChangeOrder
{
    private readonly List<AccountChange> _ordered;
    private readonly List<Handover> _handovers = [];

    private ChangeOrder(int count) => _ordered = new List<AccountChange>(count);

    public IReadOnlyList<AccountChange> Changes => _ordered;

    public IReadOnlyList<Handover> Handovers => _handovers;

    /// <param name="changes">The changes in any order.</param>
    /// <param name="existing">The accounts as they are: a deleted account releases every address it has.</param>
    public static ChangeOrder Of(List<AccountChange> changes, IReadOnlyList<MailAccount> existing)
    {
        var order = new ChangeOrder(changes.Count);
        var exchange = AddressExchange.Among(changes, existing);
        var free = exchange is null ? changes : changes.FindAll(change => !exchange.Involves(change));

        order.Append(free, ChangeKind.AddAccount, ChangeKind.AddAlias, ChangeKind.SetKind);
        if (exchange is not null) order.Append(exchange);
        order.Append(free, ChangeKind.RemoveAlias, ChangeKind.DeleteAccount);
        return order;
    }

    private void Append(List<AccountChange> changes, params ReadOnlySpan<ChangeKind> kinds)
    {
        foreach (var kind in kinds)
        {
            var group = changes.FindAll(change => change.Kind == kind);
            group.Sort(Compare);
            _ordered.AddRange(group);
        }
    }

    private void Append(AddressExchange exchange)
    {
        var positions = new Dictionary<AccountChange, int>(ReferenceEqualityComparer.Instance);
        foreach (var change in exchange.InOrder())
        {
            positions.Add(change, _ordered.Count);
            _ordered.Add(change);
        }
        foreach (var (address, release, taking) in exchange.Passes)
        {
            _handovers.Add(new Handover(address, release.Account, taking.Account, positions[release], positions[taking]));
        }
        _handovers.Sort((one, other) => one.TakenBy.CompareTo(other.TakenBy));
    }

    /// <summary>By account, then by the address concerned: total for the changes of one kind.</summary>
    internal static int Compare(AccountChange one, AccountChange other)
    {
        var byAccount = one.Account.CompareTo(other.Account);
        return byAccount != 0 ? byAccount : one.Address.CompareTo(other.Address);
    }
}
