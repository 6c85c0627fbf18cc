namespace LdapSync.Planning;

/// <summary>
/// The changes that turn the existing accounts into the wanted ones, unordered.
/// <code>
///  primary address   wanted   existing   change
///  ---------------   ------   --------   ------------------------------------------
///  ann@              yes      no         AddAccount, AddAlias for each alias
///  bob@              no       yes        DeleteAccount (its aliases go with it)
///  cid@              list     mailbox    SetKind
///  dan@  d1@         yes      not d1@    AddAlias d1@
///  eve@  e1@         not e1@  yes        RemoveAlias e1@
///  fay@  f1@         yes      yes        none
/// </code>
/// Each row is a test of the same name in <c>AccountDiffTests</c>.
/// </summary>
internal static class AccountDiff
{
    public static List<AccountChange> Compare(IReadOnlyList<MailAccount> wanted, IReadOnlyList<MailAccount> existing)
    {
        var changes = new List<AccountChange>();
        var unmatched = new Dictionary<EmailAddress, MailAccount>(existing.Count);
        foreach (var account in existing)
        {
            if (!unmatched.TryAdd(account.Primary, account)) throw new TargetException($"The target lists the account {account} twice; each account must be listed once.");
        }
        foreach (var account in wanted)
        {
            if (unmatched.Remove(account.Primary, out var present)) Change(account, present, changes);
            else Add(account, changes);
        }
        foreach (var account in unmatched.Values) changes.Add(AccountChange.DeleteAccount(account.Primary));
        return changes;
    }

    private static void Add(MailAccount account, List<AccountChange> changes)
    {
        changes.Add(AccountChange.AddAccount(account.Primary, account.Kind, account.SourceId));
        foreach (var alias in account.Aliases) changes.Add(AccountChange.AddAlias(account.Primary, alias));
    }

    private static void Change(MailAccount wanted, MailAccount existing, List<AccountChange> changes)
    {
        if (wanted.Kind != existing.Kind) changes.Add(AccountChange.SetKind(existing.Primary, wanted.Kind));
        foreach (var alias in Missing(wanted.Aliases, existing.Aliases)) changes.Add(AccountChange.AddAlias(existing.Primary, alias));
        foreach (var alias in Missing(existing.Aliases, wanted.Aliases))
        {
            // A target may list an account's own address among its aliases; that is no alias to remove.
            if (alias != existing.Primary) changes.Add(AccountChange.RemoveAlias(existing.Primary, alias));
        }
    }

    /// <summary>What stands in one list and not in the other. Accounts have few aliases as a rule: a set pays only for long lists.</summary>
    private static IEnumerable<EmailAddress> Missing(IReadOnlyList<EmailAddress> from, IReadOnlyList<EmailAddress> other)
    {
        const int Few = 16;
        if (other.Count > Few) return from.Except(other);
        return from.Count == 0 ? [] : from.Where(address => !other.Contains(address));
    }
}
