using System.Diagnostics;
using System.Globalization;

namespace LdapSync.Benchmarks.Syncing;

/// <summary>The times that something took, round by round.</summary>
internal sealed class Measured(string name)
{
    private readonly List<double> _milliseconds = [];

    public string Name => name;

    /// <summary>The middle one.</summary>
    public double Median => _milliseconds.Order().ElementAt(_milliseconds.Count / 2);

    /// <summary>Does it once more, without the garbage of what was measured before.</summary>
    public async Task RunAsync(Func<Task> work)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var clock = Stopwatch.StartNew();
        await work();
        Add(clock.Elapsed);
    }

    /// <summary>What was measured so far was for warming up.</summary>
    public void Forget() => _milliseconds.Clear();

    public void Add(TimeSpan time) => _milliseconds.Add(time.TotalMilliseconds);

    /// <summary>One line: <c>name ratio (ours, theirs)</c>.</summary>
    public void CompareWith(Measured other, double? goal = null) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name} / {other.Name} {Median / other.Median:0.00} ({Median:0} ms, {other.Median:0} ms){Wanted("at most", goal)}"));

    /// <summary>One line: how many of something a second.</summary>
    public void Rate(int items, string what, double? goal = null) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name} {items / Median * 1000:N0} {what} a second ({Median:0} ms){Wanted("at least", goal)}"));

    private static string Wanted(string bound, double? goal) => goal is null ? "" : string.Create(CultureInfo.InvariantCulture, $", goal {bound} {goal:N1}");
}
