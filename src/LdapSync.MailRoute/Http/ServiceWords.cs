using System.Globalization;
using System.Text.Json;

namespace LdapSync.MailRoute.Http;

/// <summary>
/// What the service says in an error: <c>{"email_account":{"localpart":["This field is required."]}}</c>, <c>{"error_message":"…"}</c> or <c>{"error":"…"}</c>. Taken
/// out of the body, which itself is shown nowhere.
/// </summary>
internal static class ServiceWords
{
    private const int LongestQuote = 200;
    private const int Deepest = 3; // resource, field, messages

    /// <summary>The words in the body of an error; empty where there are none, or where they repeat the key. The login is left out of them.</summary>
    public static string In(ReadOnlyMemory<byte> body, string login, string key)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var messages = new List<string>();
            if (document.RootElement.ValueKind == JsonValueKind.Object) Collect(document.RootElement, field: null, depth: 0, messages);
            var words = string.Join("; ", messages);
            return words.Contains(key, StringComparison.Ordinal) ? "" : Clean(words.Replace(login, "(Login)", StringComparison.OrdinalIgnoreCase));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return ""; // a page for browsers, or nothing; or text that is none, such as half a surrogate pair
        }
    }

    /// <summary>Fit for a line of a log: no control characters, not endless.</summary>
    public static string Clean(string text)
    {
        var length = Math.Min(text.Length, LongestQuote);
        if (length < text.Length && char.IsHighSurrogate(text[length - 1])) length--;
        return string.Create(length, text, static (span, source) =>
        {
            for (var i = 0; i < span.Length; i++) span[i] = char.IsControl(source[i]) || char.GetUnicodeCategory(source[i]) is UnicodeCategory.Format ? ' ' : source[i];
        }).Trim();
    }

    private static void Collect(JsonElement element, string? field, int depth, List<string> messages)
    {
        if (depth > Deepest) return;
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                messages.Add(field is null ? element.GetString()! : $"{field}: {element.GetString()}");
                break;
            case JsonValueKind.Array:
                foreach (var message in element.EnumerateArray()) Collect(message, field, depth + 1, messages);
                break;
            case JsonValueKind.Object:
                foreach (var property in element.EnumerateObject())
                {
                    // Only what is an error by its shape: other text of an answer may be anything, a password too.
                    if (property.NameEquals("error_message") || property.NameEquals("error")) Collect(property.Value, field: null, depth + 1, messages);
                    else if (depth == 0 && property.Value.ValueKind == JsonValueKind.Object) Collect(property.Value, property.Name, depth + 1, messages);
                    else if (depth > 0 && property.Value.ValueKind == JsonValueKind.Array) Collect(property.Value, property.Name, depth + 1, messages);
                }
                break;
        }
    }
}
