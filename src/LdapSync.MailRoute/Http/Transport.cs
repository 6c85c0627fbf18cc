using System.Net.Http.Headers;
using Polly;
using Polly.Timeout;

namespace LdapSync.MailRoute.Http;

/// <summary>Sends a request once: with the key, to the configured host only, without following redirects, within a time and a size.</summary>
internal sealed class Transport : IDisposable
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private readonly MailRouteOptions _options;
    private readonly HttpClient _http;
    private readonly TimeProvider _clock;
    private readonly ResiliencePipeline _timeout;

    /// <param name="options">In order.</param>
    /// <param name="handler">What takes the requests; null for sockets. One that is given is not disposed.</param>
    /// <param name="clock">Measures the time-out, and tells until when the service asks for patience.</param>
    public Transport(MailRouteOptions options, HttpMessageHandler? handler, TimeProvider clock)
    {
        (_options, _clock) = (options, clock);
        Base = options.BaseAddress.OriginalString.EndsWith('/') ? options.BaseAddress : new Uri(options.BaseAddress.AbsoluteUri + "/");
        // No time-out and no limit of its own: those below count for the whole answer.
        _http = new HttpClient(handler ?? Sockets(options.Parallelism, Base), disposeHandler: handler is null) { Timeout = Timeout.InfiniteTimeSpan };
        _timeout = new ResiliencePipelineBuilder { TimeProvider = clock }.AddTimeout(options.RequestTimeout).Build();
    }

    /// <summary>Where the API is; ends in a slash.</summary>
    public Uri Base { get; }

    /// <summary>Sends the request and reads the answer to its end.</summary>
    /// <exception cref="NoAnswerException">No answer, or not all of it in time.</exception>
    /// <exception cref="UnexpectedAnswerException">The answer is a redirect, or longer than any that is documented.</exception>
    /// <exception cref="OperationCanceledException">Given up.</exception>
    public async Task<ApiAnswer> SendAsync(ApiRequest request, CancellationToken abort)
    {
        try
        {
            return await _timeout.ExecuteAsync(static async (state, token) => await state.This.ExchangeAsync(state.request, token).ConfigureAwait(false), (This: this, request), abort)
                .ConfigureAwait(false);
        }
        catch (TimeoutRejectedException)
        {
            throw TransportErrors.TimedOut(_options.RequestTimeout);
        }
        // Not as inner exceptions: what a handler of the host's own puts into one may show a request with its key.
        catch (HttpRequestException e)
        {
            throw TransportErrors.Lost(e);
        }
        catch (IOException)
        {
            throw TransportErrors.Lost();
        }
        catch (InvalidDataException)
        {
            throw TransportErrors.Unreadable("a body that cannot be decompressed");
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<ApiAnswer> ExchangeAsync(ApiRequest request, CancellationToken token)
    {
        var address = new Uri(Base, request.Address);
        if (!IsService(address)) throw TransportErrors.Elsewhere(address);
        using var message = new HttpRequestMessage(request.Method, address);
        message.Headers.Accept.ParseAdd("application/json");
        message.Headers.UserAgent.ParseAdd("LdapSync");
        message.Headers.TryAddWithoutValidation("Authorization", $"ApiKey {_options.Login}:{_options.ApiKey}");
        if (request.Body is { } body) message.Content = new ByteArrayContent(body) { Headers = { ContentType = Json } };

        using var response = await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, token).ConfigureAwait(false);
        if ((int)response.StatusCode is >= 300 and < 400) throw TransportErrors.Redirected(response);
        if (response.RequestMessage?.RequestUri is { } arrived && arrived != address) throw TransportErrors.Redirected(response);
        return await ReadAsync(response, token).ConfigureAwait(false);
    }

    private async Task<ApiAnswer> ReadAsync(HttpResponseMessage response, CancellationToken token)
    {
        var retryAfter = RetryAfter(response.Headers.RetryAfter);
        if (!response.IsSuccessStatusCode)
        {
            // Of an error as much as words need: a page for browsers may be of any length.
            var error = await BoundedBody.ReadBeginningAsync(response.Content, token).ConfigureAwait(false);
            return new ApiAnswer(response.StatusCode) { Words = ServiceWords.In(error, _options.Login!, _options.ApiKey!), RetryAfter = retryAfter };
        }
        var body = await BoundedBody.ReadAsync(response.Content, token).ConfigureAwait(false);
        return new ApiAnswer(response.StatusCode) { Body = body, MediaType = response.Content.Headers.ContentType?.MediaType, RetryAfter = retryAfter };
    }

    private bool IsService(Uri address) => address.Scheme == Base.Scheme && address.Host == Base.Host && address.Port == Base.Port;

    private TimeSpan? RetryAfter(RetryConditionHeaderValue? header)
    {
        var asked = header?.Delta ?? header?.Date - _clock.GetUtcNow();
        return asked < TimeSpan.Zero ? TimeSpan.Zero : asked;
    }

    internal static SocketsHttpHandler Sockets(int parallelism, Uri address) => new()
    {
        AllowAutoRedirect = false, // a redirected POST turns into a GET, and the key stays with this host
        AutomaticDecompression = System.Net.DecompressionMethods.GZip,
        MaxConnectionsPerServer = parallelism,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5), // sees changes in DNS
        UseCookies = false,
        UseProxy = !address.IsLoopback, // what is sent within this machine leaves it by no proxy: it may be in clear text
    };
}
