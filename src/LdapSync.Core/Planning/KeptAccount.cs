namespace LdapSync.Planning;

/// <summary>
/// An account that nobody asks for, and that is kept all the same: an entry still carries its address or id, but gets no account at present. It is excluded, or
/// its own address is claimed by another entry, cannot be read, or is in a domain that is not served. Deleting the mailbox would be wrong as soon as that is mended.
/// </summary>
/// <param name="Account">The account at the target.</param>
/// <param name="Dn">The entry; null for a provisional account, which needs none.</param>
public sealed record KeptAccount(EmailAddress Account, string? Dn);
