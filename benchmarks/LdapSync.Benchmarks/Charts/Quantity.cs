using System.Globalization;

namespace LdapSync.Benchmarks.Charts;

/// <summary>Numbers as people read them, with the unit that suits their size.</summary>
internal static class Quantity
{
    private const double Step = 1_000;

    public static string Count(double value) => Scaled(value, "", "k", "M", "G");

    /// <summary>A time in nanoseconds.</summary>
    public static string Time(double nanoseconds) => Scaled(nanoseconds, " ns", " µs", " ms", " s");

    public static string Bytes(double value) => value.ToString("N0", CultureInfo.InvariantCulture) + " B";

    private static string Scaled(double value, params ReadOnlySpan<string> units)
    {
        var unit = 0;
        // Three digits are shown, so 999.6 is a thousand.
        while (unit < units.Length - 1 && value >= Step - 0.5) (value, unit) = (value / Step, unit + 1);
        return value.ToString(value switch { >= 99.95 => "0", >= 9.995 => "0.#", _ => "0.##" }, CultureInfo.InvariantCulture) + units[unit];
    }
}
