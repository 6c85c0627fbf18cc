using System.Globalization;
using System.Net.Sockets;
using LdapSync.Directories;

namespace LdapSync.Ldap;

/// <summary>Turns what goes wrong with a server into one sentence: which server, which step, what was found, what to change.</summary>
internal static class LdapErrors
{
    private const int LongestQuote = 200;
    private const string TryAgain = "try again, and look into the server's log";

    /// <summary>The server's answer did not come.</summary>
    public static SourceException Failed(LdapServer server, string step, Exception cause) =>
        new($"{server}: {step} failed: {Describe(cause)}.", cause);

    /// <summary>The server did not answer in time.</summary>
    public static SourceException TimedOut(LdapServer server, string step, string setting, TimeSpan limit)
    {
        var found = string.Create(CultureInfo.InvariantCulture, $"no answer within {limit.TotalSeconds:0.###} seconds");
        return new($"{server}: {step} failed: {found}; check host, port and firewall, or raise {setting}.", new TimeoutException(found));
    }

    /// <summary>DNS does not tell the servers of a domain.</summary>
    public static SourceException LookUpFailed(SrvDomain domain, string found, Exception? cause = null) =>
        new($"{domain}: look-up of {domain.RecordName} failed: {found}.", cause);

    /// <summary>Every answer came in time, and all of them together did not.</summary>
    public static SourceException TookTooLong(string servers, TimeSpan limit)
    {
        var found = $"it did not end within {limit:c}";
        return new($"{servers}: the read failed: {found}; raise {nameof(SyncOptions.ReadTimeout)}, or look into why the server is slow.", new TimeoutException(found));
    }

    /// <summary>The server answered with a result code that is no success.</summary>
    public static SourceException Refused(LdapServer server, string step, LdapResult result) =>
        new($"{server}: {step} failed: {ResultSentences.Describe(result)}.", new LdapResultException(result.Code));

    /// <summary>The same for a bind, whose diagnostic is not quoted because it may hold the name that was bound.</summary>
    public static SourceException BindRefused(LdapServer server, string step, LdapResult result, BindMethod method) =>
        new($"{server}: {step} failed: {BindSentences.Describe(result, method)}.", new LdapResultException(result.Code));

    /// <summary>The answers came, but they are not the whole directory.</summary>
    public static SourceException Incomplete(LdapServer server, string step, string found, string change, Exception? cause = null) =>
        new($"{server}: {step} failed: {found}; {change}.", cause);

    /// <summary>A base that is not there is a fault of the settings, no empty directory (R1).</summary>
    public static SettingsException NoSuchBase(LdapServer server, DistinguishedName baseDn, LdapResult result)
    {
        var found = $"\"{baseDn}\" does not exist on {server}, or User may not see it";
        if (result.MatchedDn.Length > 0) found += $"; the nearest entry that does exist is \"{Clean(result.MatchedDn)}\"";
        return new($"BaseDns: {found}{Codes(result)}; correct BaseDns.");
    }

    /// <summary>
    /// Whether another server may do better: the way to this one failed, or it said that it cannot serve at present. A clear answer is
    /// final.
    /// </summary>
    public static bool NextServerMayAnswer(SourceException failure) => failure.InnerException switch
    {
        null => false,
        LdapResultException result => result.Code is LdapResultCode.Busy or LdapResultCode.Unavailable,
        _ => true,
    };

    /// <summary>Code, name and the server's own words, in brackets.</summary>
    public static string Codes(LdapResult result)
    {
        var name = Enum.GetName(result.Code) is { } defined ? $" {char.ToLowerInvariant(defined[0])}{defined[1..]}" : "";
        var words = result.Diagnostic.Length == 0 ? "" : $", \"{Clean(result.Diagnostic)}\"";
        return string.Create(CultureInfo.InvariantCulture, $" ({(int)result.Code}{name}{words})");
    }

    /// <summary>A server's words, fit for a line of a log: no control characters, not endless.</summary>
    public static string Clean(string text)
    {
        var line = string.Create(Math.Min(text.Length, LongestQuote), text, static (span, source) =>
        {
            for (var i = 0; i < span.Length; i++) span[i] = char.IsControl(source[i]) ? ' ' : source[i];
        });
        return line.Trim();
    }

    private static string Describe(Exception cause) => cause switch
    {
        SocketException noConnection => Describe(noConnection),
        IOException { InnerException: SocketException lost } => $"the connection was lost ({lost.SocketErrorCode}); {TryAgain}",
        IOException lost => $"{lost.Message}; {TryAgain}",
        _ => cause.Message,
    };

    private static string Describe(SocketException error) => error.SocketErrorCode switch
    {
        SocketError.HostNotFound or SocketError.NoData => "the host name is not known; check its spelling in Servers, and DNS",
        SocketError.TryAgain => "the host name could not be looked up; check DNS",
        SocketError.ConnectionRefused => "the connection was refused; check that the server runs, and the port",
        SocketError.TimedOut => "the host does not answer; check host, port and firewall",
        SocketError.HostUnreachable or SocketError.NetworkUnreachable or SocketError.HostDown or SocketError.NetworkDown =>
            "there is no way to the host; check the network and firewall",
        SocketError.ConnectionReset => "the connection was reset; check the port and firewall",
        _ => $"the connection failed ({error.SocketErrorCode}); check the network",
    };
}
