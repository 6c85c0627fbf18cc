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

    /// <summary>Turn a mailbox into a distribution list or back, or make a provisional account a standard one.</summary>
    SetKind,

    /// <summary>Give the account another primary address; one of its aliases may become it. Only for targets with <see cref="TargetCapabilities.Rename"/>.</summary>
    RenameAccount,

    /// <summary>Take an alias from one account and give it to another in one step. Only for targets with <see cref="TargetCapabilities.AtomicMove"/>.</summary>
    MoveAlias,

    /// <summary>Note the directory's stable id with the account. Only for targets with <see cref="TargetCapabilities.SourceIds"/>; no limit counts it.</summary>
    SetSourceId,
}

/// <summary>One operation of a plan on one account or alias. Immutable; two changes are equal when they do the same to the same account.</summary>
public sealed record AccountChange
{
    // One field for what only some kinds have: a large plan has a million changes.
    private EmailAddress Other { get; init; }

    private EmailAddress Origin { get; init; }

    private AccountChange(ChangeKind kind, EmailAddress account, EmailAddress other = default) => (Kind, Account, Other) = (kind, account, other);

    /// <summary>What to do.</summary>
    public ChangeKind Kind { get; }

    /// <summary>The primary address of the account that is changed, as it is when the change comes to its turn; of a move, the account that gets the alias.</summary>
    public EmailAddress Account { get; private init; }

    /// <summary>The primary address that a renamed account gets; else null.</summary>
    public EmailAddress? NewAddress => Kind == ChangeKind.RenameAccount ? Other : null;

    /// <summary>The account that a moved alias is taken from; else null.</summary>
    public EmailAddress? From => Kind == ChangeKind.MoveAlias ? Origin : null;

    /// <summary>The alias that is added, removed or moved; null for changes of the account itself.</summary>
    public EmailAddress? Alias => Kind is ChangeKind.AddAlias or ChangeKind.RemoveAlias or ChangeKind.MoveAlias ? Other : null;

    /// <summary>The kind that the account shall have: of <see cref="ChangeKind.AddAccount"/> and <see cref="ChangeKind.SetKind"/>, else null.</summary>
    public AccountKind? AccountKind { get; private init; }

    /// <summary>The directory's stable id of the entry: where the change needs it, else null.</summary>
    public string? SourceId { get; private init; }

    /// <summary>The address whose delivery this change switches on or off: the alias, or the account's own; of a rename, the one it switches on.</summary>
    public EmailAddress Address => Other == default ? Account : Other;

    /// <summary>Creates an account.</summary>
    public static AccountChange AddAccount(EmailAddress account, AccountKind kind, string? sourceId = null) =>
        new(ChangeKind.AddAccount, account) { AccountKind = kind, SourceId = sourceId };

    /// <summary>Deletes an account and its aliases.</summary>
    public static AccountChange DeleteAccount(EmailAddress account) => new(ChangeKind.DeleteAccount, account);

    /// <summary>Adds an alias to an account.</summary>
    public static AccountChange AddAlias(EmailAddress account, EmailAddress alias) => new(ChangeKind.AddAlias, account, alias);

    /// <summary>Removes an alias from an account.</summary>
    public static AccountChange RemoveAlias(EmailAddress account, EmailAddress alias) => new(ChangeKind.RemoveAlias, account, alias);

    /// <summary>Changes the kind of an account.</summary>
    public static AccountChange SetKind(EmailAddress account, AccountKind kind) => new(ChangeKind.SetKind, account) { AccountKind = kind };

    /// <summary>Changes the primary address of an account; with the id of the entry, if there is one, so that a target that keeps ids renames nobody else.</summary>
    public static AccountChange RenameAccount(EmailAddress account, EmailAddress newAddress, string? sourceId = null) =>
        new(ChangeKind.RenameAccount, account, newAddress) { SourceId = sourceId };

    /// <summary>Moves an alias from one account to another.</summary>
    public static AccountChange MoveAlias(EmailAddress from, EmailAddress to, EmailAddress alias) => new(ChangeKind.MoveAlias, to, alias) { Origin = from };

    /// <summary>Notes the stable id of the entry behind an account.</summary>
    public static AccountChange SetSourceId(EmailAddress account, string sourceId) => new(ChangeKind.SetSourceId, account) { SourceId = sourceId };

    /// <summary>The same change of the same account, which has another name by then.</summary>
    internal AccountChange On(EmailAddress account) => account == Account ? this : this with { Account = account };

    /// <summary>The same change with the names that the target has for the accounts.</summary>
    internal AccountChange Named(Func<EmailAddress, EmailAddress> nameOf, EmailAddress? alias) =>
        this with { Account = Kind == ChangeKind.AddAccount ? Account : nameOf(Account), Origin = From is { } from ? nameOf(from) : default, Other = alias ?? Other };

    /// <summary>The change in a few words, such as <c>add alias a@example.com to ann@example.com</c>.</summary>
    public override string ToString() => Kind switch
    {
        ChangeKind.AddAccount => $"add {Noun(AccountKind)} {Account}",
        ChangeKind.DeleteAccount => $"delete account {Account}",
        ChangeKind.AddAlias => $"add alias {Alias} to {Account}",
        ChangeKind.RemoveAlias => $"remove alias {Alias} from {Account}",
        ChangeKind.SetKind => $"make {Account} a {Noun(AccountKind)}",
        ChangeKind.RenameAccount => $"rename {Account} to {NewAddress}",
        ChangeKind.MoveAlias => $"move alias {Alias} from {From} to {Account}",
        ChangeKind.SetSourceId => $"note the id of {Account}",
        _ => $"{Kind} {Account}",
    };

    private static string Noun(AccountKind? kind) => kind == LdapSync.AccountKind.DistributionList ? "distribution list" : "mailbox";
}
