using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using DnsClient;
using DnsClient.Protocol;

namespace LdapSync.Ldap;

/// <summary>Asks DNS for a domain's directory servers (RFC 2782). Nothing is kept: each look-up sees what DNS says at that moment.</summary>
/// <param name="nameServers">Whom to ask, in order; tells anew with each look-up.</param>
/// <param name="machine">Who asks; decides among servers of the same priority.</param>
internal sealed class SrvLookup(Func<IReadOnlyList<IPEndPoint>> nameServers, string machine)
{
    // A lost datagram must not cost the look-up.
    private const int Tries = 2;

    // One for all look-ups: what it opens for answers by TCP it keeps for the next, and gives back to nobody but the garbage collector. Each look-up names its servers. Few ask
    // for any, so it is made, and its library loaded, by the first that does.
    private readonly Lazy<LookupClient> _client = new(() => new LookupClient(new LookupClientOptions(new IPEndPoint(IPAddress.Loopback, 53))));

    /// <summary>Asks the name servers of this machine's network settings, and nobody else where there are none.</summary>
    public static SrvLookup OfSystem { get; } = new(SystemNameServers, Environment.MachineName);

    /// <summary>The servers of a domain, the best first.</summary>
    /// <exception cref="SourceException">DNS names none, or does not answer in time.</exception>
    public async Task<IReadOnlyList<LdapServer>> FindAsync(SrvDomain domain, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(limit);
        try
        {
            return Servers(domain, await QueryAsync(domain, limit, deadline.Token).WaitAsync(deadline.Token).ConfigureAwait(false));
        }
        catch (Exception e) when (e is not SourceException) // whatever the library makes of octets that anybody may have sent
        {
            cancellationToken.ThrowIfCancellationRequested();
            var found = deadline.IsCancellationRequested || e is DnsResponseException { Code: DnsResponseCode.ConnectionTimeout }
                ? string.Create(CultureInfo.InvariantCulture, $"no DNS server answered within {limit.TotalSeconds:0.###} seconds; check DNS and the network, or raise {nameof(SyncOptions.ConnectTimeout)}")
                : $"what DNS answers cannot be used ({LdapErrors.Clean(e.Message)}); check DNS";
            throw LdapErrors.LookUpFailed(domain, found, e);
        }
    }

    private async Task<IDnsQueryResponse> QueryAsync(SrvDomain domain, TimeSpan limit, CancellationToken cancellationToken)
    {
        var servers = nameServers();
        if (servers.Count == 0) throw LdapErrors.LookUpFailed(domain, "this machine has no DNS server; set one in its network settings, or name the servers themselves in Servers");
        var options = new DnsQueryAndServerOptions([.. servers])
        {
            Timeout = limit / (Tries * servers.Count),
            Retries = Tries - 1,
            UseCache = false,
        };
        return await _client.Value.QueryAsync(new DnsQuestion(domain.RecordName, QueryType.SRV), options, cancellationToken).ConfigureAwait(false);
    }

    private List<LdapServer> Servers(SrvDomain domain, IDnsQueryResponse answer)
    {
        var code = (DnsResponseCode)answer.Header.ResponseCode;
        if (code == DnsResponseCode.NotExistentDomain)
            throw LdapErrors.LookUpFailed(domain, "DNS does not know the name; check the domain in Servers, and whether this machine asks a DNS server that knows it");
        if (code != DnsResponseCode.NoError) throw LdapErrors.LookUpFailed(domain, $"DNS could not answer ({code}); check DNS");

        List<SrvRecord> records = [.. answer.Answers.OfType<SrvRecord>()];
        if (records.Count == 0) throw LdapErrors.LookUpFailed(domain, "DNS has no SRV record there; check the domain in Servers, or name the servers themselves");
        var offered = records.FindAll(record => Host(record).Length > 0);
        if (offered.Count == 0) throw LdapErrors.LookUpFailed(domain, "DNS says that the domain has no directory service; name the servers themselves in Servers");
        List<SrvRecord> own = [.. offered.Where(record => domain.Holds(Host(record))).OrderBy(record => record.Priority).ThenBy(Turn)];
        if (own.Count == 0)
        {
            throw LdapErrors.LookUpFailed(
                domain,
                $"DNS names {LdapErrors.Clean(Host(offered[0]))}, which is not in the domain, and the password is not sent where an unproven answer leads; name that server itself in Servers");
        }
        return [.. own.Select(record => new LdapServer(Host(record), domain.Port ?? record.Port, domain.UseSsl)).Distinct()];
    }

    /// <summary>
    /// When it is a record's turn among those of its priority: a server with twice the weight comes first on twice as many machines. On one machine the order stays the
    /// same, since two servers need not have seen the same changes of the directory, and a sync that alternated between them would see some of them undone.
    /// </summary>
    private double Turn(SrvRecord record)
    {
        const double almostNever = 0.1; // what a weight of 0 stands for beside 1
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{machine} {Host(record)}:{record.Port}")));
        var chance = (BinaryPrimitives.ReadUInt64BigEndian(digest) + 0.5) / Math.Pow(2, 64);
        return -Math.Log(chance) / Math.Max(record.Weight, almostNever);
    }

    // "." says that the service is not offered.
    private static string Host(SrvRecord record) => record.Target.Value.TrimEnd('.');

    private static List<IPEndPoint> SystemNameServers() =>
        [.. NameServer.ResolveNameServers(skipIPv6SiteLocal: true, fallbackToGooglePublicDns: false).Select(server => new IPEndPoint(IPAddress.Parse(server.Address), server.Port))];
}
