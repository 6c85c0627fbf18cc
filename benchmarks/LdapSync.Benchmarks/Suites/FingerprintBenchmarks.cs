using System.Security.Cryptography;
using System.Text;
using BenchmarkDotNet.Attributes;
using LdapSync.Benchmarks.Workloads;
using LdapSync.Planning;

namespace LdapSync.Benchmarks.Suites;

/// <summary>The fingerprint of a first load, against SHA-256 over its changes in one long text.</summary>
[MemoryDiagnoser]
public class FingerprintBenchmarks
{
    private readonly SyncOptions _options = new();
    private IReadOnlyList<AccountChange> _changes = null!;

    [Params(100_000)]
    public int Entries { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var workload = new Workload(Entries, Profile.FirstLoad);
        _changes = workload.Planner(patterns: 0).Plan(workload.Entries(), []).Changes;
    }

    [Benchmark(Baseline = true)]
    public string JoinedText() => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', _changes.Select(change => $"{change.Kind} {change.Account} {change.Alias}")))));

    [Benchmark]
    public string Fingerprint() => PlanFingerprint.Of(_changes, _options);
}
