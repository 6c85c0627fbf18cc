using BenchmarkDotNet.Attributes;
using LdapSync.Benchmarks.Baselines;
using LdapSync.Benchmarks.Workloads;
using LdapSync.Directories;
using LdapSync.Planning;

namespace LdapSync.Benchmarks;

/// <summary>The whole of planning (map, exclude, settle, diff, order, limits, fingerprint) against the naked diff of the same addresses.</summary>
[MemoryDiagnoser]
public class PlanBenchmarks
{
    private SyncPlanner _planner = null!;
    private LdapEntry[] _entries = null!;
    private MailAccount[] _accounts = null!;
    private AddressLists _lists = null!;

    [Params(10_000, 100_000)]
    public int Entries { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var workload = new Workload(Entries);
        _planner = workload.Planner();
        _entries = [.. workload.Entries()];
        _accounts = [.. workload.Accounts()];
        _lists = AddressLists.Of(workload);
    }

    [Benchmark(Baseline = true)]
    public int LinqExcept() => LinqDiff.Count(_lists);

    [Benchmark]
    public int WholePlan() => _planner.Plan(_entries, _accounts).Changes.Count;
}
