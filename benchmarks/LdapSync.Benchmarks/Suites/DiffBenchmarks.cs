using BenchmarkDotNet.Attributes;
using LdapSync.Benchmarks.Baselines;
using LdapSync.Benchmarks.Workloads;
using LdapSync.Mapping;
using LdapSync.Planning;

namespace LdapSync.Benchmarks.Suites;

/// <summary>Both sides as accounts, without a pattern: what is left of planning is who owns which address, the diff, its order, limits and fingerprint.</summary>
[MemoryDiagnoser]
public class DiffBenchmarks
{
    private SyncPlanner _planner = null!;
    private MappedDirectory _directory = null!;
    private MailAccount[] _accounts = null!;
    private AddressLists _lists = null!;

    [Params(10_000, 100_000)]
    public int Entries { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var workload = new Workload(Entries);
        _planner = workload.Planner(patterns: 0);
        var mapper = new EntryMapper(new SyncOptions());
        _directory = new MappedDirectory();
        foreach (var entry in workload.Entries()) _directory.Add(mapper.Map(entry));
        _accounts = [.. workload.Accounts()];
        _lists = AddressLists.Of(workload);
    }

    [Benchmark(Baseline = true)]
    public int LinqExcept() => LinqDiff.Count(_lists);

    [Benchmark]
    public int BareDictionary() => DictionaryDiff.Count(_lists);

    [Benchmark]
    public int Diff() => _planner.Plan(_directory, _accounts).Changes.Count;
}
