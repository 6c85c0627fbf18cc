namespace LdapSync.Benchmarks.Baselines;

/// <summary>What somebody would write who has measured <see cref="LinqDiff"/>: one dictionary of accounts, and a few aliases compared one with another.</summary>
internal static class DictionaryDiff
{
    public static int Count(AddressLists lists)
    {
        var existing = new Dictionary<string, string[]>(lists.Existing.Length, StringComparer.OrdinalIgnoreCase);
        foreach (var account in lists.Existing) existing.Add(account[0], account);
        var changes = 0;
        foreach (var account in lists.Wanted)
        {
            if (existing.Remove(account[0], out var present)) changes += CountMissing(account, present) + CountMissing(present, account);
            else changes += account.Length;
        }
        return changes + existing.Count;
    }

    private static int CountMissing(string[] addresses, string[] among)
    {
        var missing = 0;
        for (var i = 1; i < addresses.Length; i++)
        {
            var found = false;
            for (var j = 1; j < among.Length && !found; j++) found = addresses[i].Equals(among[j], StringComparison.OrdinalIgnoreCase);
            if (!found) missing++;
        }
        return missing;
    }
}
