using BenchmarkDotNet.Attributes;
using LdapSync.Benchmarks.Workloads;
using LdapSync.Directories;
using LdapSync.Planning;

namespace LdapSync.Benchmarks.Suites;

/// <summary>The whole of planning, by the number of exclusion patterns.</summary>
[MemoryDiagnoser]
public class PatternBenchmarks
{
    private SyncPlanner _planner = null!;
    private LdapEntry[] _entries = null!;
    private MailAccount[] _accounts = null!;

    [Params(100_000)]
    public int Entries { get; set; }

    [Params(10, 100, 1_000, 10_000)]
    public int Patterns { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var workload = new Workload(Entries);
        _planner = workload.Planner(Patterns);
        _entries = [.. workload.Entries()];
        _accounts = [.. workload.Accounts()];
    }

    [Benchmark]
    public int WholePlan() => _planner.Plan(_entries, _accounts).Changes.Count;
}
