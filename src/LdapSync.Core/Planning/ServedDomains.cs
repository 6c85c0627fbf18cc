namespace LdapSync.Planning;

/// <summary>An address that the directory asks for in a domain that the target does not serve: it is left out.</summary>
/// <param name="Address">The address.</param>
/// <param name="Dn">The entry that asks for it.</param>
public sealed record ForeignAddress(EmailAddress Address, string? Dn);

/// <summary>An address in an alias domain, which counts as the same local part in the parent domain.</summary>
/// <param name="Address">The address as the directory has it.</param>
/// <param name="Into">The address that it counts as; the entry does not have it by itself.</param>
/// <param name="Dn">The entry.</param>
public sealed record FoldedAddress(EmailAddress Address, EmailAddress Into, string? Dn);

/// <summary>The domains that the target serves, and those that are aliases of others (R7). None served by name means any.</summary>
internal sealed class ServedDomains
{
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _domains;
    private readonly Dictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> _parents;

    public ServedDomains(IEnumerable<string> domains, IReadOnlyDictionary<string, string> aliases)
    {
        _domains = domains.Select(Normalise).OfType<string>().ToHashSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
        _parents = aliases.ToDictionary(pair => Normalise(pair.Key)!, pair => pair.Value.Trim(), StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Whether every address is served as it is.</summary>
    public bool ServesAny => _domains.Set.Count == 0 && !FoldsAny;

    /// <summary>Whether there are alias domains.</summary>
    public bool FoldsAny => _parents.Dictionary.Count > 0;

    /// <summary>A domain in the form in which addresses carry it, or null when it is none.</summary>
    public static string? Normalise(string domain) => EmailAddress.TryParse("x@" + domain.Trim(), out var address, out _) ? address.Domain : null;

    /// <summary>The alias domains of a domain, in the form in which addresses carry them.</summary>
    public IEnumerable<string> AliasesOf(string domain) =>
        _parents.Dictionary.Where(pair => string.Equals(Normalise(pair.Value), domain, StringComparison.Ordinal)).Select(pair => pair.Key).Order(StringComparer.Ordinal);

    /// <summary>Whether a folded address is served. One that is still in an alias domain would be too long in its parent, and is not.</summary>
    public bool Serves(EmailAddress address) => ServesAny || ((_domains.Set.Count == 0 || _domains.Contains(DomainOf(address))) && !IsInAliasDomain(address));

    /// <summary>The address in the parent domain, or the same address where its domain is no alias.</summary>
    public EmailAddress Fold(EmailAddress address)
    {
        if (!FoldsAny || !_parents.TryGetValue(DomainOf(address), out var parent)) return address;
        var text = address.ToString();
        return EmailAddress.TryParse(string.Concat(text.AsSpan(0, text.LastIndexOf('@') + 1), parent), out var folded, out _) ? folded : address;
    }

    /// <summary>The account with every address folded, each once; the account itself where none is in an alias domain.</summary>
    public MailAccount Fold(MailAccount account)
    {
        if (!FoldsAny || !(IsInAliasDomain(account.Primary) || account.Aliases.Any(IsInAliasDomain))) return account;
        var primary = Fold(account.Primary);
        // Of two spellings the lower stays, so that no order of values shows.
        var aliases = account.Aliases.Select(Fold).Where(alias => alias != primary).OrderBy(alias => alias.ToString(), StringComparer.Ordinal).Distinct();
        return account.FoldedTo(primary, [.. aliases]);
    }

    private bool IsInAliasDomain(EmailAddress address) => FoldsAny && _parents.ContainsKey(DomainOf(address));

    private static ReadOnlySpan<char> DomainOf(EmailAddress address) => address.Canonical.AsSpan(address.Canonical.LastIndexOf('@') + 1);
}
