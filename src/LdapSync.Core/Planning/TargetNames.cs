namespace LdapSync.Planning;

/// <summary>
/// Names accounts and aliases as the target has them. A plan is made with the addresses of alias domains folded (R7), but the target may list an account by the
/// address that was folded, and a change has to call it that.
/// </summary>
internal sealed class TargetNames
{
    private readonly Dictionary<EmailAddress, EmailAddress> _names = [];
    private readonly Dictionary<EmailAddress, MailAccount> _unfolded = [];
    private readonly ServedDomains _domains;

    public TargetNames(IEnumerable<MailAccount> existing, ServedDomains domains)
    {
        _domains = domains;
        foreach (var account in existing)
        {
            if (account.Unfolded is { } unfolded)
            {
                _unfolded.Add(account.Primary, unfolded);
                _names.Add(account.Primary, unfolded.Primary);
            }
        }
    }

    /// <summary>
    /// The changes in their order. Where an alias stands at the target in several spellings, the others go right before the one that the plan means: whoever takes the
    /// address waits for all of them, or a sync that breaks off could leave it to two accounts.
    /// </summary>
    public (IReadOnlyList<AccountChange> Changes, IReadOnlyList<Handover> Handovers) Of(ChangeOrder order)
    {
        if (_names.Count == 0) return (order.Changes, order.Handovers);
        var handovers = order.Handovers.Select(handover => handover with { From = NameOf(handover.From), To = NameOf(handover.To) }).ToList();
        var named = new List<AccountChange>(order.Changes.Count);
        var positions = new int[order.Changes.Count];
        var before = new List<int>[order.Changes.Count];
        var moves = new List<Handover>();
        foreach (var (i, change) in order.Changes.Index())
        {
            var others = Others(change, out var alias);
            before[i] = [.. Enumerable.Range(named.Count, others.Count)];
            named.AddRange(others.Select(other => AccountChange.RemoveAlias(NameOf(change.From ?? change.Account), other)));
            positions[i] = named.Count;
            named.Add(change.Named(NameOf, alias));
            if (change.Kind == ChangeKind.MoveAlias) moves.AddRange(before[i].Select(removal => new Handover(change.Address, NameOf(change.From!.Value), NameOf(change.Account), removal, positions[i])));
            if (change.Kind == ChangeKind.RenameAccount) Rename(change.Account, change.Address);
        }
        return (
            named,
            [.. handovers
                .SelectMany(handover => before[handover.ReleasedBy].Append(positions[handover.ReleasedBy])
                    .Select(released => handover with { ReleasedBy = released, TakenBy = positions[handover.TakenBy] }))
                .Concat(moves)
                .OrderBy(handover => handover.TakenBy)]);
    }

    /// <summary>The spellings of an address that a change does not name, but takes from its account all the same; of the alias that it names, the target's own.</summary>
    private List<EmailAddress> Others(AccountChange change, out EmailAddress? alias)
    {
        alias = change.Alias;
        // A renamed account takes its aliases along, and one of them may be another spelling of the address that it gives up.
        if (change.Kind == ChangeKind.RenameAccount) return [.. Spellings(change.Account, change.Account)];
        if (change.Kind is not (ChangeKind.RemoveAlias or ChangeKind.MoveAlias)) return [];
        var spellings = Spellings(change.From ?? change.Account, change.Address).ToList();
        if (spellings.Count == 0) return [];
        alias = spellings[0];
        return spellings[1..];
    }

    private EmailAddress NameOf(EmailAddress account) => _names.GetValueOrDefault(account, account);

    /// <summary>From here on the account has the name that the plan gave it; its aliases are still spelled as they were.</summary>
    private void Rename(EmailAddress from, EmailAddress to)
    {
        _names.Remove(from);
        _names.Remove(to); // whoever had it is gone or has another name by now
        if (_unfolded.Remove(from, out var unfolded)) _unfolded[to] = unfolded;
        else _unfolded.Remove(to);
    }

    /// <summary>The aliases of the target that an alias stands for, that in the parent domain first.</summary>
    private IEnumerable<EmailAddress> Spellings(EmailAddress account, EmailAddress address) =>
        _unfolded.TryGetValue(account, out var unfolded)
            ? unfolded.Aliases.Where(alias => _domains.Fold(alias) == address)
                .Distinct()
                .OrderByDescending(alias => alias == address)
                .ThenBy(alias => alias)
            : [];
}
