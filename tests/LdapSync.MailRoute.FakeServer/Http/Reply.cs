namespace LdapSync.MailRoute.FakeServer.Http;

/// <summary>An answer, before it goes over the wire.</summary>
internal sealed record Reply(int Status)
{
    public ReadOnlyMemory<byte> Body { get; init; }

    public string ContentType { get; init; } = "application/json; charset=utf-8";

    public string? Location { get; init; }

    public string? RetryAfter { get; init; }

    /// <summary>As Django answers where there is nothing to say: no body, and a type all the same.</summary>
    public static Reply Empty(int status) => new(status) { ContentType = "text/html; charset=utf-8" };
}
