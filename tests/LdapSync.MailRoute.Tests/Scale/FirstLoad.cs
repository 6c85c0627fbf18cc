using System.Diagnostics;
using LdapSync.MailRoute.FakeServer;

namespace LdapSync.MailRoute.Scale;

/// <summary>A made-up directory synced into a fake of the service, again and again until nothing is left to do.</summary>
internal sealed class FirstLoad(MadeUpDirectory directory, FakeMailRoute service, TimeSpan retryDelay) : IDisposable
{
    private readonly MailRouteTarget _target = new(new MailRouteOptions
    {
        BaseAddress = service.BaseAddress,
        Login = service.Options.Login,
        ApiKey = service.Options.ApiKey,
        Domain = service.Options.Domain,
        Parallelism = 16,
        RetryDelay = retryDelay,
    });

    /// <summary>What the last sync took.</summary>
    public TimeSpan Time { get; private set; }

    /// <summary>How many requests the last sync made.</summary>
    public int Requests { get; private set; }

    /// <summary>How many of these went wrong.</summary>
    public int Faults { get; private set; }

    public void Dispose() => _target.Dispose();

    /// <summary>The report of one sync.</summary>
    public async Task<Reporting.SyncReport> SyncAsync(CancellationToken cancellationToken = default)
    {
        var faults = service.Faults.Count;
        service.Requests.Clear();
        var clock = Stopwatch.StartNew();
        var report = await new SyncRunner(directory, _target, new SyncOptions()).RunAsync(cancellationToken);
        (Time, Requests, Faults) = (clock.Elapsed, service.Requests.Count(), service.Faults.Count - faults);
        return report;
    }

    /// <summary>Whether the service has what the directory asks for, each once, and nothing else.</summary>
    public bool IsComplete => service.Accounts.Select(account => $"{account}".ToLowerInvariant()).Order(StringComparer.Ordinal).SequenceEqual(directory.Accounts.Order(StringComparer.Ordinal), StringComparer.Ordinal);
}
