using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using LdapSync.Ldap.Inspection;
using LdapSync.Planning;
using LdapSync.Reporting;

namespace LdapSync.Quickstart;

/// <summary>Results on stdout, as text or as JSON; the progress line, which makes way for them.</summary>
internal sealed class Output(bool json, bool showsProgress) : IDisposable
{
    public static readonly JsonSerializerOptions JsonStyle = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter() },
    };

    private readonly ProgressLine? _progress = showsProgress && !json && !Console.IsErrorRedirected ? new ProgressLine(Console.Error) : null;

    public IProgress<SyncProgress>? Progress => _progress;

    public void Write(SyncPlan plan, int lines = ReportText.UsualLines) =>
        Write(text => ReportText.Write(plan, text, lines), stream => ReportJson.Write(plan, stream));

    public void Write(SyncReport report, int lines = ReportText.UsualLines)
    {
        // Of a refused report, what the plan wanted is the thing to look at.
        if (report.IsRefused) Write(text => ReportText.Write(report.Plan, text, lines), stream => ReportJson.Write(report, stream));
        else Write(text => ReportText.Write(report, text, lines), stream => ReportJson.Write(report, stream));
    }

    public void Write(Explanation explanation) =>
        Write(text => ReportText.Write(explanation, text), stream => ReportJson.Write(explanation, stream));

    public void Write(ConnectionReport report) =>
        Write(text => ConnectionReportText.Write(report, text), stream => ConnectionReportJson.Write(report, stream));

    /// <summary>Something that has a text of its own; as JSON, its document.</summary>
    public void Write(Action<TextWriter> text, object document) => Write(text, stream => JsonSerializer.Serialize(stream, document, JsonStyle));

    /// <summary>Many things, one after the other, none of which is kept.</summary>
    public async Task WriteAsync<T>(IAsyncEnumerable<T> items, Func<T, string> line, Func<T, object> document, string whenNone, CancellationToken cancellationToken)
    {
        if (json)
        {
            await using var stream = Console.OpenStandardOutput();
            await JsonSerializer.SerializeAsync(stream, items.Select(document), JsonStyle, cancellationToken);
            stream.Write("\n"u8);
            return;
        }
        var isEmpty = true;
        await foreach (var item in items.WithCancellation(cancellationToken))
        {
            isEmpty = false;
            Console.WriteLine(line(item));
        }
        if (isEmpty) Console.WriteLine(whenNone);
    }

    public void Dispose() => _progress?.Dispose();

    private void Write(Action<TextWriter> text, Action<Stream> asJson)
    {
        _progress?.Dispose();
        if (!json)
        {
            text(Console.Out);
            return;
        }
        using var stream = Console.OpenStandardOutput();
        asJson(stream);
        stream.Write("\n"u8);
    }
}
