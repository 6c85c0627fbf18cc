using LdapSync.Benchmarks.Charts;
using LdapSync.Benchmarks.Ratios;

namespace LdapSync.Benchmarks.Commands;

/// <summary>Draws the pictures of the result files that are kept: <c>charts [--from benchmarks/results] [--to docs/charts]</c>, from the top of the source tree.</summary>
internal static class ChartsCommand
{
    public static int Run(Arguments arguments)
    {
        var from = arguments.Value("--from") ?? "benchmarks/results";
        var to = arguments.Value("--to") ?? "docs/charts";
        arguments.ThrowIfAnyIsLeft();
        if (!Directory.Exists(from)) throw new FormatException($"There is no folder '{from}': make result files with 'ratios --json FILE', or name their folder with --from.");

        Directory.CreateDirectory(to);
        foreach (var (file, svg) in new ResultCharts(Directory.EnumerateFiles(from, "*.json").Order(StringComparer.Ordinal).Select(ResultFile.Read)).Draw())
        {
            File.WriteAllText(Path.Combine(to, file), svg);
            Console.WriteLine(Path.Combine(to, file));
        }
        return 0;
    }
}
