using LdapSync.Benchmarks.Workloads;

namespace LdapSync.Benchmarks.Ratios;

/// <summary>What ten times the entries cost, streamed.</summary>
internal static class GrowthRatios
{
    public const string Plan = "plan streamed";

    public static void Measure(Results results, int size, int rounds)
    {
        var race = results.Race(rounds, PlanOf(size), PlanOf(size * 10));
        results.AddTime($"plan of {size * 10:N0} streamed / of {size:N0}, time", race[1], race[0], goal: 11);
        results.AddAllocation($"plan of {size * 10:N0} streamed / of {size:N0}, allocated", race[1], race[0]);
    }

    private static Contender PlanOf(int size)
    {
        var workload = new Workload(size);
        var planner = workload.Planner();
        return new Contender(Plan, () =>
        {
            GC.Collect();
            var plan = new StreamedPlan(workload, planner);
            plan.Run();
            return plan.Cost;
        }) { Size = size, Patterns = 1_000 };
    }
}
