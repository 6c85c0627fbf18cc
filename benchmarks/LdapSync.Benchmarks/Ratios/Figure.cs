using System.Globalization;

namespace LdapSync.Benchmarks.Ratios;

/// <summary>A ratio of two measurements, and what it should be at most.</summary>
/// <param name="Name">What is compared.</param>
/// <param name="Ours">What ours costs.</param>
/// <param name="Theirs">What the other costs.</param>
/// <param name="Unit">Of both.</param>
/// <param name="Goal">The most that is wanted; null where a ratio is only reported.</param>
internal sealed record Figure(string Name, double Ours, double Theirs, string Unit, double? Goal = null)
{
    private const double Slack = 1.1; // a tenth, for the noise of a machine

    public double Ratio => Ours / Theirs;

    /// <summary>Whether the goal is missed by more than a tenth. A measurement that failed is no number, and misses every goal.</summary>
    public bool IsMissed => Goal is { } goal && !(Ratio <= goal * Slack);

    /// <summary>By how much the goal is missed.</summary>
    public string Miss => $"{Name}: {Number(Ratio)} where at most {Number(Goal)} is wanted, {(Ratio / Goal - 1)?.ToString("P0", CultureInfo.InvariantCulture)} too much";

    /// <summary>One line: <c>name ratio (ours, theirs)</c>.</summary>
    public override string ToString() => $"{Name} {Number(Ratio)} ({Number(Ours)} {Unit}, {Number(Theirs)} {Unit}){(Goal is null ? "" : $", goal {Number(Goal)}")}";

    /// <summary>A number in three digits: as much as a measurement is worth.</summary>
    public static string Number(double? value) => value switch
    {
        null => "",
        >= 100 or 0 => value.Value.ToString("N0", CultureInfo.InvariantCulture),
        >= 10 => value.Value.ToString("0.0", CultureInfo.InvariantCulture),
        >= 1 => value.Value.ToString("0.00", CultureInfo.InvariantCulture),
        _ => value.Value.ToString("0.000", CultureInfo.InvariantCulture),
    };
}
