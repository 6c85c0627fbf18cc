using System.Diagnostics;

namespace LdapSync.Benchmarks.Ratios;

/// <summary>Runs contenders in turn, so that whatever slows the machine down for a while slows all of them down.</summary>
internal static class Race
{
    // The runtime compiles anew what turns out to be hot, behind the program's back. It takes a number of runs to find that, and some time.
    private const int WarmUps = 2;
    private static readonly TimeSpan WarmUpTime = TimeSpan.FromSeconds(0.5);

    /// <summary>The medians of so many rounds, in the order of the contenders.</summary>
    public static IReadOnlyList<Measurement> Run(int rounds, params ReadOnlySpan<Contender> contenders)
    {
        var samples = new List<Sample>[contenders.Length];
        for (var i = 0; i < samples.Length; i++) samples[i] = [];
        var start = Stopwatch.GetTimestamp();
        for (var round = 0; round < WarmUps || Stopwatch.GetElapsedTime(start) < WarmUpTime * contenders.Length; round++)
        {
            foreach (var contender in contenders) contender.Run();
        }
        for (var round = 0; round < rounds; round++)
        {
            for (var i = 0; i < contenders.Length; i++) samples[i].Add(contenders[i].Run());
        }
        var measurements = new List<Measurement>();
        for (var i = 0; i < samples.Length; i++)
        {
            var (contender, own) = (contenders[i], samples[i]);
            measurements.Add(new Measurement(contender.Name, contender.Size, contender.Patterns, Median(own.Select(s => s.Milliseconds)), Median(own.Select(s => s.Bytes))));
        }
        return measurements;
    }

    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
