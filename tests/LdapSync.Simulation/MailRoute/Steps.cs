using LdapSync.Planning;

namespace LdapSync.MailRoute;

/// <summary>What one request did to a service, by what it had before and has after it: said in changes, though no request is one.</summary>
internal static class Steps
{
    public static IEnumerable<AccountChange> Between(Mailboxes before, Mailboxes after)
    {
        var earlier = before.All.ToDictionary(mailbox => mailbox.Number);
        var later = after.All.ToDictionary(mailbox => mailbox.Number);
        return
        [
            .. earlier.Values.Where(mailbox => !later.ContainsKey(mailbox.Number)).Select(mailbox => AccountChange.DeleteAccount(At(mailbox.Primary))),
            .. later.Values.Where(mailbox => !earlier.ContainsKey(mailbox.Number)).Select(mailbox => AccountChange.AddAccount(At(mailbox.Primary), mailbox.Kind)),
            .. later.Values.Where(mailbox => earlier.ContainsKey(mailbox.Number)).SelectMany(mailbox => Of(earlier[mailbox.Number], mailbox)),
        ];
    }

    /// <summary>Whether a step is what a change asks for, the last of several requests maybe.</summary>
    public static bool IsWhatIsAskedFor(AccountChange step, AccountChange change) => change.Kind == ChangeKind.AddAccount
        ? step.Kind is ChangeKind.AddAccount or ChangeKind.SetKind && step.Account == change.Account
        : step == change;

    /// <summary>Whether a change may take a step besides on its way: an alias that becomes the account's name goes first, or comes back when it cannot; and lists lose their aliases.</summary>
    public static bool IsOnTheWay(AccountChange step, AccountChange change) => step.Account == change.Account && change.Kind switch
    {
        ChangeKind.RenameAccount => step.Kind is ChangeKind.RemoveAlias or ChangeKind.AddAlias && step.Address == change.Address,
        ChangeKind.SetKind or ChangeKind.AddAccount => step.Kind == ChangeKind.RemoveAlias && change.AccountKind == AccountKind.DistributionList,
        _ => false,
    };

    /// <summary>Whether a service has what a change asks for.</summary>
    /// <param name="change">The change.</param>
    /// <param name="before">What the service had when the batch came.</param>
    /// <param name="now">What it has.</param>
    public static bool IsMade(AccountChange change, Mailboxes before, Mailboxes now)
    {
        var (account, address) = (Mailboxes.Key(change.Account), Mailboxes.Key(change.Address));
        return change.Kind switch
        {
            ChangeKind.AddAccount or ChangeKind.SetKind => now.Named(account)?.Kind == change.AccountKind,
            ChangeKind.DeleteAccount => now.Named(account) is null,
            ChangeKind.AddAlias => now.Named(account)?.Aliases.Contains(address) == true,
            ChangeKind.RemoveAlias => now.Named(account)?.Aliases.Contains(address) != true,
            _ => now.Named(address) is { } renamed && before.Named(account)?.Number == renamed.Number,
        };
    }

    private static IEnumerable<AccountChange> Of(Mailbox before, Mailbox after)
    {
        var account = At(after.Primary);
        if (before.Primary != after.Primary) yield return AccountChange.RenameAccount(At(before.Primary), account);
        if (before.Kind != after.Kind) yield return AccountChange.SetKind(account, after.Kind);
        foreach (var alias in before.Aliases.Except(after.Aliases)) yield return AccountChange.RemoveAlias(account, At(alias));
        foreach (var alias in after.Aliases.Except(before.Aliases)) yield return AccountChange.AddAlias(account, At(alias));
    }

    private static EmailAddress At(string address) => EmailAddress.Parse(address);
}
