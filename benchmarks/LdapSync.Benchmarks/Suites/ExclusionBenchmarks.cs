using BenchmarkDotNet.Attributes;
using LdapSync.Benchmarks.Baselines;
using LdapSync.Benchmarks.Workloads;
using LdapSync.Planning;

namespace LdapSync.Benchmarks.Suites;

/// <summary>Addresses asked of all patterns, per address. Regular expressions get fewer of them, or nobody would wait for the end.</summary>
[MemoryDiagnoser]
public class ExclusionBenchmarks
{
    public const int Addresses = 400_000;
    public const int RegexAddresses = 400;

    private EmailAddress[] _addresses = null!;
    private string[] _texts = null!;
    private ExclusionRules _rules = null!;
    private Lazy<RegexPerPattern> _expressions = null!; // thousands take a while to compile

    [Params(10, 100, 1_000)]
    public int Patterns { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var workload = new Workload(Addresses / 4, Profile.NoOp);
        _addresses = [.. workload.Accounts().SelectMany(account => account.Aliases.Prepend(account.Primary))];
        _texts = [.. _addresses.Take(RegexAddresses).Select(address => address.Canonical)];
        string[] patterns = [.. ExclusionPatterns.For(workload, Patterns)];
        _rules = new ExclusionRules(patterns);
        _expressions = new Lazy<RegexPerPattern>(() => new RegexPerPattern(patterns));
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = RegexAddresses)]
    public int RegexEach() => _expressions.Value.Count(_texts);

    [Benchmark(OperationsPerInvoke = Addresses)]
    public int AllAtOnce()
    {
        var hidden = 0;
        foreach (var address in _addresses)
        {
            if (_rules.Match(address) is not null) hidden++;
        }
        return hidden;
    }
}
