using BenchmarkDotNet.Attributes;
using LdapSync.Planning;

namespace LdapSync.Benchmarks;

/// <summary>The whole of planning (map, exclude, settle, diff, order, limits, fingerprint) against the naked diff of the same addresses.</summary>
[MemoryDiagnoser]
public class PlanBenchmarks
{
    private readonly SyncPlanner _planner = new(new SyncOptions { Exclusions = ["svc-*", "*@sub.example.org", "nobody@example.com"] });
    private Workload _workload = null!;
    private string[][] _wanted = null!;
    private string[][] _existing = null!;

    [Params(10_000, 100_000)]
    public int Entries { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _workload = Workload.Create(Entries);
        _wanted = [.. _planner.Plan(_workload.Entries, []).Changes.GroupBy(c => c.Account).Select(g => g.Select(c => c.Address.Canonical).ToArray())];
        _existing = [.. _workload.Existing.Select(a => a.Aliases.Prepend(a.Primary).Select(x => x.Canonical).ToArray())];
    }

    /// <summary>What a script would do: sets of addresses, and their differences.</summary>
    [Benchmark(Baseline = true)]
    public int LinqExcept()
    {
        var wanted = _wanted.ToDictionary(a => a[0], a => a.Skip(1).ToHashSet(StringComparer.OrdinalIgnoreCase), StringComparer.OrdinalIgnoreCase);
        var existing = _existing.ToDictionary(a => a[0], a => a.Skip(1).ToHashSet(StringComparer.OrdinalIgnoreCase), StringComparer.OrdinalIgnoreCase);
        var changes = wanted.Keys.Except(existing.Keys, StringComparer.OrdinalIgnoreCase).Count() + existing.Keys.Except(wanted.Keys, StringComparer.OrdinalIgnoreCase).Count();
        foreach (var (primary, aliases) in wanted)
        {
            if (!existing.TryGetValue(primary, out var present)) continue;
            changes += aliases.Except(present, StringComparer.OrdinalIgnoreCase).Count() + present.Except(aliases, StringComparer.OrdinalIgnoreCase).Count();
        }
        return changes;
    }

    [Benchmark]
    public int WholePlan() => _planner.Plan(_workload.Entries, _workload.Existing).Changes.Count;
}
