using LdapSync.Directories;
using Microsoft.Extensions.Logging;

namespace LdapSync.Ldap;

/// <summary>What this package logs: event ids 2000 to 2999. No message names a user.</summary>
internal static partial class Log
{
    [LoggerMessage(2000, LogLevel.Debug, "Connecting to {Server}")]
    public static partial void Connecting(ILogger logger, LdapServer server);

    [LoggerMessage(2001, LogLevel.Information, "Connected and bound to {Server}, TLS: {IsSecure}")]
    public static partial void Connected(ILogger logger, LdapServer server, bool isSecure);

    [LoggerMessage(2002, LogLevel.Warning, "The password travels in clear text: {Server} offers no StartTLS ({Result})")]
    public static partial void ClearText(ILogger logger, LdapServer server, LdapResultCode result);

    [LoggerMessage(2003, LogLevel.Warning, "Trying the next server. {Failure}")]
    public static partial void TryingNext(ILogger logger, string failure);

    [LoggerMessage(2004, LogLevel.Debug, "{Server}: page of {Entries} entries below {BaseDn}")]
    public static partial void Page(ILogger logger, LdapServer server, int entries, DistinguishedName baseDn);

    [LoggerMessage(2005, LogLevel.Debug, "{Server}: passed over a reference to another naming context of the forest: {Reference}")]
    public static partial void PassedOver(ILogger logger, LdapServer server, string reference);

    [LoggerMessage(2007, LogLevel.Information, "{Server}: another server holds a part of the directory: {Reference}. Reading it there")]
    public static partial void Following(ILogger logger, LdapServer server, string reference);

    [LoggerMessage(2006, LogLevel.Information, "Read {Entries} entries in {Pages} pages from {Server}")]
    public static partial void ReadComplete(ILogger logger, LdapServer server, long entries, int pages);

    [LoggerMessage(2040, LogLevel.Information, "{Server} will not be asked for changes next time: {Reason}")]
    public static partial void NoToken(ILogger logger, LdapServer server, string reason);

    [LoggerMessage(2041, LogLevel.Information, "What has changed cannot be told for certain: {Reason}")]
    public static partial void CannotTell(ILogger logger, string reason);

    [LoggerMessage(2042, LogLevel.Information, "Read the changes from {Server}: {Changed} entries are new or changed, {Gone} that have changed are not in the answer")]
    public static partial void ChangesRead(ILogger logger, LdapServer server, int changed, int gone);
}
