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

    public bool ServesAny => _domains.Set.Count == 0;

    /// <summary>A domain in the form in which addresses carry it, or null when it is none.</summary>
    public static string? Normalise(string domain) => EmailAddress.TryParse("x@" + domain, out var address, out _) ? address.Domain : null;

    public bool Serves(EmailAddress address) => ServesAny || _domains.Contains(address.Canonical.AsSpan(address.Canonical.LastIndexOf('@') + 1));
}
