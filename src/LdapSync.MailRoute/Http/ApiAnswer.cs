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

    /// <summary>Reads the body of a success.</summary>
    /// <exception cref="UnexpectedAnswerException">It is none, or the body is not what was asked for.</exception>
    public T Read<T>(JsonTypeInfo<T> type)
    {
        if (!IsSuccess) throw new UnexpectedAnswerException($"an answer was expected, found {Found}; try again later, or look into what the service says about it");
        return TryRead(type, out var value, out var found) ? value : throw new UnexpectedAnswerException($"JSON as documented was expected, found {found}; check {nameof(MailRouteOptions.BaseAddress)} and proxies on the way");
    }

    /// <summary>Reads the body; false where it is not what was asked for. What was found tells no more than where the fault is.</summary>
    public bool TryRead<T>(JsonTypeInfo<T> type, out T value, out string found)
    {
        value = default!;
        found = Body.IsEmpty ? "an empty body" : MediaType is null or "application/json" ? "something else" : $"a body of type {ServiceWords.Clean(MediaType)}";
        try
        {
            if (JsonSerializer.Deserialize(Body.Span, type) is not { } read) return false;
            value = read;
            return true;
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
