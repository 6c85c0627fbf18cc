using System.Globalization;

namespace LdapSync.Benchmarks.Ratios;

/// <summary>What shows in a process of its own only: the first plan, cold, and the most memory.</summary>
internal static class ProcessRatios
{
    public const string ColdPlan = "first plan of a process";
    public const string ColdLinq = "first LINQ Except of a process";
    public const string Peak = "peak of a process";

    /// <summary>The first plan against the first LINQ diff.</summary>
    public static void MeasureCold(Results results, int size, int rounds)
    {
        var number = size.ToString(CultureInfo.InvariantCulture);
        var (ours, theirs) = (new List<PlanCost>(), new List<PlanCost>());
        for (var round = 0; round < rounds; round++)
        {
            ours.Add(ChildProcess.Plan(heapLimit: 0, "--size", number));
            theirs.Add(ChildProcess.Plan(heapLimit: 0, "--size", number, "--linq"));
        }
        Measurement plan = Median(ColdPlan, ours), linq = Median(ColdLinq, theirs);
        results.Measurements.AddRange([plan, linq]);
        results.AddTime("first plan of a process / first LINQ Except of a process, time", plan, linq);
        results.Add(new Figure("first plan of a process / first LINQ Except of a process, peak", plan.Bytes / (1 << 20), linq.Bytes / (1 << 20), "MB"));

        Measurement Median(string name, List<PlanCost> costs) =>
            new(name, size, Patterns: 1_000, Race.Median(costs.Select(cost => cost.PlanningMs)), Race.Median(costs.Select(cost => cost.PeakMb)) * (1 << 20));
    }

    /// <summary>Whether a plan of many entries stays within its bounds, the heap forced to.</summary>
    /// <param name="results">Where to.</param>
    /// <param name="size">How many entries, streamed.</param>
    /// <param name="megabytes">The bound of the process.</param>
    /// <param name="seconds">The bound of its planning; null for none.</param>
    public static void MeasurePeak(Results results, int size, int megabytes, int? seconds)
    {
        var cost = ChildProcess.Plan((long)megabytes << 20, "--size", size.ToString(CultureInfo.InvariantCulture));
        results.Measurements.Add(new Measurement(Peak, size, Patterns: 1_000, cost.PlanningMs, cost.PeakMb * (1 << 20)));
        results.Add(new Figure($"peak of {size:N0} entries streamed / its bound", cost.PeakMb, megabytes, "MB", Goal: 1));
        if (seconds is { } most) results.Add(new Figure($"planning of {size:N0} entries streamed / its bound", cost.PlanningMs / 1_000, most, "s", Goal: 1));
    }
}
