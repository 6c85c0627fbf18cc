using System.Globalization;
using System.Net;

namespace LdapSync.MailRoute.Http;

/// <summary>Turns what the service answers into words: what was found, what to change.</summary>
internal static class ApiErrors
{
    /// <summary>The service said to the last that it cannot answer at present.</summary>
    public static NoAnswerException Transient(ApiAnswer answer, int attempts) => new($"{Attempts(attempts)} {answer.Found}; try again later");

    /// <summary>The service said nothing to the last.</summary>
    public static NoAnswerException NoAnswer(NoAnswerException last, int attempts) => new($"{Attempts(attempts)} {last.Message}");

    public static string KeyRefused(string host, ApiAnswer answer) => answer.Status == HttpStatusCode.Unauthorized
        ? $"{host} does not know the key (401): check {MailRouteOptions.Section}:{nameof(MailRouteOptions.Login)} and {nameof(MailRouteOptions.ApiKey)}, and that the key has not been replaced."
        : $"{host} knows the key but does not let it do this ({answer.Found}): check that {MailRouteOptions.Section}:{nameof(MailRouteOptions.Login)} may administer the domain, and that its account is active.";

    public static string AsksForTooMuchPatience(string host, ApiAnswer answer, TimeSpan most) => string.Create(
        CultureInfo.InvariantCulture,
        $"{host} is down: it answers {answer.Found} and asks to be left alone for {answer.RetryAfter!.Value.TotalSeconds:0} seconds, longer than {nameof(MailRouteOptions.MaxRetryDelay)} ({most.TotalSeconds:0.###} seconds); try again after that.");

    private static string Attempts(int count) => count == 1 ? "no result in one attempt:" : string.Create(CultureInfo.InvariantCulture, $"no result in {count} attempts, the last:");
}
