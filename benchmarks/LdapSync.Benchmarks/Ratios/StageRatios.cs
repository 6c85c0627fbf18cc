using LdapSync.Benchmarks.Suites;

namespace LdapSync.Benchmarks.Ratios;

/// <summary>Each stage by itself, against what a script would do in its place.</summary>
internal static class StageRatios
{
    public static void Measure(Results results, int size, int rounds)
    {
        var mapping = new MappingBenchmarks { Entries = size };
        mapping.Setup();
        Compare(results, size, rounds, "mapping", () => mapping.Mapping(), "texts cut and put into lower case", () => mapping.Strings());

        var diff = new DiffBenchmarks { Entries = size };
        diff.Setup();
        Compare(results, size, rounds, "diff of mapped accounts", () => diff.Diff(), "LINQ Except", () => diff.LinqExcept());

        var ldif = new LdifBenchmarks { Entries = size };
        ldif.Setup();
        Compare(results, size, rounds, "LDIF file read", () => ldif.Ldif().GetAwaiter().GetResult(), "File.ReadLines", () => ldif.Lines());
        ldif.Cleanup();

        var fingerprint = new FingerprintBenchmarks { Entries = size };
        fingerprint.Setup();
        Compare(results, size, rounds, "fingerprint of a first load", () => fingerprint.Fingerprint(), "SHA-256 of joined text", () => fingerprint.JoinedText());

        var json = new JsonBenchmarks { Entries = size };
        json.Setup();
        Compare(results, size, rounds, "plan as JSON", json.Json, "changes through reflection", json.Reflection);
    }

    private static void Compare(Results results, int size, int rounds, string name, Action ours, string baseline, Action theirs)
    {
        var race = results.Race(rounds, Contender.Of(name, ours) with { Size = size }, Contender.Of($"{name}: {baseline}", theirs) with { Size = size });
        results.AddTime($"{name} / {baseline}, time", race[0], race[1]);
        results.AddAllocation($"{name} / {baseline}, allocated", race[0], race[1]);
    }
}
