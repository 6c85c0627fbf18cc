using BenchmarkDotNet.Attributes;
using LdapSync.Benchmarks.Workloads;
using LdapSync.Directories;
using LdapSync.Planning;

namespace LdapSync.Benchmarks.Suites;

/// <summary>The whole of planning, by what has happened between directory and target.</summary>
[MemoryDiagnoser]
public class ProfileBenchmarks
{
    private SyncPlanner _planner = null!;
    private LdapEntry[] _entries = null!;
    private MailAccount[] _accounts = null!;

    [Params(100_000)]
    public int Entries { get; set; }

    [ParamsAllValues]
    public Profile Profile { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var workload = new Workload(Entries, Profile);
        _planner = workload.Planner();
        _entries = [.. workload.Entries()];
        _accounts = [.. workload.Accounts()];
    }

    [Benchmark]
    public int WholePlan() => _planner.Plan(_entries, _accounts).Changes.Count;
}
