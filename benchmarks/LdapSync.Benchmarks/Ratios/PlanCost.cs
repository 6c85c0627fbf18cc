using System.Globalization;

namespace LdapSync.Benchmarks.Ratios;

/// <summary>What the one plan of a process has cost.</summary>
/// <param name="PlanningMs">Planning itself, without the making of both sides.</param>
/// <param name="WholeMs">With it.</param>
/// <param name="PeakMb">The most memory that the process ever held.</param>
internal sealed record PlanCost(double PlanningMs, double WholeMs, double PeakMb)
{
    /// <summary>A process that did not come to its end.</summary>
    public static PlanCost Failed { get; } = new(double.NaN, double.NaN, double.NaN);

    /// <summary>Three numbers for another process to read.</summary>
    public string ToTerse() => string.Create(CultureInfo.InvariantCulture, $"{PlanningMs} {WholeMs} {PeakMb}");

    public static PlanCost Parse(string terse) =>
        terse.Split(' ').Select(number => double.Parse(number, CultureInfo.InvariantCulture)).ToArray() is [var planning, var whole, var peak]
            ? new PlanCost(planning, whole, peak)
            : throw new FormatException($"Three numbers were expected, '{terse}' was found.");

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{PlanningMs:N0} ms of planning, {WholeMs:N0} ms with the making of both sides, peak {PeakMb:N0} MB");
}
