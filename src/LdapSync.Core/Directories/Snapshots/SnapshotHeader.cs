using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace LdapSync.Directories.Snapshots;

/// <summary>What is known of the rows of a snapshot: what they answer, as of when, and how many they have to be.</summary>
/// <param name="Encoding">The form of the rows.</param>
/// <param name="Query">The directory and the query that they answer, as a hash.</param>
/// <param name="Token">From where on changes are asked for.</param>
/// <param name="Entries">How many rows there are.</param>
/// <param name="Checksum">Over all of them, in their order, and over the rest of the header: a damaged token might hide changes.</param>
/// <param name="LastCompleteRead">When the last complete read began.</param>
/// <param name="Increments">How many reads since then have taken what had changed.</param>
internal sealed record SnapshotHeader(int Encoding, string Query, string Token, long Entries, string Checksum, DateTimeOffset LastCompleteRead, int Increments)
{
    /// <summary>The form that <see cref="EntryOctets"/> and <see cref="RowChecksum"/> write.</summary>
    public const int CurrentEncoding = 1;

    /// <exception cref="RecordingException">It is none, or one of another form.</exception>
    public static SnapshotHeader Parse(string text)
    {
        try
        {
            var header = JsonSerializer.Deserialize(text, SnapshotHeaderContext.Default.SnapshotHeader);
            if (header is { Encoding: CurrentEncoding, Query: not null, Token: not null, Checksum: not null }) return header;
            throw new RecordingException($"the recording has another form ({header?.Encoding}) than this version reads ({CurrentEncoding})");
        }
        catch (JsonException)
        {
            throw new RecordingException("the header of the recording cannot be read");
        }
    }

    /// <summary>The same of these rows: with their count, and the checksum over all.</summary>
    public SnapshotHeader Of(RowChecksum rows)
    {
        var header = this with { Entries = rows.Rows, Checksum = "" };
        return header with { Checksum = rows.Finish(header.ToString()) };
    }

    public override string ToString() => JsonSerializer.Serialize(this, SnapshotHeaderContext.Default.SnapshotHeader);

    /// <summary>The name of a question to a directory. Each part goes in behind its length, so no two questions have the same text.</summary>
    public static string HashOf(string source, DirectoryQuery query)
    {
        var text = new StringBuilder();
        foreach (var part in (IEnumerable<string>)[source, $"{query.Filter}", $"{query.BaseDns.Count}", .. query.BaseDns.Select(dn => $"{dn}"), .. query.Attributes]) text.Append(part.Length).Append(':').Append(part);
        return Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.Unicode.GetBytes(text.ToString())));
    }
}

[JsonSerializable(typeof(SnapshotHeader))]
internal sealed partial class SnapshotHeaderContext : JsonSerializerContext;
