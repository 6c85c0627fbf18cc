namespace LdapSync.Planning;

/// <summary>
/// The changes that turn the existing accounts into the wanted ones, unordered.
/// <code>
///  account           wanted   existing   change
///  ---------------   ------   --------   ----------------------------------------------------------------
///  ann@              yes      no         AddAccount, AddAlias for each alias
///  bob@              no       yes        DeleteAccount (its aliases go with it)
///  bob@  b1@         no       yes        … and b1@ becomes an account's own: RemoveAlias b1@ before that
///  bob@              kept     yes        none
///  bob@  b1@         kept     yes        … and b1@ is wanted elsewhere: RemoveAlias b1@
///  cid@              list     mailbox    SetKind
///  cis@  c1@         list     no c1@     none, where the target's lists have no aliases (ListAlias); else AddAlias c1@
///  dan@  d1@         yes      not d1@    AddAlias d1@
///  eve@  e1@         not e1@  yes        RemoveAlias e1@
///  fay@  f1@         yes      yes        none
///  gus@  hal@        gus@     hal@       RenameAccount hal@ to gus@; hal@ is released, gus@ is no alias any more
///  ian@              id 2     id 1       SetSourceId, where the target keeps ids
/// </code>
/// Kept: nobody asks for it, and it is not deleted (<see cref="Fate"/>). Each row is a test in <c>AccountDiffTests</c>. Changes of a renamed account that take something from it
/// name it as it was, the others as it will be.
/// </summary>
internal sealed class AccountDiff
{
    private readonly Settlement _settlement;
    private readonly TargetCapabilities _capabilities;
    private readonly HashSet<EmailAddress> _newPrimaries = [];

    private AccountDiff(Settlement settlement, TargetCapabilities capabilities) => (_settlement, _capabilities) = (settlement, capabilities);

    public List<AccountChange> Changes { get; } = [];

    /// <summary>Aliases of lists that the target cannot give them.</summary>
    public List<ListAlias> ListAliases { get; } = [];

    /// <summary>Mailboxes that stay such although the directory wants lists.</summary>
    public List<KeptMailbox> KeptMailboxes { get; } = [];

    /// <param name="settlement">The accounts that shall be, which existing account each of them is, and what becomes of the others.</param>
    /// <param name="capabilities">What the target can do.</param>
    public static AccountDiff Compare(Settlement settlement, TargetCapabilities capabilities)
    {
        var diff = new AccountDiff(settlement, capabilities);
        foreach (var account in settlement.Wanted)
        {
            if (settlement.Matches.Find(account) is { } present) diff.Change(account, present);
            else diff.Add(account);
        }
        foreach (var (account, fate) in settlement.Fates) diff.Leave(account, fate);
        return diff;
    }

    private void Add(MailAccount account)
    {
        _newPrimaries.Add(account.Primary);
        Changes.Add(AccountChange.AddAccount(account.Primary, account.Kind, account.SourceId));
        foreach (var alias in Possible(account, account.Kind, existing: null)) Changes.Add(AccountChange.AddAlias(account.Primary, alias));
    }

    private void Change(MailAccount wanted, MailAccount existing)
    {
        if (wanted.Primary != existing.Primary)
        {
            _newPrimaries.Add(wanted.Primary);
            Changes.Add(AccountChange.RenameAccount(existing.Primary, wanted.Primary, existing.SourceId));
        }
        var kind = KindOf(wanted, existing);
        if (kind != existing.Kind) Changes.Add(AccountChange.SetKind(wanted.Primary, kind));
        if (_capabilities.HasFlag(TargetCapabilities.SourceIds) && wanted.SourceId is not null && wanted.SourceId != existing.SourceId) Changes.Add(AccountChange.SetSourceId(wanted.Primary, wanted.SourceId));
        var aliases = Possible(wanted, kind, existing);
        foreach (var alias in Missing(aliases, existing.Aliases)) Changes.Add(AccountChange.AddAlias(wanted.Primary, alias));
        foreach (var alias in Missing(existing.Aliases, aliases))
        {
            // An alias that becomes the account's own address is no alias to remove.
            if (alias != wanted.Primary) RemoveAlias(existing, alias);
        }
    }

    private void Leave(MailAccount account, Fate fate)
    {
        foreach (var alias in account.Aliases.Distinct())
        {
            // By a change of its own, lest the mailbox be deleted for an address before the account that takes it is known to be possible.
            if (_newPrimaries.Contains(alias) || (fate != Fate.Deleted && _settlement.Owners.IsClaimed(alias))) RemoveAlias(account, alias);
        }
        if (fate == Fate.Deleted) Changes.Add(AccountChange.DeleteAccount(account.Primary));
    }

    /// <summary>What an account becomes. Where a list has no aliases, a mailbox whose hidden aliases would go with that stays one (R10).</summary>
    private AccountKind KindOf(MailAccount wanted, MailAccount existing)
    {
        if (existing.Kind == wanted.Kind || _capabilities.AllowAliases(wanted.Kind)) return wanted.Kind;
        if (!_settlement.HiddenAliases.TryGetValue(existing.Primary, out var hidden)) return wanted.Kind;
        KeptMailboxes.Add(new KeptMailbox(wanted.Primary, hidden, wanted.Dn));
        return AccountKind.Mailbox;
    }

    /// <summary>
    /// The aliases that the target can give an account of a kind: where a list cannot get any, it keeps those that it has all the same, and a mailbox that becomes one loses its own.
    /// </summary>
    private IReadOnlyList<EmailAddress> Possible(MailAccount wanted, AccountKind kind, MailAccount? existing)
    {
        if (wanted.Aliases.Count == 0 || _capabilities.AllowAliases(kind)) return wanted.Aliases;
        var kept = existing?.Kind == AccountKind.DistributionList ? existing.Aliases : [];
        ListAliases.AddRange(Missing(wanted.Aliases, kept).Select(alias => new ListAlias(alias, wanted.Primary, wanted.Dn)));
        return [.. wanted.Aliases.Where(kept.Contains)];
    }

    private void RemoveAlias(MailAccount account, EmailAddress alias) => Changes.Add(AccountChange.RemoveAlias(account.Primary, alias));

    /// <summary>What stands in one list and not in the other. Accounts have few aliases as a rule: a set pays only for long lists.</summary>
    private static IEnumerable<EmailAddress> Missing(IReadOnlyList<EmailAddress> from, IReadOnlyList<EmailAddress> other)
    {
        const int Few = 16;
        if (from.Count == 0) return [];
        return other.Count > Few || from.Count > Few ? from.Except(other) : from.Where(address => !other.Contains(address));
    }
}
