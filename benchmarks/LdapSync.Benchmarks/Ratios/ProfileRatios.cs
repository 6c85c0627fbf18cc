using LdapSync.Benchmarks.Suites;
using LdapSync.Benchmarks.Workloads;

namespace LdapSync.Benchmarks.Ratios;

/// <summary>What planning costs when more, or less, has happened than usual.</summary>
internal static class ProfileRatios
{
    public static void Measure(Results results, int size, int rounds)
    {
        Profile[] profiles = [Profile.Churn, Profile.NoOp, Profile.FirstLoad, Profile.AllRenamed, Profile.ClaimedTwice];
        var race = results.Race(rounds, [.. profiles.Select(profile => PlanOf(profile, size))]);
        foreach (var measurement in race.Skip(1)) results.AddTime($"{measurement.Name} / plan of churn, time", measurement, race[0]);
    }

    private static Contender PlanOf(Profile profile, int size)
    {
        var suite = new ProfileBenchmarks { Entries = size, Profile = profile };
        suite.Setup();
        return Contender.Of($"plan of {profile}", () => suite.WholePlan()) with { Size = size, Patterns = 1_000 };
    }
}
