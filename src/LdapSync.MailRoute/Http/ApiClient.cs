using System.Net;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;

namespace LdapSync.MailRoute.Http;

/// <summary>
/// Sends requests until there is an answer: what may be repeated is repeated after a back-off with jitter, or when the service says (<c>Retry-After</c>, RFC 9110 section
/// 10.2.3). Safe for use from several threads.
/// </summary>
internal sealed class ApiClient : IDisposable
{
    private readonly MailRouteOptions _options;
    private readonly Transport _transport;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly ResiliencePipeline<ApiAnswer> _attempts;

    public ApiClient(MailRouteOptions options, HttpMessageHandler? handler, TimeProvider clock, ILogger logger)
    {
        (_options, _clock, _logger) = (options, clock, logger);
        _transport = new Transport(options, handler, clock);
        Circuit = new CircuitBreaker(logger);
        _attempts = options.MaxAttempts == 1 ? ResiliencePipeline<ApiAnswer>.Empty : new ResiliencePipelineBuilder<ApiAnswer> { TimeProvider = clock }.AddRetry(Repeating()).Build();
    }

    private ApiClient(ApiClient other)
    {
        (_options, _clock, _logger, _transport, _attempts) = (other._options, other._clock, other._logger, other._transport, other._attempts);
        Circuit = new CircuitBreaker(_logger);
    }

    /// <summary>The same service once more for what must be tried whatever has failed before. It is not disposed by itself.</summary>
    public ApiClient WithOwnCircuit() => new(this);

    /// <summary>What time is measured by.</summary>
    public TimeProvider Clock => _clock;

    /// <summary>Whether anything is sent at all.</summary>
    public CircuitBreaker Circuit { get; }

    /// <summary>The service's name in messages.</summary>
    public string Host => _transport.Base.Host;

    /// <summary>Where the API is.</summary>
    public Uri Base => _transport.Base;

    /// <summary>Reads an object or a page.</summary>
    /// <exception cref="RequestException">It came to nothing.</exception>
    /// <exception cref="TargetException">Nothing further can succeed.</exception>
    public async Task<T> ReadAsync<T>(Uri address, JsonTypeInfo<T> type, Cancellation cancellation)
        where T : class
    {
        var request = new ApiRequest(HttpMethod.Get, address);
        T? read = null;
        var answer = await RunAsync(request, AttemptAsync, isRepeated: true, cancellation).ConfigureAwait(false);
        return read ?? throw new UnexpectedAnswerException($"an answer was expected, found {answer.Found}; check {nameof(MailRouteOptions.BaseAddress)}, and what the service says about it");

        async Task<ApiAnswer> AttemptAsync(int attempt)
        {
            var given = await this.AttemptAsync(request, cancellation).ConfigureAwait(false);
            // A page for browsers, or half an answer, may come from something on the way, and be gone the next time.
            if (given.IsSuccess && !given.TryRead(type, out read, out var found)) throw TransportErrors.Unreadable(found);
            return given;
        }
    }

    /// <summary>Sends a request; a POST once, anything else until there is an answer.</summary>
    /// <returns>What the service says: a success or a refusal.</returns>
    /// <exception cref="RequestException">It came to nothing.</exception>
    /// <exception cref="TargetException">Nothing further can succeed.</exception>
    public Task<ApiAnswer> SendAsync(ApiRequest request, Cancellation cancellation) =>
        RunAsync(request, _ => AttemptAsync(request, cancellation), isRepeated: request.Method != HttpMethod.Post, cancellation);

    /// <summary>Sends a write, and finds out what became of it where the answer does not tell. A POST is repeated only after <paramref name="isDone"/> says that nothing came of it.</summary>
    /// <param name="request">The write.</param>
    /// <param name="isDone">Looks whether the service has what is asked for.</param>
    /// <param name="cancellation">When it ends early.</param>
    /// <returns>What the service says; null when it said nothing, or refused, but has what is asked for.</returns>
    /// <exception cref="RequestException">Nothing came of it, or it cannot be found out.</exception>
    /// <exception cref="TargetException">Nothing further can succeed.</exception>
    public async Task<ApiAnswer?> WriteAsync(ApiRequest request, Func<Task<bool>> isDone, Cancellation cancellation)
    {
        try
        {
            var done = false;
            var answer = await RunAsync(request, SendUnlessDoneAsync, isRepeated: true, cancellation).ConfigureAwait(false);
            if (done || (!answer.IsSuccess && !answer.IsMissing && await isDone().ConfigureAwait(false))) return null;
            return answer;

            async Task<ApiAnswer> SendUnlessDoneAsync(int attempt)
            {
                done = attempt > 1 && request.Method == HttpMethod.Post && await LookAsync(isDone).ConfigureAwait(false);
                return done ? new ApiAnswer(HttpStatusCode.OK) : await AttemptAsync(request, cancellation).ConfigureAwait(false);
            }
        }
        catch (NoAnswerException) when (Circuit.Reason is null)
        {
            if (!await LookAsync(isDone).ConfigureAwait(false)) throw;
            Circuit.Succeeded(isWrite: true);
            return null;
        }
    }

    /// <summary>A look that fails has had all its attempts: whatever waits for it is not tried again.</summary>
    private static async Task<bool> LookAsync(Func<Task<bool>> isDone)
    {
        try
        {
            return await isDone().ConfigureAwait(false);
        }
        catch (NoAnswerException e)
        {
            throw new UnexpectedAnswerException($"it was sent and not answered, and whether it was done cannot be seen, the next sync will: {e.Message}");
        }
    }

    public void Dispose() => _transport.Dispose();

    private async Task<ApiAnswer> RunAsync(ApiRequest request, Func<int, Task<ApiAnswer>> attempt, bool isRepeated, Cancellation cancellation)
    {
        var run = new Run(request, attempt);
        Outcome<ApiAnswer> last;
        // A change that has begun goes on after a cancellation, each request once.
        if (!isRepeated || (cancellation.Stop.IsCancellationRequested && !cancellation.Abort.IsCancellationRequested))
        {
            last = await run.AttemptAsync(CancellationToken.None).ConfigureAwait(false);
        }
        else
        {
            var context = ResilienceContextPool.Shared.Get(continueOnCapturedContext: false, cancellation.Stop);
            context.Properties.Set(Run.Key, run);
            last = await _attempts.ExecuteOutcomeAsync(static (context, run) => new ValueTask<Outcome<ApiAnswer>>(run.AttemptAsync(context.CancellationToken)), context, run).ConfigureAwait(false);
            ResilienceContextPool.Shared.Return(context);
            // Cancelled while it waited for the next attempt: what the last one came to counts.
            if (last.Exception is OperationCanceledException && !cancellation.Abort.IsCancellationRequested && run.Last is { } found) last = found;
        }
        return Conclude(run, last, isRepeated);
    }

    private ApiAnswer Conclude(Run run, Outcome<ApiAnswer> outcome, bool isRepeated)
    {
        if (outcome.Result is { IsTransient: false } answer)
        {
            Circuit.Succeeded(run.Request.IsWrite);
            return answer;
        }
        var failure = outcome.Result is { } transient ? ApiErrors.Transient(transient, run.Attempts) : outcome.Exception is NoAnswerException none ? ApiErrors.NoAnswer(none, run.Attempts) : null;
        if (failure is null)
        {
            outcome.ThrowIfException();
            throw new InvalidOperationException("An outcome is an answer or an exception.");
        }
        // A request for many is sent once: that it takes too long, or is not known, tells nothing of others.
        if (isRepeated) Circuit.Failed(run.Request.IsWrite, Host, failure.Message);
        throw failure;
    }

    private async Task<ApiAnswer> AttemptAsync(ApiRequest request, Cancellation cancellation)
    {
        Circuit.ThrowIfOpen();
        var started = _clock.GetTimestamp();
        var answer = await _transport.SendAsync(request, cancellation.Abort).ConfigureAwait(false);
        Log.Answered(_logger, request.Method, request.Path, (int)answer.Status, _clock.GetElapsedTime(started).TotalMilliseconds);
        if (answer.Status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden) throw Circuit.Open(ApiErrors.KeyRefused(Host, answer));
        if (answer.IsTransient && answer.RetryAfter > _options.MaxRetryDelay) throw Circuit.Open(ApiErrors.AsksForTooMuchPatience(Host, answer, _options.MaxRetryDelay));
        // A success is believed when it looks as documented: a page for browsers does not tell that something was written.
        if (answer.IsSuccess && request.Method != HttpMethod.Get && !answer.IsEmptyOrJson) throw TransportErrors.Unreadable(answer.Kind);
        return answer;
    }

    private RetryStrategyOptions<ApiAnswer> Repeating() => new()
    {
        MaxRetryAttempts = _options.MaxAttempts - 1,
        BackoffType = DelayBackoffType.Exponential,
        UseJitter = true,
        Delay = _options.RetryDelay,
        MaxDelay = _options.MaxRetryDelay,
        ShouldHandle = static arguments => ValueTask.FromResult(arguments.Outcome.Exception is NoAnswerException || arguments.Outcome.Result is { IsTransient: true }),
        DelayGenerator = static arguments => ValueTask.FromResult(arguments.Outcome.Result?.RetryAfter),
        OnRetry = arguments =>
        {
            var request = arguments.Context.Properties.GetValue(Run.Key, defaultValue: null!).Request;
            Log.TryingAgain(_logger, request.Method, request.Path, arguments.AttemptNumber + 1, arguments.RetryDelay, arguments.Outcome.Result?.Found ?? arguments.Outcome.Exception!.Message);
            return default;
        },
    };

    /// <summary>A request on its way through its attempts.</summary>
    private sealed class Run(ApiRequest request, Func<int, Task<ApiAnswer>> attempt)
    {
        public static readonly ResiliencePropertyKey<Run> Key = new("run");

        public ApiRequest Request => request;

        public int Attempts { get; private set; }

        public Outcome<ApiAnswer>? Last { get; private set; }

        public async Task<Outcome<ApiAnswer>> AttemptAsync(CancellationToken stop)
        {
            if (Last is { } found && stop.IsCancellationRequested) return found; // cancelled when the wait had just ended
            Attempts++;
            try
            {
                Last = Outcome.FromResult(await attempt(Attempts).ConfigureAwait(false));
            }
            catch (Exception e)
            {
                Last = Outcome.FromException<ApiAnswer>(e);
            }
            return Last.Value;
        }
    }
}
