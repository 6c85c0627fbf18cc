namespace LdapSync.Planning;

/// <summary>
/// The changes that turn the existing accounts into the wanted ones, unordered.
/// <code>
///  primary address   wanted   existing   change
///  ---------------   ------   --------   ----------------------------------------------------------------
///  ann@              yes      no         AddAccount, AddAlias for each alias
///  bob@              no       yes        DeleteAccount (its aliases go with it)
///  bob@  b1@         no       yes        … and b1@ becomes an account: RemoveAlias b1@ before that
///  bob@              carried  yes        none: bob@ is kept
///  bob@  b1@         carried  yes        … and b1@ is wanted elsewhere: RemoveAlias b1@
///  cid@              list     mailbox    SetKind
///  dan@  d1@         yes      not d1@    AddAlias d1@
///  eve@  e1@         not e1@  yes        RemoveAlias e1@
///  fay@  f1@         yes      yes        none
/// </code>
/// Carried: an entry that gets no account has the address. Each row is a test in <c>AccountDiffTests</c>.
/// </summary>
internal sealed class AccountDiff
{
    private readonly Dictionary<EmailAddress, MailAccount> _unmatched;
    private readonly HashSet<EmailAddress> _newAccounts = [];

    private AccountDiff(IReadOnlyList<MailAccount> existing) => _unmatched = existing.ToDictionary(account => account.Primary);

    public List<AccountChange> Changes { get; } = [];

    public List<KeptAccount> Kept { get; } = [];

    /// <param name="wanted">The accounts that shall be; no address twice.</param>
    /// <param name="existing">The accounts that are; no address twice.</param>
    /// <param name="carried">Addresses that entries without an account have.</param>
    public static AccountDiff Compare(IReadOnlyList<MailAccount> wanted, IReadOnlyList<MailAccount> existing, IReadOnlyDictionary<EmailAddress, MailAccount> carried)
    {
        var diff = new AccountDiff(existing);
        foreach (var account in wanted)
        {
            if (diff._unmatched.Remove(account.Primary, out var present)) diff.Change(account, present);
            else diff.Add(account);
        }
        diff.RemoveUnmatched(wanted, carried);
        return diff;
    }

    private void Add(MailAccount account)
    {
        _newAccounts.Add(account.Primary);
        Changes.Add(AccountChange.AddAccount(account.Primary, account.Kind, account.SourceId));
        foreach (var alias in account.Aliases) Changes.Add(AccountChange.AddAlias(account.Primary, alias));
    }

    private void Change(MailAccount wanted, MailAccount existing)
    {
        if (wanted.Kind != existing.Kind) Changes.Add(AccountChange.SetKind(existing.Primary, wanted.Kind));
        foreach (var alias in Missing(wanted.Aliases, existing.Aliases)) Changes.Add(AccountChange.AddAlias(existing.Primary, alias));
        foreach (var alias in Missing(existing.Aliases, wanted.Aliases)) RemoveAlias(existing, alias);
    }

    private void RemoveUnmatched(IReadOnlyList<MailAccount> wanted, IReadOnlyDictionary<EmailAddress, MailAccount> carried)
    {
        var claimed = _unmatched.Keys.Any(carried.ContainsKey) ? wanted.SelectMany(account => account.Aliases).ToHashSet() : [];
        foreach (var account in _unmatched.Values)
        {
            var isKept = carried.TryGetValue(account.Primary, out var entry) && !claimed.Contains(account.Primary);
            foreach (var alias in account.Aliases.Distinct())
            {
                // By a change of its own, lest the mailbox be deleted for an address before the account that takes it is known to be possible.
                if (_newAccounts.Contains(alias) || (isKept && claimed.Contains(alias))) RemoveAlias(account, alias);
            }
            if (isKept) Kept.Add(new KeptAccount(account.Primary, entry!.Dn));
            else Changes.Add(AccountChange.DeleteAccount(account.Primary));
        }
    }

    private void RemoveAlias(MailAccount account, EmailAddress alias)
    {
        // A target may list an account's own address among its aliases; that is no alias to remove.
        if (alias != account.Primary) Changes.Add(AccountChange.RemoveAlias(account.Primary, alias));
    }

    /// <summary>What stands in one list and not in the other. Accounts have few aliases as a rule: a set pays only for long lists.</summary>
    private static IEnumerable<EmailAddress> Missing(IReadOnlyList<EmailAddress> from, IReadOnlyList<EmailAddress> other)
    {
        const int Few = 16;
        if (from.Count == 0) return [];
        return other.Count > Few || from.Count > Few ? from.Except(other) : from.Where(address => !other.Contains(address));
    }
}
