using System.Collections.Concurrent;
using System.Diagnostics;

namespace LdapSync;

/// <summary>Many companies, one seed each: the first seed and those that follow.</summary>
internal sealed class Campaign
{
    private const int MostFailures = 50;

    private readonly ConcurrentBag<Failure> _failures = [];

    public int Companies { get; private init; }

    public int Runs => Companies * Simulation.Syncs;

    public TimeSpan Duration { get; private set; }

    public Tally Tally { get; } = new();

    /// <summary>The failures, the one that is told in the fewest words first.</summary>
    public IReadOnlyList<Failure> Failures => [.. _failures.OrderBy(failure => failure.Trace.Length).ThenBy(failure => failure.Seed)];

    public static async Task<Campaign> RunAsync(int seed, int count, TargetMaker? makeTarget = null)
    {
        var campaign = new Campaign { Companies = count };
        var watch = Stopwatch.StartNew();
        await Parallel.ForAsync(0, count, async (index, _) =>
        {
            if (campaign._failures.Count >= MostFailures) return;
            if (await Simulation.TryAsync(unchecked(seed + index), tally: campaign.Tally, makeTarget: makeTarget) is { } failure) campaign._failures.Add(failure);
        });
        campaign.Duration = watch.Elapsed;
        return campaign;
    }

    public override string ToString() =>
        string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"{Runs:N0} simulated syncs of {Companies:N0} companies in {Duration.TotalSeconds:0.0} s ({Runs / Duration.TotalSeconds:N0} a second), {_failures.Count} failures");
}

/// <summary>A company in which a rule was broken.</summary>
internal sealed record Failure(int Seed, BrokenRuleException Broken, string Trace)
{
    public override string ToString() =>
        $"""
        {Broken.Message}
        {Trace}
        Again: dotnet run -c Release --project tests/LdapSync.Simulation -- --seed {Seed} --count 1
        """;
}
