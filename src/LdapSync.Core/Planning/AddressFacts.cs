namespace LdapSync.Planning;

/// <summary>What a plan knows of one address, found by looking through all of it: nothing is kept ready for a question that may never come.</summary>
internal sealed class AddressFacts
{
    private readonly SyncPlan _plan;
    private readonly List<int> _touching;

    public AddressFacts(SyncPlan plan, AskedAddress asked)
    {
        (_plan, Asked) = (plan, asked);
        var sides = plan.Sides;
        Claims = [.. sides.Claims.Where(asked.IsOf).OrderBy(account => account.Dn, StringComparer.Ordinal)];
        ListAlias = plan.ListAliases.FirstOrDefault(alias => asked.Is(alias.Alias));
        Wanted = asked.Pattern is null && ListAlias is null ? sides.Wanted.FirstOrDefault(asked.IsOf) : null;
        // An account that is hidden may carry another spelling of what a visible one has.
        Existing = sides.Existing.Where(asked.IsOf).OrderBy(IsHidden).ThenBy(account => account.Primary).FirstOrDefault();
        Excluded = [.. plan.Excluded.Where(excluded => excluded.Address == asked.Address)];
        Conflicts = asked.Pattern is null ? [.. plan.Conflicts.Where(conflict => conflict.Address == asked.CountsAs)] : [];
        Kept = Existing is null ? null : plan.Kept.FirstOrDefault(kept => kept.Account == sides.Domains.Fold(Existing.Primary));
        Waiting = Existing is null ? null : plan.Waiting.FirstOrDefault(waiting => sides.Domains.Fold(waiting.Account) == sides.Domains.Fold(Existing.Primary));
        IsNotOwned = Existing is not null && plan.NotOwned.Contains(Existing.Primary);
        SkippedValues = [.. plan.SkippedValues.Where(skipped => asked.IsIn(skipped.Value))];
        SkippedEntries = [.. plan.SkippedEntries.Where(skipped => Claims.Any(claim => claim.Dn == skipped.Dn) || asked.IsIn(skipped.Reason))];
        _touching = [.. Enumerable.Range(0, plan.Changes.Count).Where(position => Touches(plan.Changes[position]))];
    }

    public AskedAddress Asked { get; }

    /// <summary>The entries that were read and have it, whether they get an account or not.</summary>
    public IReadOnlyList<MailAccount> Claims { get; }

    public MailAccount? Wanted { get; }

    public MailAccount? Existing { get; }

    public IReadOnlyList<ExcludedAddress> Excluded { get; }

    public IReadOnlyList<Conflict> Conflicts { get; }

    public KeptAccount? Kept { get; }

    public WaitingAccount? Waiting { get; }

    /// <summary>The list that asks for it and cannot have it; null when none does.</summary>
    public ListAlias? ListAlias { get; }

    /// <summary>Whether it is on an account that is not this sync's to delete.</summary>
    public bool IsNotOwned { get; }

    public IReadOnlyList<Mapping.SkippedValue> SkippedValues { get; }

    public IReadOnlyList<Mapping.SkippedEntry> SkippedEntries { get; }

    /// <summary>The conflicts in which entries that have it lost their own address, and with it everything.</summary>
    public IEnumerable<Conflict> LostAccounts => _plan.Conflicts.Where(lost => lost.LosesAccount && lost.Address != Asked.CountsAs && Claims.Any(claim => claim.Dn == lost.LoserDn));

    /// <summary>The changes that switch the address on or off or concern its account as such, and what happens to the name of its account.</summary>
    public IEnumerable<ExplainedChange> Changes => Enumerable.Range(0, _plan.Changes.Count)
        .Where(position => _touching.Contains(position) || ConcernsItsAccount(_plan.Changes[position]))
        .Select(position => new ExplainedChange(position, _plan.Changes[position], WhyWithheld(position)));

    /// <summary>The first question that has a clear answer decides.</summary>
    public AddressVerdict Verdict => this switch
    {
        _ when Touched(ChangeKind.RenameAccount) => Existing is null && Wanted is null ? AddressVerdict.InTransit : AddressVerdict.Renamed,
        _ when IsSwitchedOn => IsSwitchedOff ? AddressVerdict.Moved : AddressVerdict.Added,
        _ when IsSwitchedOff => Touched(ChangeKind.RemoveAlias) ? AddressVerdict.Removed : AddressVerdict.Deleted,
        _ when Touched(ChangeKind.SetKind) => AddressVerdict.KindChanged,
        { ListAlias: not null } => AddressVerdict.NotPossible,
        { Wanted: not null } => AddressVerdict.Unchanged,
        { Excluded.Count: > 0 } => AddressVerdict.Excluded,
        { Kept: not null } or { Waiting: not null } or { IsNotOwned: true } => AddressVerdict.Kept,
        { Conflicts.Count: > 0 } => AddressVerdict.LostConflict,
        _ when LostAccounts.Any() => AddressVerdict.LostConflict,
        _ when Holders.Any(holder => Asked.PatternOf(holder) is not null) => AddressVerdict.Excluded,
        _ when Holders.Any(IsForeign) => AddressVerdict.NotServed,
        { Existing: not null } => AddressVerdict.Kept,
        { SkippedEntries.Count: > 0 } => AddressVerdict.EntrySkipped,
        { SkippedValues.Count: > 0 } => AddressVerdict.InvalidValue,
        _ => AddressVerdict.NotFound,
    };

    /// <summary>Whether the address or the own address of its account is in a domain that is not served.</summary>
    public bool IsForeign(MailAccount holder) => !IsServed(Asked.CountsAs) || !IsServed(holder.Primary);

    private bool IsServed(EmailAddress address) => _plan.Sides.Domains.Serves(_plan.Sides.Domains.Fold(address));

    /// <summary>Everybody who has it, on either side.</summary>
    private IEnumerable<MailAccount> Holders => Existing is null ? Claims : Claims.Append(Existing);

    private bool IsHidden(MailAccount existing) => Asked.PatternOf(existing) is not null || !IsServed(existing.Primary);

    private bool Touched(ChangeKind kind) => _touching.Exists(position => _plan.Changes[position].Kind == kind);

    private bool IsSwitchedOn => Touched(ChangeKind.AddAccount) || Touched(ChangeKind.AddAlias) || Touched(ChangeKind.MoveAlias);

    private bool IsSwitchedOff => Touched(ChangeKind.DeleteAccount) || Touched(ChangeKind.RemoveAlias) || Touched(ChangeKind.MoveAlias);

    private bool Touches(AccountChange change) => change.Kind switch
    {
        ChangeKind.RenameAccount => Asked.Is(change.Account) || Asked.Is(change.NewAddress!.Value),
        ChangeKind.DeleteAccount => Asked.Is(change.Account) || change.Account == Existing?.Primary,
        _ => Asked.Is(change.Address),
    };

    private bool ConcernsItsAccount(AccountChange change) => change.Kind switch
    {
        ChangeKind.RenameAccount => change.Account == Existing?.Primary || change.NewAddress == Wanted?.Primary,
        ChangeKind.AddAccount => change.Account == Wanted?.Primary,
        _ => false,
    };

    private string? WhyWithheld(int position) => _plan.IsRefused
        ? $"The plan is refused, since it breaks {string.Join(", ", _plan.Violations.Select(violation => violation.Kind))}; nothing of it is applied."
        : _plan.Withheld.FirstOrDefault(withheld => withheld.Position == position)?.Reason;
}
