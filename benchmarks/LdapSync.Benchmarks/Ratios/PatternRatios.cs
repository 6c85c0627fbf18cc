using LdapSync.Benchmarks.Suites;
using LdapSync.Benchmarks.Workloads;
using LdapSync.Directories;

namespace LdapSync.Benchmarks.Ratios;

/// <summary>What exclusion patterns cost, and what they would cost one by one.</summary>
internal static class PatternRatios
{
    public const string Plan = "plan by patterns";
    public const string Exclusion = "exclusion";
    public const string Regex = "Regex per pattern";

    private const int MostExpressions = 1_000; // more take minutes to compile

    private static readonly int[] Counts = [10, 100, 1_000, 10_000];

    public static void Measure(Results results, int size, int rounds)
    {
        var workload = new Workload(size);
        LdapEntry[] entries = [.. workload.Entries()];
        MailAccount[] accounts = [.. workload.Accounts()];
        var race = results.Race(rounds, [.. Counts.Select(PlanWith)]);
        results.AddTime("plan with 10,000 patterns / with 10, time", race[^1], race[0], goal: 1.5);
        results.AddAllocation("plan with 10,000 patterns / with 10, allocated", race[^1], race[0]);

        Contender PlanWith(int patterns)
        {
            var planner = workload.Planner(patterns);
            return Contender.Of(Plan, () => planner.Plan(entries, accounts)) with { Size = size, Patterns = patterns };
        }
    }

    /// <summary>Addresses asked of the patterns alone.</summary>
    public static void MeasureAlone(Results results, int rounds)
    {
        foreach (var count in Counts)
        {
            var suite = new ExclusionBenchmarks { Patterns = count };
            suite.Setup();
            var ours = Contender.Of(Exclusion, () => suite.AllAtOnce(), ExclusionBenchmarks.Addresses) with { Size = ExclusionBenchmarks.Addresses, Patterns = count };
            var theirs = Contender.Of(Regex, () => suite.RegexEach(), ExclusionBenchmarks.RegexAddresses) with { Size = ExclusionBenchmarks.RegexAddresses, Patterns = count };
            if (count > MostExpressions)
            {
                results.Race(rounds, ours);
                continue;
            }
            var race = results.Race(rounds, ours, theirs);
            const double NanosecondsInOne = 1_000_000;
            results.Add(new Figure(
                $"exclusion of an address / compiled Regex per pattern, {count} patterns, time",
                race[0].Milliseconds * NanosecondsInOne,
                race[1].Milliseconds * NanosecondsInOne,
                "ns"));
        }
    }
}
