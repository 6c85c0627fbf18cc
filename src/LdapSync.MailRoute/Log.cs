using Microsoft.Extensions.Logging;

namespace LdapSync.MailRoute;

/// <summary>
/// What this package logs: event ids 3000 to 3999. No message holds the login or the key, nor a request's or an answer's body: of an answer, only the words in which the
/// service refuses something.
/// </summary>
internal static partial class Log
{
    [LoggerMessage(3000, LogLevel.Debug, "{Method} {Path}: {Status} in {Milliseconds} ms")]
    public static partial void Answered(ILogger logger, HttpMethod method, string path, int status, double milliseconds);

    [LoggerMessage(3001, LogLevel.Warning, "{Method} {Path}: attempt {Attempt} failed, the next follows in {Delay}: {Failure}")]
    public static partial void TryingAgain(ILogger logger, HttpMethod method, string path, int attempt, TimeSpan delay, string failure);

    [LoggerMessage(3002, LogLevel.Error, "Nothing further is sent: {Reason}")]
    public static partial void Stopped(ILogger logger, string reason);

    [LoggerMessage(3010, LogLevel.Debug, "Read {Objects} objects in {Pages} pages: {What}")]
    public static partial void ReadComplete(ILogger logger, int objects, int pages, string what);

    [LoggerMessage(3011, LogLevel.Warning, "Reading {What} again, attempt {Attempt} of {Most}: {Found}")]
    public static partial void ReadingAgain(ILogger logger, string what, int attempt, int most, string found);

    [LoggerMessage(3012, LogLevel.Warning, "{Count} addresses of the service are left alone because no mail address can look so, among them {Address}")]
    public static partial void LeftOut(ILogger logger, int count, string address);

    [LoggerMessage(3020, LogLevel.Information, "What a request for many did not do is done one by one: {Count} of {Total}")]
    public static partial void OneByOne(ILogger logger, int count, int total);

    [LoggerMessage(3021, LogLevel.Warning, "The answer to a request for many is not known, so what became of it is looked up: {Failure}")]
    public static partial void BulkUnanswered(ILogger logger, string failure);
}
