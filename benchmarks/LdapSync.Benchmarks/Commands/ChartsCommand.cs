using LdapSync.Benchmarks.Charts;
using LdapSync.Benchmarks.Ratios;

namespace LdapSync.Benchmarks.Commands;

/// <summary>Draws the pictures, and writes the tables, of the result files that are kept: <c>charts [--from benchmarks/results] [--to docs/charts]</c>, from the top of the source tree.</summary>
internal static class ChartsCommand
{
    public static int Run(Arguments arguments)
    {
        var from = arguments.Value("--from") ?? "benchmarks/results";
        var to = arguments.Value("--to") ?? "docs/charts";
        arguments.ThrowIfAnyIsLeft();
        if (!Directory.Exists(from)) throw new FormatException($"There is no folder '{from}': make result files with 'ratios --json FILE', or name their folder with --from.");

        Directory.CreateDirectory(to);
        List<ResultFile> results = [.. Directory.EnumerateFiles(from, "*.json").Order(StringComparer.Ordinal).Select(ResultFile.Read)];
        foreach (var (file, text) in new ResultCharts(results).Draw().Append((File: "figures.md", Svg: FigureTables.Write(results))))
        {
            var path = Path.Combine(to, file);
            File.WriteAllText(path, text);
            Console.WriteLine(path);
        }
        return 0;
    }
}
