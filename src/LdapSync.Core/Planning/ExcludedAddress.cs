namespace LdapSync.Planning;

/// <summary>An address that an exclusion pattern hides.</summary>
/// <param name="Address">The address.</param>
/// <param name="Pattern">The first pattern that matches it.</param>
/// <param name="Account">The primary address of its account; the same as <paramref name="Address"/> when the whole account is hidden.</param>
/// <param name="Dn">The entry it came from; null for one that the target has.</param>
public sealed record ExcludedAddress(EmailAddress Address, string Pattern, EmailAddress Account, string? Dn)
{
    /// <summary>Whether the whole account is hidden with it.</summary>
    public bool IsWholeAccount => Address == Account;
}

/// <summary>How many different addresses, on both sides together, a pattern matches; 0 is worth a look: it may be mistyped.</summary>
/// <param name="Pattern">The pattern.</param>
/// <param name="Addresses">The number of addresses.</param>
public sealed record PatternUse(string Pattern, int Addresses);
