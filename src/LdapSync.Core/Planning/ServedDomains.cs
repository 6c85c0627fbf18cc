namespace LdapSync.Planning;

/// <summary>An address that the directory asks for in a domain that the target does not serve: it is left out.</summary>
/// <param name="Address">The address.</param>
/// <param name="Dn">The entry that asks for it.</param>
public sealed record ForeignAddress(EmailAddress Address, string? Dn);

/// <summary>The domains that the target serves (R7); none named means any.</summary>
internal sealed class ServedDomains
{
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _domains;

    public ServedDomains(IEnumerable<string> domains) =>
        _domains = domains.Select(Normalise).OfType<string>().ToHashSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    public bool Any => _domains.Set.Count == 0;

    /// <summary>A domain in the form in which addresses carry it, or null when it is none.</summary>
    public static string? Normalise(string domain) => EmailAddress.TryParse("x@" + domain, out var address, out _) ? address.Domain : null;

    public bool Serves(EmailAddress address) => Any || _domains.Contains(address.Canonical.AsSpan(address.Canonical.LastIndexOf('@') + 1));

    /// <summary>
    /// The account with its served addresses alone; null when its primary is elsewhere and nothing may stand in. For an entry of the directory the lowest served
    /// alias stands in for a primary elsewhere: the values of an attribute have no order to go by.
    /// </summary>
    public MailAccount? Fold(MailAccount account, bool aliasMayStandIn)
    {
        if (Any || (Serves(account.Primary) && account.Aliases.All(Serves))) return account;
        var served = account.Aliases.Where(Serves).Order().ToList();
        var primary = account.Primary;
        if (!Serves(primary))
        {
            if (!aliasMayStandIn || served.Count == 0) return null;
            primary = served[0];
            served.RemoveAt(0);
        }
        return new MailAccount(primary, account.Kind, served) { Dn = account.Dn, SourceId = account.SourceId };
    }
}
