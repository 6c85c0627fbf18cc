using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;

namespace LdapSync.Ldap;

/// <summary>
/// In which order servers are asked: as configured, but those that failed a while ago last, the longest ago first. So a broken server costs its time-out once,
/// and is not given up for ever. A domain whose servers cannot be looked up counts as a server that failed. Safe for use from several threads.
/// </summary>
internal sealed class ServerOrder(
    IReadOnlyList<IServerRow> rows,
    Func<SrvDomain, CancellationToken, Task<IReadOnlyList<LdapServer>>> lookUp,
    TimeProvider clock,
    ILogger logger)
{
    /// <summary>How long a failure counts: longer than a sync with all its reads takes as a rule, shorter than the time between two.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromMinutes(15);

    private readonly Lock _gate = new();
    private readonly Dictionary<IServerRow, DateTimeOffset> _failures = [];

    /// <summary>The servers one after the other, each once; domains are looked up when it is their turn.</summary>
    /// <param name="failures">Why servers could not be used so far; look-ups that fail are added.</param>
    /// <param name="cancellationToken">Ends a look-up.</param>
    public async IAsyncEnumerable<LdapServer> InOrderAsync(IList<SourceException> failures, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var asked = new HashSet<LdapServer>();
        var told = 0;
        for (var waiting = InOrder(rows); waiting is [var row, .. var rest]; waiting = InOrder(rest))
        {
            for (; told < failures.Count; told++) Log.TryingNext(logger, failures[told].Message);
            if (row is SrvDomain domain) rest = [.. await FindAsync(domain, failures, cancellationToken).ConfigureAwait(false), .. rest];
            else if (row is LdapServer server && asked.Add(server)) yield return server;
        }
    }

    public void Failed(IServerRow row)
    {
        lock (_gate) _failures[row] = clock.GetUtcNow();
    }

    public void Delivers(IServerRow row)
    {
        lock (_gate) _failures.Remove(row);
    }

    private IServerRow[] InOrder(IEnumerable<IServerRow> some)
    {
        lock (_gate)
        {
            var forgotten = clock.GetUtcNow() - Memory;
            return [.. some.OrderBy(row => _failures.TryGetValue(row, out var time) && time > forgotten ? time : DateTimeOffset.MinValue)];
        }
    }

    private async Task<IReadOnlyList<LdapServer>> FindAsync(SrvDomain domain, IList<SourceException> failures, CancellationToken cancellationToken)
    {
        try
        {
            var servers = await lookUp(domain, cancellationToken).ConfigureAwait(false);
            Delivers(domain);
            return servers;
        }
        catch (SourceException failure)
        {
            Failed(domain);
            failures.Add(failure);
            return [];
        }
    }
}
