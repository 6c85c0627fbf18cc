using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using LdapSync.MailRoute.FakeServer.Data;

namespace LdapSync.MailRoute.FakeServer.Http;

/// <summary>How the service writes things in JSON.</summary>
internal static class Json
{
    // As Python writes it: no escapes for quotes and signs that only HTML minds.
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static ReadOnlyMemory<byte> Of(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer, Readable)) write(json);
        return buffer.WrittenMemory;
    }

    /// <summary>What every object has: id, address of its own, times.</summary>
    public static void WriteRow(this Utf8JsonWriter json, string resource, Row row)
    {
        json.WriteNumber("id", row.Id);
        json.WriteString("resource_uri", Uri(resource, row));
        json.WriteTime("created_at", row.Created);
        json.WriteTime("updated_at", row.Updated);
    }

    public static string Uri(string resource, Row row) => $"{Api.Root}{resource}/{row.IdText}/";

    // RFC 2822 (3.3), the day without a leading zero.
    private static void WriteTime(this Utf8JsonWriter json, string name, DateTimeOffset time) =>
        json.WriteString(name, time.UtcDateTime.ToString("ddd, d MMM yyyy HH:mm:ss '+0000'", CultureInfo.InvariantCulture));
}
