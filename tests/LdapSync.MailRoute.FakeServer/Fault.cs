using System.Globalization;

namespace LdapSync.MailRoute.FakeServer;

/// <summary>Something that goes wrong with one request. Nothing is committed of a request that gets one, unless it says so or <see cref="AfterCommit"/> is added.</summary>
public sealed record Fault
{
    private Fault(FaultKind kind) => Kind = kind;

    /// <summary>The connection is reset, without an answer.</summary>
    public static Fault Drop { get; } = new(FaultKind.Drop);

    /// <summary>The connection is reset in the middle of the answer, or before it where that has no body; the request is committed.</summary>
    public static Fault CutBody { get; } = new(FaultKind.CutBody) { Commits = true };

    /// <summary>The answer ends in the middle of its JSON as if that were all; the request is committed.</summary>
    public static Fault Truncated { get; } = new(FaultKind.Truncated) { Commits = true };

    /// <summary>No answer, for as long as the client waits.</summary>
    public static Fault Stall { get; } = Meanwhile(() => Task.Delay(Timeout.Infinite));

    /// <summary>A bulk call commits the first half of what it was given, then answers 500. Other requests get the 500 with nothing committed.</summary>
    public static Fault HalfOfBulk { get; } = new(FaultKind.Answer) { Status = 500, Body = """{"error_message": "Sorry, this request could not be processed."}""", HalvesBulk = true };

    /// <summary>A page begins with the last object of the page before, as when somebody else has added one meanwhile; its own last object is on no page.</summary>
    public static Fault RepeatedObject { get; } = new(FaultKind.Page) { Commits = true, RepeatsObject = true };

    /// <summary>A page tells of one object more in all than there is.</summary>
    public static Fault OtherTotal { get; } = new(FaultKind.Page) { Commits = true, ChangesTotal = true };

    /// <summary>A page does not say which one is next.</summary>
    public static Fault NoNext { get; } = new(FaultKind.Page) { Commits = true, LeavesOutNext = true };

    /// <summary>Filters have no effect, as when their names are not known.</summary>
    public static Fault IgnoredFilters { get; } = new(FaultKind.Page) { Commits = true, IgnoresFilters = true };

    internal FaultKind Kind { get; private init; }

    /// <summary>Whether the request is carried out all the same.</summary>
    internal bool Commits { get; private init; }

    internal int Status { get; private init; }

    internal string? RetryAfter { get; private init; }

    internal string Body { get; private init; } = "";

    internal string ContentType { get; private init; } = "application/json";

    internal long Length { get; private init; }

    internal Func<Task>? Event { get; private init; }

    internal bool HalvesBulk { get; private init; }

    internal bool RepeatsObject { get; private init; }

    internal bool ChangesTotal { get; private init; }

    internal bool LeavesOutNext { get; private init; }

    internal bool IgnoresFilters { get; private init; }

    /// <summary>An answer of this status; one of 500 and above says so in JSON, others are empty.</summary>
    public static Fault Error(int status) => Answer(status, status >= 500 ? $$"""{"error_message": "Error {{status}} on demand."}""" : "");

    /// <summary>Any answer at all.</summary>
    public static Fault Answer(int status, string body, string contentType = "application/json") =>
        new(FaultKind.Answer) { Status = status, Body = body, ContentType = contentType };

    /// <summary>A page for people, as proxies and maintenance give.</summary>
    public static Fault Html(int status = 200) =>
        Answer(status, "<!DOCTYPE html><html><head><title>Maintenance</title></head><body><h1>We will be back soon</h1></body></html>", "text/html; charset=utf-8");

    /// <summary>A JSON text of this length, which begins as a page does and never comes to an end of its first string.</summary>
    public static Fault Huge(long length = 256L << 20) => new(FaultKind.Huge) { Length = length };

    /// <summary>The answer comes this much later.</summary>
    public static Fault Slow(TimeSpan time) => Meanwhile(() => Task.Delay(time));

    /// <summary>
    /// Something happens before the request is carried out, or after it with <see cref="AfterCommit"/>, and only then it is answered, as ever: somebody else changes
    /// an account, the sync is cancelled, the task that a test completes later is waited for.
    /// </summary>
    public static Fault Meanwhile(Func<Task> happens) => new(FaultKind.Event) { Event = happens };

    /// <inheritdoc cref="Meanwhile(Func{Task})"/>
    public static Fault Meanwhile(Action happens) => Meanwhile(() =>
    {
        happens();
        return Task.CompletedTask;
    });

    /// <summary>With the header Retry-After in seconds.</summary>
    public Fault WithRetryAfter(int seconds) => this with { RetryAfter = seconds.ToString(CultureInfo.InvariantCulture) };

    /// <summary>With the header Retry-After as an HTTP date.</summary>
    public Fault WithRetryAfter(DateTimeOffset time) => this with { RetryAfter = time.ToString("R", CultureInfo.InvariantCulture) };

    /// <summary>The same, when the request has been carried out.</summary>
    public Fault AfterCommit() => this with { Commits = true };
}

internal enum FaultKind
{
    Answer,
    Drop,
    CutBody,
    Truncated,
    Huge,
    Event,
    Page,
}
