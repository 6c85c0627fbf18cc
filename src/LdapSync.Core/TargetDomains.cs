using LdapSync.Planning;

namespace LdapSync;

/// <summary>The domains that a target serves, and which of them are other names of one of those (R7).</summary>
/// <param name="Domains">The domains in which it can have accounts; none: any.</param>
/// <param name="Aliases">Alias domains, each with its parent: an address in one means the same local part in the other.</param>
public sealed record TargetDomains(IReadOnlyList<string> Domains, IReadOnlyDictionary<string, string> Aliases)
{
    /// <summary>A target that can have accounts in any domain, and knows of no alias domains.</summary>
    public static TargetDomains Any { get; } = new([], new DomainAliases());

    /// <summary>The settings as they count for this target: of the domains that they name those that it serves, and its alias domains beside theirs.</summary>
    /// <exception cref="SettingsException">They name none that it serves, or contradict each other.</exception>
    internal SyncOptions Narrow(SyncOptions options)
    {
        if (Domains.Count == 0 && Aliases.Count == 0) return options;
        var narrowed = options.Copy();
        if (Domains.Count > 0)
        {
            var served = Domains.Select(ServedDomains.Normalise).ToHashSet(StringComparer.Ordinal);
            var known = served.Concat(Aliases.Keys.Select(ServedDomains.Normalise)).ToHashSet(StringComparer.Ordinal);
            if (options.Domains.Count > 0 && !options.Domains.Any(domain => known.Contains(ServedDomains.Normalise(domain))))
            {
                throw new SettingsException([$"{SyncOptions.Section}:Domains is {string.Join(", ", options.Domains)}: the target serves {string.Join(", ", Domains)} and nothing else; name that, or leave the setting empty."]);
            }
            // A setting may name an alias domain that only the target knows as one: its addresses count as the parent's, which is served then.
            narrowed.Domains = [.. options.Domains.Count == 0 ? Domains : Domains.Where(domain => IsNamed(domain, options.Domains))];
        }
        string[] faults = [.. Join(narrowed.DomainAliases), .. DomainFaults.Of(narrowed)];
        return faults.Length == 0 ? narrowed : throw new SettingsException(faults);
    }

    /// <summary>Adds what the settings do not say in another spelling already; what they say otherwise is a fault.</summary>
    private IEnumerable<string> Join(DomainAliases settings)
    {
        var named = settings.Keys.ToLookup(ServedDomains.Normalise, StringComparer.Ordinal);
        foreach (var (alias, parent) in Aliases)
        {
            if (named[ServedDomains.Normalise(alias)].FirstOrDefault() is not { } name) settings.Add(alias, parent);
            else if (ServedDomains.Normalise(settings[name]) != ServedDomains.Normalise(parent))
            {
                yield return $"{SyncOptions.Section}:DomainAliases:{name} is '{settings[name]}': at the target it is an alias of {parent}; correct it, or remove it from the settings.";
            }
        }
    }

    private bool IsNamed(string domain, IEnumerable<string> names)
    {
        var own = ServedDomains.Normalise(domain);
        return names.Select(ServedDomains.Normalise).Any(name => name == own || Aliases.Any(alias => ServedDomains.Normalise(alias.Key) == name && ServedDomains.Normalise(alias.Value) == own));
    }
}
