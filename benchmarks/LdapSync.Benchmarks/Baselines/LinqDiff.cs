namespace LdapSync.Benchmarks.Baselines;

/// <summary>What a script would do: sets of addresses, and LINQ's <c>Except</c>. No mapping, no exclusion, no conflicts, no order.</summary>
internal static class LinqDiff
{
    public static int Count(AddressLists lists)
    {
        var (wanted, existing) = (Sets(lists.Wanted), Sets(lists.Existing));
        var changes = wanted.Keys.Except(existing.Keys, StringComparer.OrdinalIgnoreCase).Count() + existing.Keys.Except(wanted.Keys, StringComparer.OrdinalIgnoreCase).Count();
        foreach (var (primary, aliases) in wanted)
        {
            if (!existing.TryGetValue(primary, out var present)) continue;
            changes += aliases.Except(present, StringComparer.OrdinalIgnoreCase).Count() + present.Except(aliases, StringComparer.OrdinalIgnoreCase).Count();
        }
        return changes;
    }

    private static Dictionary<string, HashSet<string>> Sets(string[][] accounts) =>
        accounts.ToDictionary(a => a[0], a => a.Skip(1).ToHashSet(StringComparer.OrdinalIgnoreCase), StringComparer.OrdinalIgnoreCase);
}
