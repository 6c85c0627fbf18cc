using LdapSync.Ldap.Inspection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace LdapSync.Ldap;

/// <summary>
/// Asks every configured server what a sync would meet: whether it can be reached, as whom, whether the bases exist, and what the filter finds there, mapped by the
/// rules of the settings. A sample is read, not the directory, and nothing is written. May be run again, and side by side.
/// </summary>
public sealed class ConnectionTest
{
    private readonly SyncOptions _options;
    private readonly LdapSettings _settings;
    private readonly Func<ILdapConnection>? _connect;
    private readonly SrvLookup _srv;
    private readonly ILogger _logger;

    /// <summary>A test of these settings.</summary>
    /// <param name="options">The settings; those of the servers are read now, those of the mapping with each run.</param>
    /// <param name="connect">Makes a connection that is not open yet. Default: that of this package.</param>
    /// <param name="logger">Told of servers and steps; never of user or password. Default: nobody.</param>
    /// <exception cref="SettingsException">What a server needs is missing or wrong; every fault is named.</exception>
    public ConnectionTest(SyncOptions options, Func<ILdapConnection>? connect = null, ILogger<ConnectionTest>? logger = null)
        : this(options, connect, SrvLookup.OfSystem, logger)
    {
    }

    internal ConnectionTest(SyncOptions options, Func<ILdapConnection>? connect, SrvLookup srv, ILogger<ConnectionTest>? logger = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        _settings = LdapSettings.Of(options);
        (_options, _connect, _srv, _logger) = (options, connect, srv, logger ?? NullLogger<ConnectionTest>.Instance);
    }

    /// <summary>How many entries of each server are read at most. Default: 1,000, which is a page.</summary>
    public int SampleSize { get; init; } = 1000;

    /// <summary>How many of them the report shows one by one. Default: 10.</summary>
    public int ShownEntries { get; init; } = 10;

    /// <summary>Tells the time. Default: the system's clock.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Asks the servers, one after the other. What a server does, or does not do, is in the report and throws nothing.</summary>
    /// <param name="cancellationToken">Ends the test at once, without a report.</param>
    /// <exception cref="SettingsException">The CA file cannot be read any more.</exception>
    public async Task<ConnectionReport> RunAsync(CancellationToken cancellationToken = default)
    {
        var (started, start) = (Clock.GetUtcNow(), Clock.GetTimestamp());
        var connect = _connect ?? LdapDirectorySource.OwnConnections(_settings);
        var servers = new List<ServerReport>();
        var asked = new HashSet<LdapServer>();
        foreach (var row in _settings.Servers)
        {
            foreach (var server in row is SrvDomain domain ? await FindAsync(domain, servers, cancellationToken).ConfigureAwait(false) : [(LdapServer)row])
            {
                if (!asked.Add(server)) continue;
                var inspection = new ServerInspection(server, connect, _options, _settings, Clock, _logger) { SampleSize = SampleSize, ShownEntries = ShownEntries };
                await using var _ = inspection.ConfigureAwait(false);
                servers.Add(await inspection.RunAsync(cancellationToken).ConfigureAwait(false));
            }
        }
        NoteOthers(servers);
        return new ConnectionReport(servers, started, Clock.GetElapsedTime(start));
    }

    /// <summary>The servers of a domain; a look-up that fails is reported as a server would be.</summary>
    private async Task<IReadOnlyList<LdapServer>> FindAsync(SrvDomain domain, List<ServerReport> reports, CancellationToken cancellationToken)
    {
        var start = Clock.GetTimestamp();
        try
        {
            return await _srv.FindAsync(domain, _settings.ConnectTimeout, cancellationToken).ConfigureAwait(false);
        }
        catch (SourceException failure)
        {
            var step = new ConnectionStep("SRV look-up", Clock.GetElapsedTime(start), failure.Message);
            reports.Add(new ServerReport { Server = $"{domain}", Steps = [step], IsProtected = false, Bases = [], NextServerIsAsked = true });
            return [];
        }
    }

    /// <summary>A server that stands in for others is well, and yet something is wrong.</summary>
    private static void NoteOthers(List<ServerReport> servers)
    {
        var first = servers.FindIndex(server => server.IsReadable);
        if (first > 0 && servers.Take(first).All(server => server.NextServerIsAsked))
            servers[first] = servers[first] with { Warnings = [.. servers[first].Warnings, ConnectionWarnings.OthersFail(servers.Take(first))] };
    }
}
