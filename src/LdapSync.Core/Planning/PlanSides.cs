using LdapSync.Planning.Pairs;

namespace LdapSync.Planning;

/// <summary>What a plan was made from, for explanations: references to what was there anyway, no copies.</summary>
/// <param name="Claims">The entries that were read, those without a readable own address included.</param>
/// <param name="Wanted">The accounts that shall be, each address with its one owner.</param>
/// <param name="Existing">The accounts of the target, hidden ones included, as it lists them.</param>
/// <param name="Domains">The domains that are served.</param>
/// <param name="Pairs">Those of all three that were found to be alone with each other; null where nothing was looked for.</param>
internal sealed record PlanSides(IEnumerable<MailAccount> Claims, IEnumerable<MailAccount> Wanted, IEnumerable<MailAccount> Existing, ServedDomains Domains, SettledPairs? Pairs)
{
    /// <summary>Nothing at all.</summary>
    public static PlanSides Empty { get; } = new([], [], [], new ServedDomains([], new Dictionary<string, string>(StringComparer.Ordinal)), null);
}
