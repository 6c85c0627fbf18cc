using LdapSync.Mapping;

namespace LdapSync.Planning;

/// <summary>What a plan was made from, for explanations: references to what was there anyway, no copies.</summary>
/// <param name="Directory">The directory.</param>
/// <param name="Wanted">The accounts that shall be, each address with its one owner.</param>
/// <param name="Existing">The accounts of the target, hidden ones included, as it lists them.</param>
/// <param name="Domains">The domains that are served.</param>
internal sealed record PlanSides(MappedDirectory Directory, IReadOnlyCollection<MailAccount> Wanted, IReadOnlyCollection<MailAccount> Existing, ServedDomains Domains)
{
    /// <summary>Nothing at all.</summary>
    public static PlanSides Empty { get; } = new(new MappedDirectory(), [], [], new ServedDomains([], new Dictionary<string, string>(StringComparer.Ordinal)));
}
