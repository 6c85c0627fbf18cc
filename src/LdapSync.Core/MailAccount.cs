namespace LdapSync;

/// <summary>What an account is to the mail service.</summary>
public enum AccountKind
{
    /// <summary>A mailbox.</summary>
    Mailbox,

    /// <summary>A distribution list.</summary>
    DistributionList,
}

/// <summary>An account: what the directory asks for, or what the target has. Immutable.</summary>
/// <param name="primary">The address that names the account.</param>
/// <param name="kind">Mailbox or distribution list.</param>
/// <param name="aliases">Further addresses that are delivered to it; any order, none by default.</param>
public sealed class MailAccount(EmailAddress primary, AccountKind kind = AccountKind.Mailbox, IReadOnlyList<EmailAddress>? aliases = null)
{
    /// <summary>The address that names the account.</summary>
    public EmailAddress Primary { get; } = primary;

    /// <summary>Mailbox or distribution list.</summary>
    public AccountKind Kind { get; } = kind;

    /// <summary>Further addresses that are delivered to the account.</summary>
    public IReadOnlyList<EmailAddress> Aliases { get; } = aliases ?? [];

    /// <summary>
    /// The directory's stable id of the entry (objectGUID or entryUUID in the usual text form, lower case), or null where there is none or the target does
    /// not keep it.
    /// </summary>
    public string? SourceId { get; init; }

    /// <summary>The name of the directory entry that asks for the account; null for accounts that a target lists.</summary>
    public string? Dn { get; init; }

    /// <summary>The primary address, as spelled.</summary>
    public override string ToString() => Primary.ToString();
}
