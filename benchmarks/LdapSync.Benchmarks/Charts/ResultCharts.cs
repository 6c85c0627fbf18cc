using LdapSync.Benchmarks.Ratios;

namespace LdapSync.Benchmarks.Charts;

/// <summary>The pictures that are drawn of result files, each with the machine, runtime, commit and date of its figures.</summary>
/// <param name="files">Results of several sizes.</param>
internal sealed class ResultCharts(IEnumerable<ResultFile> files)
{
    private const int UsualSize = 100_000; // of pictures that show one size
    private const int AddressesEach = 4;
    private const double Millisecond = 1e6; // in nanoseconds

    private readonly List<ResultFile> _files = [.. files.OrderBy(file => file.Size)];

    /// <summary>Each picture by the name of its file; those for which there are no figures are left out.</summary>
    public IEnumerable<(string File, string Svg)> Draw()
    {
        if (TimeBySize() is { } bySize) yield return ("time-by-size.svg", bySize);
        if (_files.Find(file => file.Size == UsualSize) is not { } usual) yield break;
        string[] notes = [Note(usual)];
        if (TimeByPatterns(usual) is { Curves.Count: > 0 } byPatterns) yield return ("time-by-patterns.svg", byPatterns.Draw(notes));
        if (Peers(usual) is { Bars.Count: > 0 } peers) yield return ("peers.svg", peers.Draw(notes));
        if (BytesPerEntry(usual) is { Bars.Count: > 0 } bytes) yield return ("bytes-per-entry.svg", bytes.Draw([.. _files.Select(Note).Distinct(StringComparer.Ordinal)]));
    }

    private string? TimeBySize()
    {
        var curves = Curves(
            _files,
            measurement => (measurement.Size, measurement.Milliseconds * Millisecond),
            (GrowthRatios.Plan, "LdapSync, whole plan"),
            (PlanRatios.Linq, "LINQ Except alone"),
            (PlanRatios.Sqlite, "SQLite EXCEPT alone"),
            (PlanRatios.Dictionary, "Dictionary diff alone"),
            (PlanRatios.Floor, "lower case and hash"));
        var chart = new LineChart("Planning, by the number of entries", "Warm; four addresses an entry, 7 % of the accounts changed, 1,000 exclusion patterns", "entries", Quantity.Time, curves);
        return curves.Count == 0 ? null : chart.Draw([.. _files.Select(Note).Distinct(StringComparer.Ordinal)]);
    }

    private static LineChart TimeByPatterns(ResultFile file) => new(
        "Exclusion patterns: time for an address, by their number",
        $"{Quantity.Count(file.Size)} entries; a whole plan divided by its addresses, and the patterns alone",
        "exclusion patterns",
        Quantity.Time,
        Curves(
            [file],
            // A plan is of all entries; of the others the time is that of one address already.
            measurement => (measurement.Patterns, measurement.Milliseconds * Millisecond / (measurement.Name == PatternRatios.Plan ? AddressesEach * measurement.Size : 1)),
            (PatternRatios.Plan, "LdapSync, whole plan"),
            (PatternRatios.Regex, "compiled Regex each"),
            (PatternRatios.Exclusion, "LdapSync, patterns alone")));

    private static BarChart Peers(ResultFile file) => new(
        $"{Quantity.Count(file.Size)} entries, side by side",
        "Warm; LdapSync maps, excludes, settles conflicts, orders and fingerprints, the others only compare",
        Quantity.Time,
        Bars([file], measurement => measurement.Milliseconds * Millisecond,
            (PlanRatios.Plan, "LdapSync, whole plan"),
            (PlanRatios.Linq, "LINQ Except alone"),
            (PlanRatios.Sqlite, "SQLite EXCEPT, filled tables"),
            (PlanRatios.Dictionary, "Dictionary diff alone"),
            (PlanRatios.Floor, "lower case and hash alone")));

    private BarChart BytesPerEntry(ResultFile usual) => new(
        "Memory for an entry",
        "What a plan allocates in all, and the peak of a whole process, divided by the entries",
        Quantity.Bytes,
        [
            .. Bars([usual], measurement => measurement.Bytes / measurement.Size,
                (PlanRatios.Plan, "LdapSync, allocated"),
                (PlanRatios.Linq, "LINQ Except, allocated"),
                (PlanRatios.Dictionary, "Dictionary diff, allocated"),
                (ProcessRatios.ColdLinq, "LINQ Except, peak, 100k")),
            .. _files.SelectMany(file => file.Measurements)
                .Where(measurement => measurement.Name == ProcessRatios.Peak && double.IsFinite(measurement.Bytes))
                .Select(measurement => new Bar($"LdapSync, peak, {Quantity.Count(measurement.Size)} streamed", measurement.Bytes / measurement.Size, IsOurs: true)),
        ]);

    private static List<Series> Curves(IReadOnlyList<ResultFile> files, Func<Measurement, (double X, double Y)> point, params ReadOnlySpan<(string Name, string Title)> contenders)
    {
        var curves = new List<Series>();
        foreach (var (name, title) in contenders)
        {
            var points = files.SelectMany(file => file.Measurements)
                .Where(measurement => measurement.Name == name)
                .Select(point)
                .GroupBy(place => place.X) // two files may have measured the same size
                .OrderBy(places => places.Key)
                .Select(places => (places.Key, Race.Median(places.Select(place => place.Y))))
                .ToList();
            if (points.Count > 0) curves.Add(new Series(title, points));
        }
        return curves;
    }

    private static List<Bar> Bars(IReadOnlyList<ResultFile> files, Func<Measurement, double> value, params ReadOnlySpan<(string Name, string Title)> contenders)
    {
        var bars = new List<Bar>();
        foreach (var (name, title) in contenders)
        {
            var measurement = files.SelectMany(file => file.Measurements).FirstOrDefault(measurement => measurement.Name == name);
            if (measurement is not null) bars.Add(new Bar(title, value(measurement), title.StartsWith("LdapSync", StringComparison.Ordinal)));
        }
        return bars;
    }

    private static string Note(ResultFile file) => $"{file.Machine.Cpu}, {file.Machine.Cores} cores; {file.Machine.Runtime}; {file.Machine.Os}; commit {file.Machine.Commit}; {file.Machine.Date}";
}
