using LdapSync.Benchmarks.Ratios;

namespace LdapSync.Benchmarks;

/// <summary>Results that nobody has measured.</summary>
internal static class Some
{
    private static readonly int[] Counts = [10, 100, 1_000, 10_000];

    public static ResultFile Results(int size) => new(
        new Machine("CPU <of a test>", 2, ".NET 10", "Linux", "workstation", InvariantGlobalization: true, "0123abc", "2026-01-02"),
        size,
        [
            new Measurement(PlanRatios.Plan, size, 1_000, 45, 5e6),
            new Measurement(PlanRatios.Linq, size, 0, 450, 5e7),
            new Measurement(PlanRatios.Dictionary, size, 0, 76, 3e6),
            new Measurement(PlanRatios.Sqlite, size, 0, 75, 1e3),
            new Measurement(PlanRatios.Floor, size, 0, 74, 0),
            new Measurement(GrowthRatios.Plan, size, 1_000, 73, 5e6),
            new Measurement(GrowthRatios.Plan, size * 10, 1_000, 500, 5e7),
            .. Counts.Select(patterns => new Measurement(PatternRatios.Plan, size, patterns, 40, 5e6)),
            .. Counts.SkipLast(1).Select(patterns => new Measurement(PatternRatios.Exclusion, size, patterns, 3e-5, 0)),
            .. Counts.SkipLast(1).Select(patterns => new Measurement(PatternRatios.Regex, size, patterns, 6e-5 * patterns, 0)),
            new Measurement(ProcessRatios.ColdLinq, size, 0, 600, 2e8),
            new Measurement(ProcessRatios.Peak, size * 10, 1_000, 600, 2e8),
        ],
        []);
}
