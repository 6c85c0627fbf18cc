namespace LdapSync.Ldap;

/// <summary>
/// In which order servers are asked: as configured, but those that failed a while ago last, the longest ago first. So a broken server costs its time-out once,
/// and is not given up for ever. Safe for use from several threads.
/// </summary>
internal sealed class ServerOrder(IReadOnlyList<LdapServer> servers, TimeProvider clock)
{
    /// <summary>How long a failure counts: longer than a sync with all its reads takes as a rule, shorter than the time between two.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromMinutes(15);

    private readonly Lock _gate = new();
    private readonly Dictionary<LdapServer, DateTimeOffset> _failures = [];

    public IReadOnlyList<LdapServer> InOrder()
    {
        lock (_gate)
        {
            var forgotten = clock.GetUtcNow() - Memory;
            return [.. servers.OrderBy(server => _failures.TryGetValue(server, out var time) && time > forgotten ? time : DateTimeOffset.MinValue)];
        }
    }

    public void Failed(LdapServer server)
    {
        lock (_gate) _failures[server] = clock.GetUtcNow();
    }

    public void Delivers(LdapServer server)
    {
        lock (_gate) _failures.Remove(server);
    }
}
