namespace LdapSync.Planning;

/// <summary>An alias that the directory asks for and that the target cannot have, since its distribution lists have none (<see cref="TargetCapabilities.ListsWithoutAliases"/>): it is left out.</summary>
/// <param name="Alias">The alias.</param>
/// <param name="Account">The distribution list.</param>
/// <param name="Dn">The entry that asks for it.</param>
public sealed record ListAlias(EmailAddress Alias, EmailAddress Account, string? Dn);

/// <summary>
/// A mailbox that the directory wants as a distribution list, and that stays a mailbox: the target's lists have no aliases, and one would go that an exclusion or a domain
/// that is not served hides from the sync.
/// </summary>
/// <param name="Account">The account.</param>
/// <param name="Alias">The alias that would go; of several the lowest.</param>
/// <param name="Dn">The entry that asks for the list.</param>
public sealed record KeptMailbox(EmailAddress Account, EmailAddress Alias, string? Dn);
