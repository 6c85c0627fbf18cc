using LdapSync.Benchmarks.Suites;

namespace LdapSync.Benchmarks.Ratios;

/// <summary>The whole of planning against the naked diffs that others would make.</summary>
internal static class PlanRatios
{
    public const string Plan = "plan";
    public const string Linq = "LINQ Except";
    public const string Dictionary = "bare Dictionary";
    public const string Sqlite = "SQLite EXCEPT";
    public const string Floor = "lower case and hash";

    public static void Measure(Results results, int size, int rounds)
    {
        var suite = new PlanBenchmarks { Entries = size };
        suite.Setup();
        var race = results.Race(
            rounds,
            Contender.Of(Plan, () => suite.WholePlan()) with { Size = size, Patterns = 1_000 },
            Contender.Of(Linq, () => suite.LinqExcept()) with { Size = size },
            Contender.Of(Dictionary, () => suite.BareDictionary()) with { Size = size },
            Contender.Of(Sqlite, () => suite.SqliteExcept()) with { Size = size },
            Contender.Of(Floor, () => suite.Floor()) with { Size = size });
        suite.Cleanup();

        var plan = race[0];
        results.AddTime("plan / LINQ Except, time", plan, race[1], goal: 0.10);
        results.AddAllocation("plan / LINQ Except, allocated", plan, race[1], goal: 0.10);
        results.AddTime("plan / bare Dictionary, time", plan, race[2], goal: 0.6);
        results.AddAllocation("plan / bare Dictionary, allocated", plan, race[2]);
        results.AddTime("plan / SQLite EXCEPT over filled tables, time", plan, race[3]);
        results.AddTime("plan / every address in lower case and hashed, time", plan, race[4]);
    }
}
