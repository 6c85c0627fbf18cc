using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace LdapSync.MailRoute;

/// <summary>Keeps what is logged, at every level, with all that belongs to it.</summary>
internal sealed class ListLogger : ILogger<MailRouteTarget>
{
    public ConcurrentQueue<string> Messages { get; } = [];

    /// <summary>Hears of each message.</summary>
    public Action<string>? Logged { get; set; }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        Messages.Enqueue($"{logLevel} {eventId.Id} {formatter(state, exception)} {exception}");
        Logged?.Invoke(formatter(state, exception));
        if (state is IEnumerable<KeyValuePair<string, object?>> values)
        {
            foreach (var (name, value) in values) Messages.Enqueue($"{name}={value}");
        }
    }
}
