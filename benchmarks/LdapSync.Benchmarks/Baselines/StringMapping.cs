using System.Text;
using LdapSync.Directories;

namespace LdapSync.Benchmarks.Baselines;

/// <summary>What a script would make of entries: a text of each value, the prefix cut off, all in lower case, each once. Nothing is checked.</summary>
internal static class StringMapping
{
    public static int Count(IEnumerable<LdapEntry> entries)
    {
        var count = 0;
        foreach (var entry in entries) count += Addresses(entry).Count;
        return count;
    }

    private static HashSet<string> Addresses(LdapEntry entry)
    {
        var addresses = new HashSet<string>(StringComparer.Ordinal);
        foreach (var attribute in entry.Attributes.Where(attribute => attribute.Name is "mail" or "proxyAddresses"))
        {
            foreach (var value in attribute.Values)
            {
                var text = Encoding.UTF8.GetString(value.Span);
                if (text.StartsWith("smtp:", StringComparison.OrdinalIgnoreCase)) text = text["smtp:".Length..];
                if (!text.Contains(':', StringComparison.Ordinal)) addresses.Add(text.ToLowerInvariant());
            }
        }
        return addresses;
    }
}
