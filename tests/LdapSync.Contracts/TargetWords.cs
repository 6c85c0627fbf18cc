using LdapSync.Planning;

namespace LdapSync.Contracts;

/// <summary>The words in which tests of targets are written; import them with <c>using static</c>. A name without @ is one of example.com.</summary>
public static class TargetWords
{
    public const string Domain = "example.com";

    public static EmailAddress At(string name) => EmailAddress.Parse(name.Contains('@', StringComparison.Ordinal) ? name : $"{name}@{Domain}");

    public static AccountChange Add(string account, AccountKind kind = AccountKind.Mailbox, string? sourceId = null) => AccountChange.AddAccount(At(account), kind, sourceId);

    public static AccountChange AddList(string account) => Add(account, AccountKind.DistributionList);

    public static AccountChange Delete(string account) => AccountChange.DeleteAccount(At(account));

    public static AccountChange AddAlias(string account, string alias) => AccountChange.AddAlias(At(account), At(alias));

    public static AccountChange RemoveAlias(string account, string alias) => AccountChange.RemoveAlias(At(account), At(alias));

    public static AccountChange MoveAlias(string from, string to, string alias) => AccountChange.MoveAlias(At(from), At(to), At(alias));

    public static AccountChange MakeList(string account) => AccountChange.SetKind(At(account), AccountKind.DistributionList);

    public static AccountChange MakeMailbox(string account) => AccountChange.SetKind(At(account), AccountKind.Mailbox);

    public static AccountChange Rename(string account, string newName, string? sourceId = null) => AccountChange.RenameAccount(At(account), At(newName), sourceId);

    public static AccountChange Note(string account, string sourceId) => AccountChange.SetSourceId(At(account), sourceId);

    /// <summary>A first load: accounts with some aliases each, as changes in a planner's order.</summary>
    public static AccountChange[] Load(int accounts, int aliases = 3) =>
    [
        .. Enumerable.Range(0, accounts).Select(i => Add($"User{i:000000}", sourceId: $"id-{i}")),
        .. Enumerable.Range(0, accounts).SelectMany(i => Enumerable.Range(0, aliases).Select(a => AddAlias($"User{i:000000}", $"Alias{i:000000}.{a}"))),
    ];
}
