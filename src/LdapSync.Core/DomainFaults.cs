using LdapSync.Planning;

namespace LdapSync;

/// <summary>What is wrong with alias domains: every alias has one parent, which is a domain of its own, and which the target serves.</summary>
internal static class DomainFaults
{
    public static IEnumerable<string> Of(SyncOptions options)
    {
        var served = options.Domains.Select(ServedDomains.Normalise).ToHashSet(StringComparer.Ordinal);
        var parents = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (alias, parent) in options.DomainAliases.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (ServedDomains.Normalise(alias) is not { } domain) yield return $"{Setting(alias)}: '{alias}' is no domain such as alias.example.";
            else if (ServedDomains.Normalise(parent) is not { } parentDomain) yield return $"{Setting(alias)} is '{parent}': the parent is a domain such as example.com.";
            else if (domain == parentDomain) yield return $"{Setting(alias)} is '{parent}': a domain is no alias of itself; name its parent or remove it.";
            else if (!parents.TryAdd(domain, parentDomain)) yield return $"{Setting(alias)}: another spelling of {domain} is listed too; remove one of them.";
            else if (served.Contains(domain))
            {
                yield return $"{Setting(alias)}: {alias} is listed in LdapSync:Domains too; a domain is served by itself or folded into its parent, so remove it from one of the two.";
            }
        }
        foreach (var (alias, parent) in parents)
        {
            if (LeadsInACircle(alias, parents)) yield return $"{Setting(alias)} is '{parent}': these aliases lead in a circle, so no domain is the parent; remove one of them.";
            else if (parents.TryGetValue(parent, out var next)) yield return $"{Setting(alias)} is '{parent}', which is itself an alias of {next}; name the parent of both.";
            else if (served.Count > 0 && !served.Contains(parent)) yield return $"{Setting(alias)} is '{parent}', which LdapSync:Domains does not list; add it there, or remove the alias.";
        }
    }

    private static bool LeadsInACircle(string alias, Dictionary<string, string> parents)
    {
        var domain = alias;
        for (var steps = 0; steps < parents.Count && parents.TryGetValue(domain, out var parent); steps++)
        {
            if (parent == alias) return true;
            domain = parent;
        }
        return false;
    }

    private static string Setting(string alias) => $"{SyncOptions.Section}:DomainAliases:{alias}";
}
