using System.Diagnostics;
using LdapSync.Benchmarks.Baselines;
using LdapSync.Benchmarks.Ratios;
using LdapSync.Benchmarks.Workloads;
using LdapSync.Planning;

namespace LdapSync.Benchmarks.Commands;

/// <summary>
/// Plans once in this process, both sides streamed as in a sync, and says what it cost: <c>plan --size 10m --profile churn</c>. Run it with
/// <c>DOTNET_GCHeapHardLimit</c> to prove a bound.
/// </summary>
internal static class PlanCommand
{
    public static int Run(Arguments arguments)
    {
        var workload = new Workload(arguments.Number("--size", 100_000), arguments.Choice("--profile", Profile.Churn));
        var patterns = arguments.Number("--patterns", 1_000);
        var isLinq = arguments.Has("--linq"); // the baseline, whose lists stand in memory
        var isTerse = arguments.Has("--terse"); // for a process that reads it
        arguments.ThrowIfAnyIsLeft();

        var start = Stopwatch.GetTimestamp();
        var (milliseconds, result) = isLinq ? Linq(workload) : Plan(workload, patterns);
        var cost = new PlanCost(milliseconds, Stopwatch.GetElapsedTime(start).TotalMilliseconds, ProcessMemory.Peak / (double)(1 << 20));
        if (isTerse)
        {
            Console.WriteLine(cost.ToTerse());
            return 0;
        }
        Console.WriteLine($"{workload.Size:N0} entries, {workload.Profile}, {patterns:N0} patterns: {result}");
        Console.WriteLine(cost);
        Console.WriteLine($"{GC.GetTotalAllocatedBytes() >> 20:N0} MB allocated with the making of both sides, collections {GC.CollectionCount(0)}/{GC.CollectionCount(1)}/{GC.CollectionCount(2)}");
        return 0;
    }

    private static (double Milliseconds, string Result) Plan(Workload workload, int patterns)
    {
        var streamed = new StreamedPlan(workload, workload.Planner(patterns));
        var result = Describe(streamed.Run());
        return (streamed.Cost.Milliseconds, result);
    }

    private static (double Milliseconds, string Result) Linq(Workload workload)
    {
        var lists = AddressLists.Of(workload);
        var start = Stopwatch.GetTimestamp();
        var changes = LinqDiff.Count(lists);
        return (Stopwatch.GetElapsedTime(start).TotalMilliseconds, $"{changes} changes by LINQ");
    }

    private static string Describe(SyncPlan plan) => $"{plan.Counts.Total:N0} changes, {plan.Conflicts.Count:N0} conflicts, {plan.Excluded.Count:N0} excluded, fingerprint {plan.Fingerprint[..16]}";
}
