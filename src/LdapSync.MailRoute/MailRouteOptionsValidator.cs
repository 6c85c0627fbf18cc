using System.Buffers;
using System.Globalization;
using Microsoft.Extensions.Options;

namespace LdapSync.MailRoute;

/// <summary>Checks the settings before anything is sent, and names every fault at once. No fault repeats the login or the key.</summary>
public sealed class MailRouteOptionsValidator : IValidateOptions<MailRouteOptions>
{
    private const int MostPerPage = 1000;
    private const int MostAtOnce = 64;
    private const int MostAttempts = 20;
    private static readonly TimeSpan ShortestTimeout = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestTime = TimeSpan.FromHours(1);

    // What may stand in a line of a header.
    private static readonly SearchValues<char> Printable = SearchValues.Create([.. Enumerable.Range('!', '~' - '!' + 1).Select(code => (char)code)]);

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, MailRouteOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var faults = FindFaults(options).ToList();
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    /// <exception cref="SettingsException">The settings have faults.</exception>
    internal static void ThrowIfFaulty(MailRouteOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var faults = FindFaults(options).ToList();
        if (faults.Count > 0) throw new SettingsException(faults);
    }

    private static IEnumerable<string> FindFaults(MailRouteOptions options) => ServiceFaults(options).Concat(PatienceFaults(options));

    private static IEnumerable<string> ServiceFaults(MailRouteOptions options)
    {
        if (AddressFault(options.BaseAddress) is { } addressFault) yield return $"{Setting("BaseAddress")}: {addressFault}.";
        if (string.IsNullOrWhiteSpace(options.Login)) yield return $"{Setting("Login")}: the name of who owns the API key is needed.";
        else if (!IsPrintable(options.Login) || options.Login.Contains(':', StringComparison.Ordinal))
        {
            yield return $"{Setting("Login")} has a blank, a colon or a character beyond ASCII, none of which can be sent; correct it.";
        }
        if (string.IsNullOrWhiteSpace(options.ApiKey)) yield return $"{Setting("ApiKey")}: the API key of Login is needed; MailRoute's control panel shows it.";
        else if (!IsPrintable(options.ApiKey)) yield return $"{Setting("ApiKey")} has a blank or a character beyond ASCII, which no key has; copy it anew.";
        if (string.IsNullOrWhiteSpace(options.Domain)) yield return $"{Setting("Domain")}: the domain whose accounts are kept is needed, such as example.com.";
        else if (DomainName.Of(options.Domain) is null) yield return Fault("Domain", options.Domain, "a domain is a name such as example.com");
    }

    private static IEnumerable<string> PatienceFaults(MailRouteOptions options)
    {
        if (options.PageSize is < 1 or > MostPerPage) yield return Fault("PageSize", options.PageSize, "a page has 1 to 1000 accounts");
        if (options.Parallelism is < 1 or > MostAtOnce) yield return Fault("Parallelism", options.Parallelism, "1 to 64 requests are under way at once");
        if (options.RequestTimeout < ShortestTimeout || options.RequestTimeout > LongestTime)
        {
            yield return Fault("RequestTimeout", options.RequestTimeout, "a time-out is a tenth of a second to an hour, such as 00:00:30");
        }
        if (options.MaxAttempts is < 1 or > MostAttempts) yield return Fault("MaxAttempts", options.MaxAttempts, "a request is sent 1 to 20 times");
        if (options.MaxRetryDelay < TimeSpan.Zero || options.MaxRetryDelay > LongestTime) yield return Fault("MaxRetryDelay", options.MaxRetryDelay, "a wait is at most an hour, such as 00:00:30");
        if (options.RetryDelay < TimeSpan.Zero || options.RetryDelay > options.MaxRetryDelay) yield return Fault("RetryDelay", options.RetryDelay, "the first wait is no longer than MaxRetryDelay, such as 00:00:00.5");
        if (options.BulkFrom < 2) yield return Fault("BulkFrom", options.BulkFrom, "it is a number of accounts, 2 or more");
    }

    // The address itself is not repeated: it may hold a password.
    private static string? AddressFault(Uri? address) => address switch
    {
        null or { IsAbsoluteUri: false } => "the address of the API is needed, such as https://admin.mailroute.net/api/v1/",
        { UserInfo.Length: > 0 } => "it holds a user or password; they belong into Login and ApiKey",
        { Query.Length: > 0 } or { Fragment.Length: > 0 } => "it ends with its path; leave out what stands behind ? or #",
        { Scheme: "https" } or { Scheme: "http", IsLoopback: true } => null,
        { Scheme: "http" } => "http would send the key in clear text, which is done within this machine only (localhost); make it https",
        _ => "it begins with https://",
    };

    private static bool IsPrintable(string text) => !text.AsSpan().ContainsAnyExcept(Printable);

    private static string Setting(string name) => $"{MailRouteOptions.Section}:{name}";

    private static string Fault(string name, object value, string rule) => string.Create(CultureInfo.InvariantCulture, $"{Setting(name)} is '{value}': {rule}.");
}
