using System.Globalization;
using System.Security.Authentication;

namespace LdapSync.MailRoute.Http;

/// <summary>Turns what goes wrong on the way into words: what was found, what to change.</summary>
internal static class TransportErrors
{
    public static NoAnswerException TimedOut(TimeSpan limit) =>
        new(string.Create(CultureInfo.InvariantCulture, $"no answer within {limit.TotalSeconds:0.###} seconds; check network and firewall, or raise {nameof(MailRouteOptions.RequestTimeout)}"));

    public static NoAnswerException Lost(HttpRequestException? cause = null) => new(cause?.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => $"the host name is not known; check {nameof(MailRouteOptions.BaseAddress)}, and DNS",
        HttpRequestError.ConnectionError => "the connection could not be made; check host, port, network and firewall",
        HttpRequestError.SecureConnectionError when cause.InnerException is AuthenticationException tls => $"TLS failed: {ServiceWords.Clean(tls.Message).TrimEnd('.')}; check the host, and proxies on the way",
        HttpRequestError.SecureConnectionError => "TLS failed; check the host, and proxies on the way",
        HttpRequestError.ProxyTunnelError => "the proxy refused the way; check its settings",
        HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded => "the answer was no HTTP; check proxies on the way",
        _ => "the connection was lost before the answer had come; check the network",
    });

    public static NoAnswerException Unreadable(string found) =>
        new($"JSON as documented was expected, found {found}; check {nameof(MailRouteOptions.BaseAddress)}, and proxies on the way");

    public static UnexpectedAnswerException TooLong(int most) =>
        new(string.Create(CultureInfo.InvariantCulture, $"an answer of at most {most >> 20} MiB was expected, found a longer one; lower {nameof(MailRouteOptions.PageSize)}, or check proxies on the way"));

    // Where to is no secret, but what stands behind the host may be.
    public static UnexpectedAnswerException Redirected(HttpResponseMessage response)
    {
        var where = response.Headers.Location switch
        {
            { IsAbsoluteUri: true } location => $" to {location.Scheme}://{ServiceWords.Clean(location.Authority)}",
            null => "",
            _ => " within the host",
        };
        return new($"an answer was expected, found a redirect{where} ({(int)response.StatusCode}), which is not followed because the key would go along; correct {nameof(MailRouteOptions.BaseAddress)}");
    }

    public static UnexpectedAnswerException Elsewhere(Uri address) =>
        new($"the next page was expected where the first was, found {address.Scheme}://{ServiceWords.Clean(address.Host)}:{address.Port}, where the key must not go; look into what stands between here and the service");
}
