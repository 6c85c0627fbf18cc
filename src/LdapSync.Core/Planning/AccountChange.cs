namespace LdapSync.Planning;

/// <summary>What a change does. The order of the members is not the order of execution: see <see cref="SyncPlan.Changes"/>.</summary>
public enum ChangeKind
{
    /// <summary>Create the account, without aliases: each alias is a change of its own.</summary>
    AddAccount,

    /// <summary>Delete the account together with every alias it still has.</summary>
    DeleteAccount,

    /// <summary>Give the account a further address.</summary>
    AddAlias,

    /// <summary>Take a further address from the account.</summary>
    RemoveAlias,

    /// <summary>Turn a mailbox into a distribution list or back.</summary>
    SetKind,
}

/// <summary>One operation of a plan on one account or alias. Immutable; two changes are equal when they do the same to the same account.</summary>
public sealed record AccountChange
{
    private AccountChange(ChangeKind kind, EmailAddress account) => (Kind, Account) = (kind, account);

    /// <summary>What to do.</summary>
    public ChangeKind Kind { get; }

    /// <summary>The primary address of the account that is changed.</summary>
    public EmailAddress Account { get; }

    /// <summary>The alias that is added or removed; null for changes of the account itself.</summary>
    public EmailAddress? Alias { get; private init; }

    /// <summary>The kind that the account shall have: of <see cref="ChangeKind.AddAccount"/> and <see cref="ChangeKind.SetKind"/>, else null.</summary>
    public AccountKind? AccountKind { get; private init; }

    /// <summary>The directory's stable id of the entry behind a new account, for targets that keep it; else null.</summary>
    public string? SourceId { get; private init; }

    /// <summary>The address whose delivery this change switches on or off: the alias, or the account's own.</summary>
    public EmailAddress Address => Alias ?? Account;

    /// <summary>Creates an account.</summary>
    public static AccountChange AddAccount(EmailAddress account, AccountKind kind, string? sourceId = null) =>
        new(ChangeKind.AddAccount, account) { AccountKind = kind, SourceId = sourceId };

    /// <summary>Deletes an account and its aliases.</summary>
    public static AccountChange DeleteAccount(EmailAddress account) => new(ChangeKind.DeleteAccount, account);

    /// <summary>Adds an alias to an account.</summary>
    public static AccountChange AddAlias(EmailAddress account, EmailAddress alias) => new(ChangeKind.AddAlias, account) { Alias = alias };

    /// <summary>Removes an alias from an account.</summary>
    public static AccountChange RemoveAlias(EmailAddress account, EmailAddress alias) => new(ChangeKind.RemoveAlias, account) { Alias = alias };

    /// <summary>Changes the kind of an account.</summary>
    public static AccountChange SetKind(EmailAddress account, AccountKind kind) => new(ChangeKind.SetKind, account) { AccountKind = kind };

    /// <summary>The change in a few words, such as <c>add alias a@example.com to ann@example.com</c>.</summary>
    public override string ToString() => Kind switch
    {
        ChangeKind.AddAccount => $"add {Noun(AccountKind)} {Account}",
        ChangeKind.DeleteAccount => $"delete account {Account}",
        ChangeKind.AddAlias => $"add alias {Alias} to {Account}",
        ChangeKind.RemoveAlias => $"remove alias {Alias} from {Account}",
        ChangeKind.SetKind => $"make {Account} a {Noun(AccountKind)}",
        _ => $"{Kind} {Account}",
    };

    private static string Noun(AccountKind? kind) => kind == LdapSync.AccountKind.DistributionList ? "distribution list" : "mailbox";
}
