using System.Text;
using System.Text.Json;
using LdapSync.Directories;
using LdapSync.Directories.Ldif;

namespace LdapSync.Vectors;

/// <summary>LDIF files and snippets, held against the verdict and the records of the readers that agreed on them. Disputed ones are not judged.</summary>
public class LdifVectors
{
    private static readonly Dictionary<string, string> SnippetDepartures = new()
    {
        ["made-dn-twice"] = "a second dn: in a record is a lost empty line: taking it for an attribute would drop an entry",
        ["made-attr-space"] = "a blank in an attribute name is the rest of a value whose fold was lost",
        ["made-b64-noncanonical"] = "no encoder leaves bits set beyond the value (RFC 4648 section 3.5): the value was altered or cut",
    };

    [Fact]
    public async Task Ldif_files_are_read_as_their_oracles_read_them()
    {
        var run = VectorRun.Start("LDIF files");
        using var index = run.ReadJson("ldif/index.json");
        foreach (var name in index.RootElement.EnumerateArray().Select(file => file.GetProperty("name").GetString()!))
        {
            using var oracle = run.ReadJson($"ldif/{name}.oracle.json");
            var verdict = oracle.RootElement.GetProperty("verdict").GetString()!;
            if (verdict == "disputed") continue;
            var records = verdict == "accept" ? oracle.RootElement.GetProperty("records") : default;
            run.Check(name, Expected(verdict, records), await ReadAsync(File.ReadAllBytes(Path.Combine(run.Folder, "ldif", name + ".ldif"))));
        }
        run.Finish();
    }

    [Fact]
    public async Task Ldif_snippets_are_read_as_their_oracles_read_them()
    {
        var run = VectorRun.Start("LDIF snippets", SnippetDepartures);
        foreach (var row in run.ReadJsonLines("ldif-cases.jsonl"))
        {
            var verdict = row.GetProperty("verdict").GetString()!;
            if (verdict == "disputed") continue;
            // The largest group of readers comes with the records that count; a lone dissenter has a group of its own.
            var records = verdict == "accept"
                ? row.GetProperty("results").EnumerateArray().MaxBy(group => group.GetProperty("oracles").GetArrayLength()).GetProperty("records")
                : default;
            var octets = row.TryGetProperty("text_b64", out var base64) && base64.ValueKind == JsonValueKind.String
                ? base64.GetBytesFromBase64()
                : Encoding.UTF8.GetBytes(row.GetProperty("text").GetString()!);
            run.Check(row.GetProperty("id").GetString()!, Expected(verdict, records), await ReadAsync(octets));
        }
        run.Finish();
    }

    private static async Task<string> ReadAsync(byte[] octets)
    {
        var text = new StringBuilder("accept");
        try
        {
            await foreach (var record in new LdifReader(new MemoryStream(octets), "vector.ldif").ReadAsync(TestContext.Current.CancellationToken))
            {
                text.Append('\n').Append(Text(record));
            }
        }
        catch (SourceException)
        {
            return "reject";
        }
        return text.ToString();
    }

    private static string Text(LdifRecord record) => record switch
    {
        LdifAdd add => $"add {add.Dn}{Text(add.Entry.Attributes)}{Text(add.Controls)}",
        LdifDelete delete => $"delete {delete.Dn}{Text(delete.Controls)}",
        LdifModify modify => $"modify {modify.Dn}{Text(modify.Modifications)}{Text(modify.Controls)}",
        LdifModifyDn move => $"modrdn {move.Dn} > {move.NewRdn} {(move.DeleteOldRdn ? 1 : 0)} {move.NewSuperior ?? "same"}{Text(move.Controls)}",
        _ => throw new ArgumentException(record.ToString()),
    };

    private static string Text(IEnumerable<LdapAttribute> attributes) => string.Concat(attributes
        .Select(attribute => $"\n  {attribute.Name.ToLowerInvariant()}: {Text(attribute.Values)}").Order(StringComparer.Ordinal));

    private static string Text(IEnumerable<LdifControl> controls) => string.Concat(controls
        .Select(control => $"\n  control {control.Oid} {control.IsCritical} {(control.Value is { } value ? Text([value]) : "none")}").Order(StringComparer.Ordinal));

    private static string Text(IEnumerable<LdifModification> modifications) => string.Concat(modifications
        .Select(m => $"\n  {m.Operation.ToString().ToLowerInvariant()} {m.Attribute.ToLowerInvariant()}: {Text(m.Values)}"));

    private static string Text(IEnumerable<ReadOnlyMemory<byte>> values) => string.Join(' ', values.Select(value => '[' + Convert.ToBase64String(value.Span) + ']'));

    private static string Expected(string verdict, JsonElement records) =>
        verdict == "reject" ? "reject" : "accept" + string.Concat(records.EnumerateArray().Select(record => '\n' + Expected(record)));

    private static string Expected(JsonElement record)
    {
        var type = record.GetProperty("type").GetString();
        var dn = record.GetProperty("dn").GetString();
        var controls = record.TryGetProperty("controls", out var list) ? ExpectedControls(list) : "";
        return type switch
        {
            // The oracles do not tell an entry from changetype: add.
            "content" or "add" => $"add {dn}{ExpectedAttributes(record.GetProperty("attrs"))}{controls}",
            "delete" => $"delete {dn}{controls}",
            "modify" => $"modify {dn}{ExpectedModifications(record.GetProperty("mods"))}{controls}",
            _ => $"modrdn {dn} > {record.GetProperty("newrdn").GetString()} {record.GetProperty("deleteoldrdn")} "
                + $"{record.GetProperty("newsuperior").GetString() ?? "same"}{controls}",
        };
    }

    private static string ExpectedAttributes(JsonElement attributes) => string.Concat(attributes.EnumerateObject()
        .Select(attribute => $"\n  {attribute.Name.ToLowerInvariant()}: {ExpectedValues(attribute.Value)}").Order(StringComparer.Ordinal));

    private static string ExpectedControls(JsonElement controls) => string.Concat(controls.EnumerateArray()
        .Select(control => $"\n  control {control.GetProperty("oid").GetString()} {control.GetProperty("critical").GetBoolean()} "
            + (control.GetProperty("value").GetString() is { } value ? $"[{value}]" : "none")).Order(StringComparer.Ordinal));

    private static string ExpectedModifications(JsonElement modifications) => string.Concat(modifications.EnumerateArray()
        .Select(m => $"\n  {m.GetProperty("op").GetString()} {m.GetProperty("attr").GetString()!.ToLowerInvariant()}: {ExpectedValues(m.GetProperty("values"))}"));

    private static string ExpectedValues(JsonElement values) => string.Join(' ', values.EnumerateArray().Select(value => '[' + value.GetString() + ']'));
}
