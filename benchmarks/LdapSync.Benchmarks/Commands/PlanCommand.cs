using System.Diagnostics;
using LdapSync.Benchmarks.Workloads;
using LdapSync.Planning;

namespace LdapSync.Benchmarks.Commands;

/// <summary>
/// Plans once in this process, both sides streamed as in a sync, and says what it cost: <c>plan --size 10m --profile churn</c>. Run it with
/// <c>DOTNET_GCHeapHardLimit</c> to prove a bound. With <c>--generate-only</c> the two sides are made and thrown away.
/// </summary>
internal static class PlanCommand
{
    public static int Run(Arguments arguments)
    {
        var workload = new Workload(arguments.Number("--size", 100_000), arguments.Choice("--profile", Profile.Churn));
        var patterns = arguments.Number("--patterns", 1_000);
        var isGenerateOnly = arguments.Has("--generate-only");
        arguments.ThrowIfAnyIsLeft();

        var planner = workload.Planner(patterns);
        var clock = Stopwatch.StartNew();
        var result = isGenerateOnly ? Generate(workload) : Describe(Plan(planner, workload));
        clock.Stop();
        Console.WriteLine(FormattableString.Invariant($"{workload.Size:N0} entries, {workload.Profile}, {patterns:N0} patterns: {result}"));
        Console.WriteLine(FormattableString.Invariant($"{clock.Elapsed.TotalSeconds:F2} s, peak {ProcessMemory.Peak >> 20} MB, heap {GC.GetTotalMemory(forceFullCollection: false) >> 20} MB"));
        Console.WriteLine(FormattableString.Invariant($"allocated {GC.GetTotalAllocatedBytes() >> 20} MB, collections {GC.CollectionCount(0)}/{GC.CollectionCount(1)}/{GC.CollectionCount(2)}"));
        return 0;
    }

    private static SyncPlan Plan(SyncPlanner planner, Workload workload)
    {
        var input = planner.Gather();
        foreach (var account in workload.Accounts()) input.Add(account);
        foreach (var entry in workload.Entries()) input.Add(entry);
        return planner.Plan(input);
    }

    private static string Describe(SyncPlan plan) => $"{plan.Counts.Total} changes, {plan.Conflicts.Count} conflicts, {plan.Excluded.Count} excluded, fingerprint {plan.Fingerprint[..16]}";

    private static string Generate(Workload workload) => $"{workload.Accounts().Count()} accounts and {workload.Entries().Count()} entries made";
}
