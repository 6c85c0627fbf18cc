using Microsoft.Extensions.Logging;

namespace LdapSync.MailRoute.Http;

/// <summary>
/// Ends a run when nothing further can succeed: the service refuses the key, asks for more patience than there is, does not keep to filters, or so many requests in a row have
/// failed with all their attempts. Writes have a row of their own too: after one that failed comes a look, which may well succeed while the service takes no writes. A row rather
/// than a share within a time, which is what circuit breakers of libraries judge by: where each request waits for its time-out, hardly any fall into such a time, and a run of many
/// changes would go on for days. Safe for use from several threads.
/// </summary>
internal sealed class CircuitBreaker(ILogger logger)
{
    /// <summary>So many requests in a row, each with all its attempts.</summary>
    public const int FailuresInARow = 5;

    private readonly Lock _gate = new();
    private int _failures, _failedWrites; // in a row
    private volatile string? _reason;

    /// <summary>Why nothing further is sent; null while requests are.</summary>
    public string? Reason => _reason;

    /// <exception cref="TargetException">Nothing further is sent.</exception>
    public void ThrowIfOpen()
    {
        if (_reason is { } reason) throw new TargetException(reason);
    }

    /// <summary>The service answered, or is seen to have done what was asked.</summary>
    public void Succeeded(bool isWrite)
    {
        lock (_gate)
        {
            _failures = 0;
            if (isWrite) _failedWrites = 0;
        }
    }

    /// <summary>A request failed with all its attempts.</summary>
    public void Failed(bool isWrite, string host, string found)
    {
        bool isDown;
        lock (_gate)
        {
            if (isWrite) _failedWrites++;
            isDown = ++_failures >= FailuresInARow;
            if (!isDown && _failedWrites < FailuresInARow) return;
        }
        Open($"{host} is down{(isDown ? "" : " for writing")}: {FailuresInARow} requests in a row failed with all their attempts, the last: {found}.");
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
        lock (_gate) (_reason, _failures, _failedWrites) = (null, 0, 0);
    }
}
