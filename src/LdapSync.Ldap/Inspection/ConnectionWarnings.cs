using System.Globalization;
using LdapSync.Directories;

namespace LdapSync.Ldap.Inspection;

/// <summary>What works with a server, and had better be looked at.</summary>
internal static class ConnectionWarnings
{
    private const int FewDays = 30;
    private const double MostWithoutAddress = 0.5;
    private const string Bind = "bind";

    public static IEnumerable<ConnectionWarning> Of(ServerReport server, LdapFilter filter, SchemaIndexes? indexes, DateTimeOffset now)
    {
        if (!server.IsProtected && server.Steps.Any(step => step.Name.StartsWith(Bind, StringComparison.Ordinal)))
            yield return new(ConnectionWarningKind.ClearText, "The password travels in clear text: set UseSsl, or give the server a certificate so that it offers StartTLS; then take AllowClearTextPassword back.");
        if (server.Tls?.Certificate is { } certificate && certificate.DaysLeft(now) < FewDays)
            yield return new(ConnectionWarningKind.CertificateEnds, Ends(certificate, now));
        if (server.BoundAs is { Length: 0 })
            yield return new(ConnectionWarningKind.Anonymous, "The server takes the connection for nobody's, although it accepted the bind: check that the account exists, and what the server does with binds.");
        foreach (var found in server.Bases.Where(found => found.CanWrite == true))
            yield return new(ConnectionWarningKind.CanWrite, $"User may write at \"{found.Dn}\": it needs only to read; name an account without that right.");
        if (server.Facts is { Controls.Count: > 0 } facts && !facts.Controls.Any(control => control.Oid == ServerFeature.PagedResults))
            yield return new(ConnectionWarningKind.NoPaging, "The server does not list paged results (RFC 2696), without which it cannot be read: allow them.");
        if (UnindexedFilter.Find(filter, indexes is null ? UnindexedFilter.IsUsuallyIndexed : indexes.Has) is { Count: > 0 } blamed)
            yield return new(ConnectionWarningKind.UnindexedFilter, Unindexed(blamed, isKnown: indexes is not null));
        if (server.Sample is { } sample)
        {
            foreach (var warning in OfSample(sample)) yield return warning;
        }
    }

    /// <summary>The warning for the server that a sync reads from because others fail.</summary>
    public static ConnectionWarning OthersFail(IEnumerable<ServerReport> failed) =>
        new(ConnectionWarningKind.OthersFail, $"A sync reads from this server only because {string.Join(" and ", failed.Select(server => server.Server))} cannot be read: each sync then waits for them first. Mend them, or take them out of Servers.");

    private static IEnumerable<ConnectionWarning> OfSample(DirectorySample sample)
    {
        if (sample.Entries == 0)
            yield return new(ConnectionWarningKind.NoEntries, "SearchFilter finds no entry below BaseDns that User may see: check both, and User's right to read.");
        else if (sample.ShareWithoutAddress > MostWithoutAddress)
            yield return new(ConnectionWarningKind.FewAddresses, string.Create(CultureInfo.InvariantCulture, $"{sample.WithoutAddress:N0} of {sample.Entries:N0} entries have no address: check EmailAttribute, and whether User may read it; or narrow SearchFilter."));
    }

    private static string Ends(ServerCertificate certificate, DateTimeOffset now)
    {
        var date = certificate.NotAfter.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return certificate.DaysLeft(now) switch
        {
            < 0 => $"The server's certificate has been out of date since {date}: renew it.",
            0 => $"The server's certificate ends within a day, on {date}: renew it.",
            1 => $"The server's certificate ends in 1 day, on {date}: renew it.",
            var days => string.Create(CultureInfo.InvariantCulture, $"The server's certificate ends in {days} days, on {date}: renew it."),
        };
    }

    private static string Unindexed(IReadOnlyList<string> blamed, bool isKnown) =>
        $"{(isKnown ? "The server has no index that answers SearchFilter" : "SearchFilter looks as if no index could answer it")}, because of {string.Join(" and ", blamed.Take(3))}: it then looks at every entry, which is slow "
        + "and may break its time limit. Join it by & with a comparison that has an index, such as (objectCategory=person) in Active Directory or (objectClass=inetOrgPerson) elsewhere, or have the attribute indexed.";
}
