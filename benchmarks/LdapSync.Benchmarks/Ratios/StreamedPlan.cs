using System.Diagnostics;
using LdapSync.Benchmarks.Workloads;
using LdapSync.Directories;
using LdapSync.Planning;

namespace LdapSync.Benchmarks.Ratios;

/// <summary>
/// A plan of both sides as they stream by, in pages as a server sends them. The making of the pages is not timed, so the planner's time is known also where the
/// two sides are larger than memory.
/// </summary>
internal sealed class StreamedPlan(Workload workload, SyncPlanner planner)
{
    private const int PageSize = 1_000;

    private long _ticks;
    private long _bytes;

    /// <summary>What planning alone has cost.</summary>
    public Sample Cost => new(Stopwatch.GetElapsedTime(0, _ticks).TotalMilliseconds, _bytes);

    public SyncPlan Run()
    {
        var input = Timed(() => planner.Gather());
        foreach (var page in workload.Accounts().Chunk(PageSize)) Timed(() => AddAll(input, page));
        foreach (var page in workload.Entries().Chunk(PageSize)) Timed(() => AddAll(input, page));
        return Timed(() => planner.Plan(input));
    }

    private static bool AddAll(PlanInput input, MailAccount[] page)
    {
        foreach (var account in page) input.Add(account);
        return true;
    }

    private static bool AddAll(PlanInput input, LdapEntry[] page)
    {
        foreach (var entry in page) input.Add(entry);
        return true;
    }

    private T Timed<T>(Func<T> work)
    {
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        var start = Stopwatch.GetTimestamp();
        var result = work();
        _ticks += Stopwatch.GetTimestamp() - start;
        _bytes += GC.GetTotalAllocatedBytes(precise: true) - allocated;
        return result;
    }
}
