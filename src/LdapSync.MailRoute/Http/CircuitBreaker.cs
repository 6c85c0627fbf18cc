using Microsoft.Extensions.Logging;

namespace LdapSync.MailRoute.Http;

/// <summary>
/// Ends a run when nothing further can succeed: the service refuses the key, asks for more patience than there is, or so many requests in a row have failed with all their
/// attempts. A row rather than a share within a time, which is what circuit breakers of libraries judge by: where each request waits for its time-out, hardly any fall
/// into such a time, and a run of many changes would go on for days. Safe for use from several threads.
/// </summary>
internal sealed class CircuitBreaker(ILogger logger)
{
    /// <summary>The service is down when so many requests in a row, each with all its attempts, had no answer.</summary>
    public const int FailuresInARow = 5;

    private readonly Lock _gate = new();
    private int _failures;
    private volatile string? _reason;

    /// <summary>Why nothing further is sent; null while requests are.</summary>
    public string? Reason => _reason;

    /// <exception cref="TargetException">Nothing further is sent.</exception>
    public void ThrowIfOpen()
    {
        if (_reason is { } reason) throw new TargetException(reason);
    }

    /// <summary>The service answered.</summary>
    public void Succeeded()
    {
        lock (_gate) _failures = 0;
    }

    /// <summary>A request failed with all its attempts.</summary>
    public void Failed(string host, string found)
    {
        lock (_gate)
        {
            if (++_failures < FailuresInARow) return;
        }
        Open($"{host} is down: {FailuresInARow} requests in a row failed with all their attempts, the last: {found}.");
    }

    /// <summary>Nothing further is sent; the first reason counts.</summary>
    /// <returns>What to throw.</returns>
    public TargetException Open(string reason)
    {
        lock (_gate)
        {
            if (_reason is { } first) return new TargetException(first);
            _reason = reason;
        }
        Log.Stopped(logger, reason);
        return new TargetException(reason);
    }

    /// <summary>A new run begins: the service gets another chance.</summary>
    public void Close()
    {
        lock (_gate) (_reason, _failures) = (null, 0);
    }
}
