using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using LdapSync.Mapping;
using LdapSync.Planning;

namespace LdapSync.Ldap.Inspection;

/// <summary>
/// A connection test as JSON for other programs. The shape is stable: members are only ever added, names are camelCase, enumerations are names, absent values are
/// left out, times are ISO 8601, durations are seconds. It has the name of the account that reads.
/// </summary>
public static class ConnectionReportJson
{
    // People read it too: addresses and names stay legible. The text is a document of its own, never part of an HTML page.
    private static readonly ConnectionJsonContext Context = new(new JsonSerializerOptions(ConnectionJsonContext.Default.Options)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
    });

    /// <summary>A report.</summary>
    public static string Write(ConnectionReport report) => JsonSerializer.Serialize(ConnectionDocument.Of(report), Context.ConnectionDocument);

    /// <summary>A report, as UTF-8.</summary>
    public static void Write(ConnectionReport report, Stream stream) => JsonSerializer.Serialize(stream, ConnectionDocument.Of(report), Context.ConnectionDocument);
}

internal sealed record ConnectionDocument(string Summary, DateTimeOffset Started, double DurationSeconds, string? ReadFrom, bool FindsNobody, IReadOnlyList<ServerDocument> Servers)
{
    public static ConnectionDocument Of(ConnectionReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return new(
            $"{report}",
            report.Started,
            Seconds(report.Duration),
            report.ReadFrom?.Server,
            report.FindsNobody,
            [.. report.Servers.Select(server => ServerDocument.Of(server, report.Started))]);
    }

    public static double Seconds(TimeSpan time) => Math.Round(time.TotalSeconds, 3);
}

internal sealed record ServerDocument(
    string Server,
    bool Readable,
    string? Failure,
    bool NextServerIsAsked,
    IReadOnlyList<StepDocument> Steps,
    bool Protected,
    string? TlsVersion,
    CertificateDocument? Certificate,
    string? BoundAs,
    DirectoryFacts? Facts,
    IReadOnlyList<BaseReport> Bases,
    SampleDocument? Sample,
    IReadOnlyList<ConnectionWarning> Warnings)
{
    public static ServerDocument Of(ServerReport server, DateTimeOffset now) => new(
        server.Server,
        server.IsReadable,
        server.Failure,
        server.NextServerIsAsked,
        [.. server.Steps.Select(step => new StepDocument(step.Name, ConnectionDocument.Seconds(step.Duration), step.Failure))],
        server.IsProtected,
        server.Tls?.Version,
        server.Tls?.Certificate is { } c ? new CertificateDocument(c.Subject, c.Issuer, c.Names, c.NotBefore, c.NotAfter, c.DaysLeft(now)) : null,
        server.BoundAs,
        server.Facts,
        server.Bases,
        server.Sample is { } sample ? SampleDocument.Of(sample) : null,
        server.Warnings);
}

internal sealed record StepDocument(string Name, double DurationSeconds, string? Failure);

internal sealed record CertificateDocument(string Subject, string Issuer, IReadOnlyList<string> Names, DateTimeOffset NotBefore, DateTimeOffset NotAfter, int DaysLeft);

internal sealed record SampleDocument(
    int Entries,
    bool Whole,
    int Accounts,
    int DistributionLists,
    int Aliases,
    int WithoutAddress,
    double ShareWithoutAddress,
    IReadOnlyDictionary<string, int> Domains,
    IReadOnlyList<EntryDocument> First,
    IReadOnlyList<ExcludedDocument> Excluded,
    IReadOnlyList<SkippedEntry> Skipped,
    IReadOnlyList<ConflictDocument> Conflicts)
{
    public static SampleDocument Of(DirectorySample sample) => new(
        sample.Entries,
        sample.IsWhole,
        sample.Accounts,
        sample.DistributionLists,
        sample.Aliases,
        sample.WithoutAddress,
        Math.Round(sample.ShareWithoutAddress, 3),
        new Dictionary<string, int>(sample.Domains, StringComparer.Ordinal),
        [.. sample.First.Select(EntryDocument.Of)],
        [.. sample.Excluded.Select(ExcludedDocument.Of)],
        sample.Skipped,
        [.. sample.Conflicts.Select(c => new ConflictDocument($"{c.Address}", $"{c.Winner}", c.WinnerDn, $"{c.Loser}", c.LoserDn, c.Reason))]);
}

internal sealed record EntryDocument(
    string Dn, string? Address, AccountKind? Kind, IReadOnlyList<string> Aliases, IReadOnlyList<ExcludedDocument> Excluded, IReadOnlyList<string> LeftOut)
{
    public static EntryDocument Of(SampledEntry entry) => new(
        entry.Dn,
        entry.Address?.ToString(),
        entry.Kind,
        [.. entry.Aliases.Select(alias => $"{alias}")],
        [.. entry.Excluded.Select(ExcludedDocument.Of)],
        entry.LeftOut);
}

internal sealed record ExcludedDocument(string Address, string Pattern, string? Dn)
{
    public static ExcludedDocument Of(ExcludedAddress excluded) => new($"{excluded.Address}", excluded.Pattern, excluded.Dn);
}

internal sealed record ConflictDocument(string Address, string Winner, string? WinnerDn, string Loser, string? LoserDn, ConflictReason Reason);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(ConnectionDocument))]
internal sealed partial class ConnectionJsonContext : JsonSerializerContext;
