namespace LdapSync.Planning;

/// <summary>
/// Names accounts and aliases as the target has them. A plan is made with the addresses of alias domains folded (R7), but the target may list an account by the
/// address that was folded, and a change has to call it that.
/// </summary>
internal sealed class TargetNames
{
    private readonly Dictionary<EmailAddress, EmailAddress> _names = [];
    private readonly Dictionary<EmailAddress, MailAccount> _unfolded = [];
    private readonly Dictionary<EmailAddress, EmailAddress> _firstNames = [];
    private readonly Dictionary<EmailAddress, EmailAddress> _lastNames = [];
    private readonly ServedDomains _domains;

    public TargetNames(IEnumerable<MailAccount> existing, ServedDomains domains)
    {
        _domains = domains;
        foreach (var account in existing)
        {
            if (account.Unfolded is not { } unfolded) continue;
            _unfolded.Add(account.Primary, unfolded);
            _names.Add(account.Primary, unfolded.Primary);
        }
    }

    /// <summary>The changes in their order; where an alias stands at the target in several domains, its further removals come last.</summary>
    public (IReadOnlyList<AccountChange> Changes, IReadOnlyList<Handover> Handovers) Of(ChangeOrder order)
    {
        var (changes, handovers) = (order.Changes, order.Handovers);
        if (_names.Count == 0) return (changes, handovers);
        handovers = [.. handovers.Select(handover => handover with { From = NameOf(handover.From), To = NameOf(handover.To) })];

        // A renamed account takes its aliases along, and one of them may be another spelling of the address that it gives up: it goes first of all.
        List<AccountChange> first = [.. changes.Where(change => change.Kind == ChangeKind.RenameAccount)
            .SelectMany(rename => Spellings(rename.Account, rename.Account).Select(alias => AccountChange.RemoveAlias(NameOf(rename.Account), alias)))];
        var deleted = changes.Where(change => change.Kind == ChangeKind.DeleteAccount).Select(change => change.Account).ToHashSet();
        var named = new List<AccountChange>(changes.Count);
        var further = new List<AccountChange>();
        foreach (var change in changes)
        {
            if (change.Kind is ChangeKind.RemoveAlias or ChangeKind.MoveAlias)
            {
                var from = change.From ?? change.Account;
                var spellings = Spellings(from, change.Address).ToList();
                var firstName = _firstNames.GetValueOrDefault(from, from);
                // Those of a deleted account go with it; one that was renamed meanwhile may have its name.
                if (!deleted.Contains(firstName)) further.AddRange(spellings.Skip(1).Select(alias => AccountChange.RemoveAlias(firstName, alias)));
                named.Add(change.Named(NameOf, spellings.Count == 0 ? change.Address : spellings[0]));
            }
            else
            {
                named.Add(change.Named(NameOf, change.Alias));
                if (change.Kind == ChangeKind.RenameAccount) Rename(change.Account, change.Address);
            }
        }
        return (
            [.. first, .. named, .. further.Select(removal => removal.Named(account => _lastNames.TryGetValue(account, out var last) ? last : NameOf(account), removal.Alias))],
            [.. handovers.Select(handover => handover with { ReleasedBy = handover.ReleasedBy + first.Count, TakenBy = handover.TakenBy + first.Count })
                .SelectMany(handover => ReleasedAtFirst(handover).Append(handover))]);

        // What goes first of all is off the air from there on.
        IEnumerable<Handover> ReleasedAtFirst(Handover handover) => first.Index()
            .Where(removal => removal.Item.Account == handover.From && removal.Item.Alias == handover.Address)
            .Select(removal => handover with { ReleasedBy = removal.Index });
    }

    private EmailAddress NameOf(EmailAddress account) => _names.GetValueOrDefault(account, account);

    /// <summary>From here on the account has the name that the plan gave it; its aliases are still spelled as they were.</summary>
    private void Rename(EmailAddress from, EmailAddress to)
    {
        _firstNames.Remove(from, out var first);
        if (first == default) first = from;
        _firstNames[to] = first;
        _lastNames[first] = to;
        _names.Remove(from);
        _names.Remove(to); // whoever had it is gone or has another name by now
        if (_unfolded.Remove(from, out var unfolded)) _unfolded[to] = unfolded;
        else _unfolded.Remove(to);
    }

    /// <summary>The aliases of the target that an alias stands for, that in the parent domain first.</summary>
    private IEnumerable<EmailAddress> Spellings(EmailAddress account, EmailAddress address) =>
        _unfolded.TryGetValue(account, out var unfolded)
            ? unfolded.Aliases.Where(alias => alias != unfolded.Primary && _domains.Fold(alias) == address)
                .Distinct()
                .OrderByDescending(alias => alias == address)
                .ThenBy(alias => alias)
            : [];
}
