using System.Globalization;
using LdapSync.Directories;

namespace LdapSync.Ldap;

/// <summary>
/// How far a server is: what lies behind a read can be compared with it later. Active Directory counts its changes per server, and has an id for
/// the database that counts ([MS-ADTS] section 3.1.1.1.9); OpenLDAP with the syncprov overlay stamps its suffix (slapo-syncprov).
/// </summary>
internal static class ServerState
{
    private const string Usn = "highestCommittedUSN", Service = "dsServiceName", Contexts = "namingContexts", Invocation = "invocationId", Csn = "contextCSN";

    /// <summary>The state in words; null where the server does not tell, or not to this user.</summary>
    public static async Task<string?> ReadAsync(LdapSession session, DistinguishedName baseDn, CancellationToken cancellationToken)
    {
        try
        {
            if (await session.ReadEntryAsync("", [Usn, Service, Contexts], cancellationToken).ConfigureAwait(false) is not { } root) return null;
            return Text(root, Usn) is { } usn
                ? $"{Usn} {usn}{await InvocationAsync(session, Text(root, Service), cancellationToken).ConfigureAwait(false)}"
                : await CsnAsync(session, root, baseDn, cancellationToken).ConfigureAwait(false);
        }
        catch (SourceException refusal) when (refusal.InnerException is LdapResultException)
        {
            return null; // Not everybody may see it, and nobody needs it to read the entries.
        }
    }

    /// <summary>Which database counts, in words behind its count; empty where the server does not tell.</summary>
    public static async Task<string> InvocationAsync(LdapSession session, string? service, CancellationToken cancellationToken)
    {
        if (service is null || await session.ReadEntryAsync(service, [Invocation], cancellationToken).ConfigureAwait(false) is not { } entry) return "";
        const int GuidLength = 16;
        var id = entry.Find(Invocation).SelectMany(attribute => attribute.Values).FirstOrDefault();
        return id.Length == GuidLength ? string.Create(CultureInfo.InvariantCulture, $" of {Invocation} {new Guid(id.Span)}") : "";
    }

    private static async Task<string?> CsnAsync(LdapSession session, LdapEntry root, DistinguishedName baseDn, CancellationToken cancellationToken)
    {
        var context = Texts(root, Contexts).FirstOrDefault(name => DistinguishedName.TryParse(name, out var dn, out _) && baseDn.IsAtOrBelow(dn));
        if (context is null || await session.ReadEntryAsync(context, [Csn], cancellationToken).ConfigureAwait(false) is not { } entry) return null;
        var stamps = Texts(entry, Csn).ToList();
        return stamps.Count == 0 ? null : $"{Csn} {LdapErrors.Clean(string.Join(' ', stamps))}";
    }

    private static string? Text(LdapEntry entry, string attribute) => Texts(entry, attribute).FirstOrDefault();

    private static IEnumerable<string> Texts(LdapEntry entry, string attribute) =>
        entry.Texts(attribute).Select(LdapErrors.Clean);
}
