using BenchmarkDotNet.Attributes;
using LdapSync.Benchmarks.Baselines;
using LdapSync.Benchmarks.Workloads;
using LdapSync.Directories;
using LdapSync.Planning;

namespace LdapSync.Benchmarks.Suites;

/// <summary>The whole of planning (map, exclude, settle, diff, order, limits, fingerprint) against the naked diff of the same addresses.</summary>
[MemoryDiagnoser]
public class PlanBenchmarks
{
    private SyncPlanner _planner = null!;
    private LdapEntry[] _entries = null!;
    private MailAccount[] _accounts = null!;
    private AddressLists _lists = null!;
    private SqliteDiff _sqlite = null!;

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
        _sqlite = new SqliteDiff(_lists);
    }

    [GlobalCleanup]
    public void Cleanup() => _sqlite.Dispose();

    [Benchmark(Baseline = true)]
    public int LinqExcept() => LinqDiff.Count(_lists);

    [Benchmark]
    public int BareDictionary() => DictionaryDiff.Count(_lists);

    [Benchmark]
    public int SqliteExcept() => _sqlite.Count();

    [Benchmark]
    public ulong Floor() => HashFloor.Hash(_lists);

    [Benchmark]
    public int WholePlan() => _planner.Plan(_entries, _accounts).Changes.Count;
}
