namespace LdapSync.Planning;

/// <summary>
/// Puts changes in an order that keeps mail flowing (R22):
/// <list type="number">
/// <item>new accounts whose address is free,</item>
/// <item>renames, and new accounts whose address is another's: each after the change that releases the address, chains of them from their free end; a ring is
/// opened by giving one account a name for the time between (<see cref="RenameChain"/>),</item>
/// <item>kinds but for those below, new aliases whose address is free, and ids,</item>
/// <item>aliases that pass from one account to another, each right after the change that releases it, or in one step where the target can,</item>
/// <item>aliases that only go,</item>
/// <item>mailboxes that become lists, where the target takes their aliases from them with that (<see cref="TargetCapabilities.ListsWithoutAliases"/>): who else takes one has it by then,</item>
/// <item>and last of all accounts that only go.</item>
/// </list>
/// An address that a rename releases is taken as an alias right after it where the account that takes it has its name by then. Within a step the order is that
/// of the addresses (R15).
/// </summary>
internal sealed class ChangeOrder
{
    private readonly List<AccountChange> _ordered;
    private readonly List<Handover> _handovers = [];
    private readonly AddressReleases _releases;
    private readonly Dictionary<AccountChange, int> _positions = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<EmailAddress, EmailAddress> _names = [];
    private readonly HashSet<EmailAddress> _namesToCome;
    private readonly Dictionary<EmailAddress, AccountChange> _mailboxesToCome = [];
    private readonly bool _movesAtOnce;

    private ChangeOrder(List<AccountChange> changes, int count, AddressReleases releases, TargetCapabilities capabilities)
    {
        _ordered = new List<AccountChange>(count);
        _releases = releases;
        _movesAtOnce = capabilities.HasFlag(TargetCapabilities.AtomicMove);
        _namesToCome = [.. changes.Where(TakesPrimary).Select(change => change.Address)];
        if (capabilities.AllowAliases(AccountKind.DistributionList)) return;
        foreach (var change in changes.Where(change => change.Kind == ChangeKind.SetKind && change.AccountKind == AccountKind.Mailbox)) _mailboxesToCome.Add(change.Account, change);
    }

    public IReadOnlyList<AccountChange> Changes => _ordered;

    public IReadOnlyList<Handover> Handovers => _handovers;

    /// <param name="changes">The changes in any order.</param>
    /// <param name="apart">Aliases to add and remove whose addresses no other change touches.</param>
    /// <param name="existing">The accounts as they are: a deleted account releases every address it still has.</param>
    /// <param name="capabilities">What the target can do.</param>
    /// <param name="isTaken">Whether an address is somebody's, before or after.</param>
    public static ChangeOrder Of(
        List<AccountChange> changes, IReadOnlyList<AccountChange> apart, IReadOnlyList<MailAccount> existing, TargetCapabilities capabilities, Func<EmailAddress, bool> isTaken)
    {
        var order = new ChangeOrder(changes, changes.Count + apart.Count, new AddressReleases(changes, existing), capabilities);

        var accounts = order.AddFree(Sorted(changes, ChangeKind.AddAccount));
        order.AddPrimaries([.. accounts, .. Sorted(changes, ChangeKind.RenameAccount)], isTaken);
        var losesAliases = Sorted(changes, ChangeKind.SetKind).ToLookup(change => !capabilities.AllowAliases(change.AccountKind));
        order.AddRest(losesAliases[false]);
        order._mailboxesToCome.Clear();
        var aliases = order.AddFree(Sorted(changes.Concat(apart), ChangeKind.AddAlias));
        order.AddRest(Sorted(changes, ChangeKind.SetSourceId));
        order.AddPassing(aliases);
        order.AddRest(Sorted(changes.Concat(apart), ChangeKind.RemoveAlias));
        order.AddRest(losesAliases[true]);
        order.AddRest(Sorted(changes, ChangeKind.DeleteAccount));
        return order;
    }

    private static bool TakesPrimary(AccountChange change) => change.Kind is ChangeKind.AddAccount or ChangeKind.RenameAccount;

    /// <summary>Adds what takes an address that is free.</summary>
    /// <returns>The others, in the same order.</returns>
    private List<AccountChange> AddFree(List<AccountChange> takings)
    {
        var others = new List<AccountChange>();
        foreach (var taking in takings)
        {
            if (_releases.Of(taking) is null) Append(taking);
            else others.Add(taking);
        }
        return others;
    }

    private void AddPrimaries(List<AccountChange> takings, Func<EmailAddress, bool> isTaken)
    {
        var reserved = new HashSet<EmailAddress>();
        foreach (var taking in takings)
        {
            foreach (var step in RenameChain.Of(taking, _releases, _positions.ContainsKey, Reserve)) AddPrimary(step);
        }

        bool Reserve(EmailAddress address) => !reserved.Contains(address) && !isTaken(address) && reserved.Add(address);
    }

    private void AddPrimary(RenameChain.Step step)
    {
        var release = _releases.Of(step.Change);
        if (release is not null) Release(release);
        Add(step.Change);
        _positions.TryAdd(step.Origin, _positions[step.Change]);
        if (step.Origin.Kind == ChangeKind.RenameAccount) _names[step.Origin.Account] = step.Change.Address;
        if (release is not null) HandOver(release, step.Change);
        TakeAtOnce(step.Origin);
    }

    /// <summary>Makes the change that releases an address, and lets aliases take what else it releases.</summary>
    private void Release(AccountChange release)
    {
        if (_positions.ContainsKey(release)) return;
        if (release.Kind == ChangeKind.DeleteAccount)
        {
            // What is taken from the account by changes of their own cannot be taken from it afterwards.
            foreach (var removal in _releases.RemovalsFrom(release.Account)) Release(removal);
        }
        Add(release);
        TakeAtOnce(release);
    }

    private void TakeAtOnce(AccountChange release)
    {
        foreach (var taking in _releases.AliasesFrom(release))
        {
            if (!_namesToCome.Contains(taking.Account)) Take(taking, release);
        }
    }

    private void AddPassing(List<AccountChange> aliases)
    {
        foreach (var taking in aliases)
        {
            if (_positions.ContainsKey(taking)) continue;
            var release = _releases.Of(taking)!;
            if (_movesAtOnce && release.Kind == ChangeKind.RemoveAlias)
            {
                _positions.Add(release, _ordered.Count);
                _positions.Add(taking, _ordered.Count);
                _ordered.Add(AccountChange.MoveAlias(NameOf(release), taking.Account, taking.Address));
                continue;
            }
            Release(release);
            Take(taking, release);
        }
    }

    private void Take(AccountChange taking, AccountChange release)
    {
        if (_positions.ContainsKey(taking)) return;
        if (_mailboxesToCome.Remove(taking.Account, out var kind)) Add(kind); // as a list it cannot take it
        Add(taking);
        HandOver(release, taking);
    }

    private void AddRest(IEnumerable<AccountChange> changes)
    {
        foreach (var change in changes)
        {
            if (!_positions.ContainsKey(change)) Append(change);
        }
    }

    /// <summary>Adds a change that others may have to know the position of.</summary>
    private void Add(AccountChange change)
    {
        _positions.Add(change, _ordered.Count);
        Append(change);
    }

    private void Append(AccountChange change)
    {
        // What is taken from an account that was renamed meanwhile is taken under its new name.
        _ordered.Add(change.Kind == ChangeKind.RemoveAlias ? change.On(NameOf(change)) : change);
        if (TakesPrimary(change)) _namesToCome.Remove(change.Address);
    }

    /// <summary>Notes a handover as soon as the change that takes the address has its position, so that handovers stand in the order of the changes.</summary>
    private void HandOver(AccountChange release, AccountChange taking)
    {
        var to = taking.Kind == ChangeKind.RenameAccount ? taking.Address : taking.Account;
        _handovers.Add(new Handover(taking.Address, release.Account, to, _positions[release], _positions[taking]));
    }

    private EmailAddress NameOf(AccountChange change) => _names.GetValueOrDefault(change.Account, change.Account);

    private static List<AccountChange> Sorted(IEnumerable<AccountChange> changes, ChangeKind kind)
    {
        List<AccountChange> group = [.. changes.Where(change => change.Kind == kind)];
        group.Sort(static (one, other) =>
        {
            var byAccount = one.Account.CompareTo(other.Account);
            return byAccount != 0 ? byAccount : one.Address.CompareTo(other.Address);
        });
        return group;
    }
}
