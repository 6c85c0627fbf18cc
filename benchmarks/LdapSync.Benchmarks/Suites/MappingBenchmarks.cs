using BenchmarkDotNet.Attributes;
using LdapSync.Benchmarks.Baselines;
using LdapSync.Benchmarks.Workloads;
using LdapSync.Directories;
using LdapSync.Mapping;

namespace LdapSync.Benchmarks.Suites;

/// <summary>Entries to accounts.</summary>
[MemoryDiagnoser]
public class MappingBenchmarks
{
    private readonly EntryMapper _mapper = new(new SyncOptions());
    private LdapEntry[] _entries = null!;

    [Params(100_000)]
    public int Entries { get; set; }

    [GlobalSetup]
    public void Setup() => _entries = [.. new Workload(Entries).Entries()];

    [Benchmark(Baseline = true)]
    public int Strings() => StringMapping.Count(_entries);

    [Benchmark]
    public int Mapping()
    {
        var aliases = 0;
        foreach (var entry in _entries) aliases += _mapper.Map(entry).Account!.Aliases.Count;
        return aliases;
    }
}
