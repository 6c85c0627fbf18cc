namespace LdapSync.Planning;

/// <summary>An alias that the directory asks for and that the target cannot have, since its distribution lists have none (<see cref="TargetCapabilities.ListsWithoutAliases"/>): it is left out.</summary>
/// <param name="Alias">The alias.</param>
/// <param name="Account">The distribution list.</param>
/// <param name="Dn">The entry that asks for it.</param>
public sealed record ListAlias(EmailAddress Alias, EmailAddress Account, string? Dn);
