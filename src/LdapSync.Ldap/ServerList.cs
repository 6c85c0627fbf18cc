using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace LdapSync.Ldap;

/// <summary>
/// Reads the setting <see cref="SyncOptions.Servers"/>: <c>host</c>, <c>host:port</c>, <c>[v6]:port</c>, each also behind <c>ldap://</c> or
/// <c>ldaps://</c>, and <c>srv:domain</c>.
/// </summary>
internal static class ServerList
{
    private const string Ldap = "ldap://";
    private const string Ldaps = "ldaps://";
    private const string Srv = "srv:";
    private const int SslPort = 636;

    /// <summary>The servers in the order given; what cannot be read becomes a fault.</summary>
    public static IReadOnlyList<IServerRow> Parse(SyncOptions options, ICollection<string> faults)
    {
        var servers = new List<IServerRow>();
        foreach (var text in options.Servers)
        {
            IServerRow? server = HasScheme(text, Srv) ? ParseDomain(text, options) : Parse(text, options);
            if (server is not null) servers.Add(server);
            // What stands before an @ may be a password.
            else faults.Add($"{SyncOptions.Section}:Servers: {(text.Contains('@', StringComparison.Ordinal) ? "an address with a user in it" : $"\"{text}\"")} is no server; expected host, host:port, [address]:port or srv:domain, no ldap:// with UseSsl.");
        }
        if (options.Servers.Count == 0) faults.Add($"{SyncOptions.Section}:Servers: at least one directory server is needed.");
        return servers;
    }

    private static LdapServer? Parse(string text, SyncOptions options)
    {
        // A scheme that contradicts UseSsl towards less safety is refused; ldaps:// asks for more and is taken.
        if (HasScheme(text, Ldap) && options.UseSsl) return null;
        var useSsl = options.UseSsl || HasScheme(text, Ldaps);
        var rest = text[(HasScheme(text, Ldaps) ? Ldaps.Length : HasScheme(text, Ldap) ? Ldap.Length : 0)..];
        if (!TrySplit(rest.EndsWith('/') ? rest[..^1] : rest, out var host, out var portText)) return null;

        var port = options.Port ?? (useSsl ? SslPort : 389);
        if (portText is not null && !int.TryParse(portText, NumberStyles.None, CultureInfo.InvariantCulture, out port)) return null;
        return port is >= 1 and <= 65535 ? new LdapServer(host, port, useSsl) : null;
    }

    private static SrvDomain? ParseDomain(string text, SyncOptions options)
    {
        var domain = text[Srv.Length..].Trim().TrimEnd('.');
        if (!TryMakeAscii(ref domain)) return null;
        // Labels such as _sites have an underscore, the first has none: who gives the whole name of a record would ask for another.
        var isDomain = Uri.CheckHostName(domain.Replace("._", ".", StringComparison.Ordinal)) == UriHostNameType.Dns;
        return isDomain ? new SrvDomain(domain, options.Port ?? (options.UseSsl ? SslPort : null), options.UseSsl) : null;
    }

    /// <summary>Puts an international domain as its A-labels (RFC 5890), which is how DNS names its servers.</summary>
    private static bool TryMakeAscii(ref string domain)
    {
        if (Ascii.IsValid(domain)) return true;
        try
        {
            domain = new IdnMapping().GetAscii(domain.ToLowerInvariant());
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    /// <summary>Takes a port off; null where there is none.</summary>
    internal static bool TrySplit(string text, out string host, out string? port)
    {
        (host, port) = (text, null);
        // Several colons without brackets are an IPv6 address without a port.
        if (IsIPv6(text)) return true;

        var colon = text.IndexOf(':', text.StartsWith('[') ? Math.Max(text.IndexOf(']'), 0) : 0);
        if (colon >= 0) (host, port) = (text[..colon], text[(colon + 1)..]);
        if (host.StartsWith('[') && host.EndsWith(']') && IsIPv6(host[1..^1]))
        {
            host = host[1..^1];
            return true;
        }
        return Uri.CheckHostName(host) is UriHostNameType.Dns or UriHostNameType.IPv4;
    }

    private static bool IsIPv6(string text) =>
        !text.StartsWith('[') && IPAddress.TryParse(text, out var address) && address.AddressFamily == AddressFamily.InterNetworkV6;

    private static bool HasScheme(string text, string scheme) => text.StartsWith(scheme, StringComparison.OrdinalIgnoreCase);
}
