using System.Runtime.InteropServices;

namespace LdapSync;

/// <summary>What an account is to the mail service.</summary>
public enum AccountKind
{
    /// <summary>A mailbox.</summary>
    Mailbox,

    /// <summary>A distribution list.</summary>
    DistributionList,

    /// <summary>A mailbox that the target made by itself, because mail came for an address that was not listed. Only targets list such accounts.</summary>
    Provisional,
}

/// <summary>An account: what the directory asks for, or what the target has. Immutable, as long as nobody changes the list of aliases that it was given.</summary>
public sealed class MailAccount
{
    /// <summary>An account.</summary>
    /// <param name="primary">The address that names the account.</param>
    /// <param name="kind">Mailbox or distribution list.</param>
    /// <param name="aliases">Further addresses that are delivered to it; any order, none by default. The list is kept, not copied.</param>
    /// <exception cref="ArgumentException">The primary address is the empty one of <c>default</c>.</exception>
    public MailAccount(EmailAddress primary, AccountKind kind = AccountKind.Mailbox, IReadOnlyList<EmailAddress>? aliases = null)
    {
        if (primary == default) throw new ArgumentException("An account needs an address.", nameof(primary));
        (Primary, Kind, Aliases) = (primary, kind, aliases ?? []);
    }

    /// <summary>The address that names the account.</summary>
    public EmailAddress Primary { get; }

    /// <summary>Mailbox or distribution list.</summary>
    public AccountKind Kind { get; }

    /// <summary>Further addresses that are delivered to the account.</summary>
    public IReadOnlyList<EmailAddress> Aliases { get; }

    /// <summary>The same without a detour for each.</summary>
    internal ReadOnlySpan<EmailAddress> AliasSpan => Aliases switch
    {
        EmailAddress[] array => array,
        List<EmailAddress> list => CollectionsMarshal.AsSpan(list),
        var others => others.ToArray(),
    };

    /// <summary>
    /// The directory's stable id of the entry (objectGUID or entryUUID in the usual text form, lower case), or null where there is none or the target does
    /// not keep it.
    /// </summary>
    public string? SourceId { get; init; }

    /// <summary>The name of the directory entry that asks for the account; null for accounts that a target lists.</summary>
    public string? Dn { get; init; }

    /// <summary>The account as its side has it, where addresses of alias domains were folded (R7); else null.</summary>
    internal MailAccount? Unfolded { get; private init; }

    /// <summary>The account under the names that its side has for it.</summary>
    internal MailAccount AsListed => Unfolded ?? this;

    internal MailAccount WithAddresses(EmailAddress primary, IReadOnlyList<EmailAddress> aliases) => new(primary, Kind, aliases) { SourceId = SourceId, Dn = Dn, Unfolded = Unfolded };

    internal MailAccount FoldedTo(EmailAddress primary, IReadOnlyList<EmailAddress> aliases) => new(primary, Kind, aliases) { SourceId = SourceId, Dn = Dn, Unfolded = this };

    /// <summary>The primary address, as spelled.</summary>
    public override string ToString() => Primary.ToString();
}
