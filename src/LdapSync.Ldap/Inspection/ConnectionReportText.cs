using System.Globalization;
using LdapSync.Reporting;

namespace LdapSync.Ldap.Inspection;

/// <summary>
/// A connection test for people: plain text, server by server. It has the name of the account that reads, which no other text of this library shows.
/// </summary>
public static class ConnectionReportText
{
    /// <summary>A report.</summary>
    /// <param name="report">The report.</param>
    /// <param name="writer">Where it goes.</param>
    /// <param name="lines">How many lines of each list are shown.</param>
    public static void Write(ConnectionReport report, TextWriter writer, int lines = ReportText.UsualLines)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteLine(report);
        writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  started {report.Started:yyyy-MM-dd HH:mm:ss zzz}, {report.Duration.TotalSeconds:0.00} s"));
        foreach (var server in report.Servers)
        {
            writer.WriteLine();
            new ServerText(writer, lines).Write(server, report.Started);
        }
    }

    private sealed class ServerText(TextWriter writer, int most)
    {
        public void Write(ServerReport server, DateTimeOffset now)
        {
            writer.WriteLine(server.Server);
            foreach (var step in server.Steps) Line(step.Name, string.Create(CultureInfo.InvariantCulture, $"{step.Duration.TotalSeconds:0.000} s{(step.Failure is null ? "" : $"  FAILED: {step.Failure}")}"));
            if (server.Steps.Count > 1) Line("protected by", Protection(server));
            if (server.Tls?.Certificate is { } certificate) WriteCertificate(certificate, now);
            if (server.Facts is not null || server.BoundAs is not null) Line("bound as", server.BoundAs switch { null => "the server does not tell", "" => "nobody", var name => name });
            if (server.Facts is { } facts) WriteFacts(facts);
            foreach (var found in server.Bases) Line("base", $"{LdapErrors.Clean(found.Dn)}: {Describe(found)}");
            if (server.Sample is { } sample) WriteCounts(sample);
            List("Warnings", server.Warnings, warning => warning.Message);
            if (server.Sample is { } shown) WriteEntries(shown);
        }

        private static string Protection(ServerReport server) =>
            (server.IsProtected, server.Tls?.Version) switch
            {
                (true, { } version) => version,
                (true, null) => "TLS",
                _ => "nothing",
            };

        private void WriteCertificate(ServerCertificate certificate, DateTimeOffset now)
        {
            Line("certificate", $"{certificate.Subject}, signed by {certificate.Issuer}");
            if (certificate.Names.Count > 0) Line("  for", string.Join(", ", certificate.Names));
            Line("  valid", string.Create(CultureInfo.InvariantCulture, $"{certificate.NotBefore:yyyy-MM-dd} to {certificate.NotAfter:yyyy-MM-dd}, {certificate.DaysLeft(now):N0} days left"));
        }

        private void WriteFacts(DirectoryFacts facts)
        {
            var domain = facts.IsActiveDirectory ? $", a domain controller of Active Directory{(facts.DomainLevel is null ? "" : $", domain level {facts.DomainLevel}")}" : "";
            Line("server", $"{facts.Product ?? "unknown"}{(facts.Version is null ? "" : $" {facts.Version}")}{domain}");
            Line("naming contexts", string.Join("; ", facts.NamingContexts));
            Line("controls", Describe(facts.Controls));
            Line("extensions", Describe(facts.Extensions));
        }

        private static string Describe(IReadOnlyList<ServerFeature> features)
        {
            string[] known = [.. features.Where(feature => feature.Name is not null).Select(feature => feature.Name!)];
            var others = features.Count - known.Length;
            return string.Join(", ", others == 0 ? known : [.. known, Count(others, "other", "others")]);
        }

        private static string Describe(BaseReport found) => found switch
        {
            { Exists: false, NearestExisting: { } nearest } => $"does not exist; the nearest entry that does is {nearest}",
            { Exists: false } => "does not exist, or User may not see it",
            { CanWrite: true } => "exists; User may write there",
            { CanWrite: false } => "exists; User may not write there",
            _ => "exists; whether User may write there, the server does not tell",
        };

        private void WriteCounts(DirectorySample sample)
        {
            Line("sample", sample.Entries == 0 ? "SearchFilter finds no entry" : $"{Count(sample.Entries, "entry", "entries")}, {(sample.IsWhole ? "all" : "the first")} that SearchFilter finds");
            if (sample.Entries == 0) return;
            Line("  accounts", $"{Number(sample.Accounts)}, of them {Count(sample.DistributionLists, "distribution list", "distribution lists")}; {Count(sample.Aliases, "alias", "aliases")}");
            Line("  in domains", string.Join(", ", sample.Domains.Take(most).Select(domain => $"{domain.Key} {Number(domain.Value)}")));
            Line("  without address", string.Create(CultureInfo.InvariantCulture, $"{Count(sample.WithoutAddress, "entry", "entries")}, {100 * sample.ShareWithoutAddress:0.#} %"));
            Line("  excluded", Count(sample.Excluded.Count, "address", "addresses"));
            Line("  skipped", Count(sample.Skipped.Count, "entry", "entries"));
            Line("  conflicts", Number(sample.Conflicts.Count));
        }

        private void WriteEntries(DirectorySample sample)
        {
            List("First entries", sample.First, entry => string.Join($"{Environment.NewLine}      ", Describe(entry)));
            List("Conflicts: addresses claimed more than once", sample.Conflicts, conflict => LdapErrors.Clean($"{conflict}"));
        }

        private static IEnumerable<string> Describe(SampledEntry entry)
        {
            yield return LdapErrors.Clean(entry.Dn);
            if (entry.Address is { } address)
            {
                var kind = entry.Kind == AccountKind.DistributionList ? "distribution list" : "mailbox";
                yield return $"{address}  {kind}{(entry.Aliases.Count == 0 ? "" : $"  {string.Join(", ", entry.Aliases)}")}";
            }
            foreach (var excluded in entry.Excluded) yield return $"{excluded.Address}  excluded by {LdapErrors.Clean(excluded.Pattern)}";
            foreach (var reason in entry.LeftOut) yield return $"left out: {LdapErrors.Clean(reason)}";
        }

        private void Line(string name, string text)
        {
            if (text.Length > 0) writer.WriteLine($"  {name,-18}{text}");
        }

        private void List<T>(string title, IReadOnlyCollection<T> all, Func<T, string> line)
        {
            if (all.Count == 0) return;
            writer.WriteLine($"  {title} ({Number(all.Count)})");
            foreach (var item in all.Take(most)) writer.WriteLine($"    {line(item)}");
            if (all.Count > most) writer.WriteLine($"    … and {Number(all.Count - most)} more");
        }

        private static string Count(int number, string one, string many) => $"{Number(number)} {(number == 1 ? one : many)}";

        private static string Number(int number) => number.ToString("N0", CultureInfo.InvariantCulture);
    }
}
