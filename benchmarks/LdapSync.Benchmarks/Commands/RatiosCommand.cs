using System.Diagnostics;
using LdapSync.Benchmarks.Ratios;

namespace LdapSync.Benchmarks.Commands;

/// <summary>
/// Ours against each baseline, in turn and in one process: <c>ratios [--size 100k] [--rounds 7] [--json FILE]</c>. One line a figure. The exit code is 1 where a goal
/// is missed by more than a tenth. With <c>--quick</c> only the goals that take seconds; of more than 100,000 entries only whole plans and their growth.
/// </summary>
internal static class RatiosCommand
{
    private const int UsualSize = 100_000;
    private const int Largest = 1_000_000;
    private const int FewRounds = 3; // where each run takes long

    public static int Run(Arguments arguments)
    {
        var size = arguments.Number("--size", UsualSize);
        var rounds = arguments.Number("--rounds", 7);
        var isQuick = arguments.Has("--quick");
        var file = arguments.Value("--json");
        arguments.ThrowIfAnyIsLeft();
        // Both sides stand in memory, as objects and as texts.
        if (size > Largest) throw new FormatException("--size is at most 1m here: the growth from there reaches ten million.");

        var start = Stopwatch.GetTimestamp();
        var machine = Machine.Here();
        Console.WriteLine(machine);
        var results = new Results(Console.Out, hasGoals: size >= UsualSize);
        Measure(results, size, rounds, isQuick);
        if (file is not null) new ResultFile(machine, size, results.Measurements, results.Figures).Write(file);
        Console.WriteLine($"{Stopwatch.GetElapsedTime(start).TotalSeconds:N0} s");
        return results.Judge();
    }

    private static void Measure(Results results, int size, int rounds, bool isQuick)
    {
        var isLarge = size > UsualSize;
        PlanRatios.Measure(results, size, rounds);
        if (!isLarge) PatternRatios.Measure(results, size, rounds);
        if (isQuick) return;
        if (!isLarge)
        {
            ProcessRatios.MeasureCold(results, size, FewRounds);
            PatternRatios.MeasureAlone(results, rounds);
            StageRatios.Measure(results, size, rounds);
            ProfileRatios.Measure(results, size, FewRounds);
        }
        GrowthRatios.Measure(results, size, isLarge ? FewRounds : rounds);
        if (size == UsualSize) ProcessRatios.MeasurePeak(results, size * 10, megabytes: 300, seconds: null);
        if (size == Largest) ProcessRatios.MeasurePeak(results, size * 10, megabytes: 2048, seconds: 60);
    }
}
