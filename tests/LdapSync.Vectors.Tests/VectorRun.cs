using System.Text;
using System.Text.Json;

namespace LdapSync.Vectors;

/// <summary>
/// One kind of external vectors, held against this library. The folder is named by the environment variable LDAPSYNC_VECTORS; without it the test is skipped.
/// A row either agrees, or stands in the short list of deliberate departures with its reason, or fails the test.
/// </summary>
internal sealed class VectorRun
{
    private readonly string _kind;
    private readonly IReadOnlyDictionary<string, string> _departures;
    private readonly HashSet<string> _departed = [];
    private readonly List<string> _differences = [];
    private int _total;
    private int _passed;

    private VectorRun(string kind, string folder, IReadOnlyDictionary<string, string> departures) =>
        (_kind, Folder, _departures) = (kind, folder, departures);

    public string Folder { get; }

    /// <param name="kind">What the closing line calls these vectors.</param>
    /// <param name="departures">Row id → why this library answers otherwise on purpose.</param>
    public static VectorRun Start(string kind, IReadOnlyDictionary<string, string>? departures = null)
    {
        var folder = Environment.GetEnvironmentVariable("LDAPSYNC_VECTORS");
        if (string.IsNullOrEmpty(folder)) Assert.Skip("LDAPSYNC_VECTORS does not name a folder of external vectors");
        return new VectorRun(kind, folder, departures ?? new Dictionary<string, string>());
    }

    public JsonDocument ReadJson(string file) => JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, file)));

    public IEnumerable<JsonElement> ReadJsonLines(string file) =>
        File.ReadLines(Path.Combine(Folder, file), Encoding.UTF8)
            .Where(line => line.Length > 0)
            .Select(line => JsonDocument.Parse(line).RootElement);

    /// <summary>Counts one row; both sides are compared as text.</summary>
    public void Check(string row, string expected, string actual)
    {
        _total++;
        var agrees = string.Equals(expected, actual, StringComparison.Ordinal);
        if (agrees) _passed++;
        // A departure that agrees after all is an outdated line of the list: a difference too.
        if (_departures.ContainsKey(row))
        {
            _departed.Add(row);
            if (agrees) _differences.Add($"{row}: listed as a departure, but it agrees");
        }
        else if (!agrees)
        {
            _differences.Add($"{row}: expected {expected}, found {actual}");
        }
    }

    /// <summary>Prints <c>kind: passed of total</c> and fails on any difference that is not a listed departure.</summary>
    public void Finish()
    {
        TestContext.Current.TestOutputHelper!.WriteLine($"{_kind}: {_passed} of {_total}" + (_departed.Count == 0 ? "" : $", {_departed.Count} otherwise on purpose"));
        _total.Should().BePositive("a folder without rows proves nothing");
        _departures.Keys.Except(_departed).Should().BeEmpty("each departure names a row that exists");
        _differences.Should().BeEmpty();
    }
}
