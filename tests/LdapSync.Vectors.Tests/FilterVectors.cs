using System.Text.Json;
using LdapSync.Directories;

namespace LdapSync.Vectors;

/// <summary>Filter strings against their BER or their refusal, and filters against the entries that they find.</summary>
public class FilterVectors
{
    private const string Refused = "refused";

    private static readonly Dictionary<string, string> EvaluationDepartures = new()
    {
        ["(sAMAccountName~=u010)"] = "slapd compares by sound; RFC 4511 section 4.5.1.7.6 lets whoever has no such algorithm take ~= for =",
    };

    [Fact]
    public void Filters_give_their_ber_or_are_refused()
    {
        var run = VectorRun.Start("filters");
        using var rows = run.ReadJson("filters.json");
        foreach (var row in rows.RootElement.EnumerateArray())
        {
            var text = row.GetProperty("filter").GetString()!;
            var actual = LdapFilter.TryParse(text, out var filter, out _) ? Convert.ToHexStringLower(filter.ToBer()) : Refused;
            if (Expected(row, text, actual) is { } expected) run.Check(row.GetProperty("id").GetString()!, expected, actual);
            if (filter is not null) LdapFilter.Parse(filter.ToString()).ToBer().Should().Equal(filter.ToBer(), "printing and reading {0} changes nothing", text);
        }
        run.Finish();
    }

    [Fact]
    public void Filters_find_the_entries_that_servers_find()
    {
        var run = VectorRun.Start("filter evaluation", EvaluationDepartures);
        List<LdapEntry> entries = [.. ReadEntries(Path.Combine(run.Folder, "filter-eval.ldif"))];
        using var rows = run.ReadJson("filter-eval.json");
        foreach (var row in rows.RootElement.EnumerateArray().Where(row => row.GetProperty("class").GetString() != "disputed"))
        {
            var text = row.GetProperty("filter").GetString()!;
            var expected = row.GetProperty("class").GetString() == "rejected" ? Refused : List(row.GetProperty("slapd").EnumerateArray().Select(dn => dn.GetString()!));
            var actual = LdapFilter.TryParse(text, out var filter, out _) ? List(entries.Where(filter.Matches).Select(entry => entry.Dn)) : Refused;
            run.Check(text, expected, actual);
        }
        run.Finish();
    }

    /// <summary>Null where peers differ and this library refuses: nothing to agree with.</summary>
    private static string? Expected(JsonElement row, string text, string actual) => row.GetProperty("class").GetString() switch
    {
        "valid" => row.GetProperty("ber").GetString(),
        "invalid" => Refused,
        // Readers that are kind accept a filter without parentheses; this one tells to add them.
        "lenient" => text.StartsWith('(') ? row.GetProperty("lenient_ber").GetString() : Refused,
        // Peers differ on these. What is accepted nevertheless must mean what it means to some of them.
        _ when actual == Refused => null,
        _ => (row.TryGetProperty("ber", out var ber) ? ber : row.GetProperty("lenient_ber")).GetString(),
    };

    private static string List(IEnumerable<string> dns) => string.Join(" | ", dns.Select(dn => DistinguishedName.Parse(dn)).Select(Key).Order(StringComparer.Ordinal));

    // slapd spells escapes in its own way: compare names, not texts.
    private static string Key(DistinguishedName dn) => string.Join(',', dn.Rdns.Select(rdn => rdn.Key));

    /// <summary>Content records only, which is all that the file has: the library's own LDIF reader has vectors of its own.</summary>
    private static IEnumerable<LdapEntry> ReadEntries(string path)
    {
        var text = File.ReadAllText(path).ReplaceLineEndings("\n").Replace("\n ", "", StringComparison.Ordinal);
        foreach (var record in text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries))
        {
            var content = record.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#');
            var lines = content.Select(ReadLine).ToList();
            if (lines.Count == 0) continue;
            var attributes = lines.Skip(1).GroupBy(line => line.Name, line => line.Value, StringComparer.OrdinalIgnoreCase);
            LdapAttribute.TryGetText(lines[0].Value.Span, out var dn).Should().BeTrue();
            yield return new LdapEntry(dn!, [.. attributes.Select(values => new LdapAttribute(values.Key, [.. values]))]);
        }
    }

    private static (string Name, ReadOnlyMemory<byte> Value) ReadLine(string line)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        var isBase64 = line.AsSpan(colon).StartsWith("::");
        var value = line[(colon + (isBase64 ? 2 : 1))..].TrimStart(' ');
        return (line[..colon], isBase64 ? Convert.FromBase64String(value) : System.Text.Encoding.UTF8.GetBytes(value));
    }
}
