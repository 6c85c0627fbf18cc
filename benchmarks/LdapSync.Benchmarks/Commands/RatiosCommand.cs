using System.Diagnostics;
using LdapSync.Benchmarks.Ratios;

namespace LdapSync.Benchmarks.Commands;

/// <summary>
/// Ours against each baseline, in turn and in one process: <c>ratios [--size 100k] [--rounds 7] [--json FILE]</c>. One line a figure. The exit code is 1 where a goal
/// is missed by more than a tenth. With <c>--quick</c> only the goals that take seconds.
/// </summary>
internal static class RatiosCommand
{
    private const int FewRounds = 3; // where there is no goal, and each run takes long

    public static int Run(Arguments arguments)
    {
        var size = arguments.Number("--size", 100_000);
        var rounds = arguments.Number("--rounds", 7);
        var isQuick = arguments.Has("--quick");
        var file = arguments.Value("--json");
        arguments.ThrowIfAnyIsLeft();

        var start = Stopwatch.GetTimestamp();
        var machine = Machine.Here();
        Console.WriteLine(machine);
        var results = new Results(Console.Out);
        Measure(results, size, rounds, isQuick);
        if (file is not null) new ResultFile(machine, size, results.Measurements, results.Figures).Write(file);
        Console.WriteLine($"{Stopwatch.GetElapsedTime(start).TotalSeconds:N0} s");
        return results.Judge();
    }

    private static void Measure(Results results, int size, int rounds, bool isQuick)
    {
        PlanRatios.Measure(results, size, rounds);
        PatternRatios.Measure(results, size, rounds);
        if (isQuick) return;
        ProcessRatios.MeasureCold(results, size, FewRounds);
        PatternRatios.MeasureAlone(results, rounds);
        StageRatios.Measure(results, size, rounds);
        ProfileRatios.Measure(results, size, FewRounds);
        if (size > 1_000_000) return;
        GrowthRatios.Measure(results, size, rounds);
        if (size == 100_000) ProcessRatios.MeasurePeak(results, size * 10, megabytes: 300, seconds: null);
        if (size == 1_000_000) ProcessRatios.MeasurePeak(results, size * 10, megabytes: 2048, seconds: 60);
    }
}
