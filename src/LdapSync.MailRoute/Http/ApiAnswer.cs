using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace LdapSync.MailRoute.Http;

/// <summary>An answer of the service. Its text never shows the body.</summary>
internal sealed class ApiAnswer(HttpStatusCode status)
{
    /// <summary>The body of a success; of anything else only <see cref="Words"/> are kept.</summary>
    public ReadOnlyMemory<byte> Body { private get; init; }

    /// <summary>What the body is said to be.</summary>
    public string? MediaType { private get; init; }

    /// <summary>The words in which the service refuses something; empty where it says none.</summary>
    public string Words { private get; init; } = "";

    /// <summary>How long the service asks to be left alone.</summary>
    public TimeSpan? RetryAfter { get; init; }

    public HttpStatusCode Status => status;

    public bool IsSuccess => (int)status is >= 200 and < 300;

    public bool IsMissing => status is HttpStatusCode.NotFound or HttpStatusCode.Gone;

    /// <summary>Asking again later may help.</summary>
    public bool IsTransient => (int)status is 408 or 429 or 500 or 502 or 503 or 504;

    /// <summary>The status and, where there are any, the service's own words.</summary>
    public string Found => $"{(int)status} {Enum.GetName(status)}".TrimEnd() + (Words.Length == 0 ? "" : $", \"{Words}\"");

    /// <summary>What the body of a success is, without showing it.</summary>
    public string Kind => Body.IsEmpty ? "an empty body" : MediaType is null or "application/json" ? "something else" : $"a body of type {ServiceWords.Clean(MediaType)}";

    /// <summary>Whether there is no body, or one that can be read to its end.</summary>
    public bool IsEmptyOrJson
    {
        get
        {
            if (Body.IsEmpty) return true;
            try
            {
                using var document = JsonDocument.Parse(Body);
                return true;
            }
            catch (JsonException)
            {
                return false;
            }
        }
    }

    /// <summary>Reads the body; false where it is not what was asked for. What was found tells no more than where the fault is.</summary>
    public bool TryRead<T>(JsonTypeInfo<T> type, [NotNullWhen(true)] out T? value, out string found)
        where T : class
    {
        value = null;
        found = Kind;
        try
        {
            value = JsonSerializer.Deserialize(Body.Span, type);
            return value is not null;
        }
        catch (JsonException e)
        {
            // The path has names of this library's own types only; the exception itself would show characters of the body.
            if (e.Path is { Length: > 1 } path) found = $"something else at {path}";
            return false;
        }
    }

    public override string ToString() => $"{(int)status}";
}
