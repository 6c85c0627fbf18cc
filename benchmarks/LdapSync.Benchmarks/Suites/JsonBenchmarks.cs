using System.Text.Json;
using BenchmarkDotNet.Attributes;
using LdapSync.Benchmarks.Workloads;
using LdapSync.Planning;
using LdapSync.Reporting;

namespace LdapSync.Benchmarks.Suites;

/// <summary>A plan of many changes as JSON, against the same changes through reflection.</summary>
[MemoryDiagnoser]
public class JsonBenchmarks
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };
    private SyncPlan _plan = null!;

    [Params(100_000)]
    public int Entries { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var workload = new Workload(Entries);
        _plan = workload.Planner().Plan(workload.Entries(), workload.Accounts());
    }

    [Benchmark(Baseline = true)]
    public void Reflection() => JsonSerializer.Serialize(
        Stream.Null,
        _plan.Changes.Select((change, i) => new { Position = i + 1, Kind = change.Kind.ToString(), Account = $"{change.Account}", Address = $"{change.Address}" }),
        Indented);

    [Benchmark]
    public void Json() => ReportJson.Write(_plan, Stream.Null);
}
