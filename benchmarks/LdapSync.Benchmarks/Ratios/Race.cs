using System.Diagnostics;

namespace LdapSync.Benchmarks.Ratios;

/// <summary>Runs contenders in turn, so that whatever slows the machine down for a while slows all of them down.</summary>
internal static class Race
{
    /// <summary>How long each contender runs beforehand: the runtime compiles anew what turns out to be hot, behind the program's back, and takes its time to find that.</summary>
    public static TimeSpan UsualWarmUp { get; } = TimeSpan.FromSeconds(1);

    /// <summary>The medians of so many rounds, in the order of the contenders. Each runs once at least beforehand.</summary>
    public static IReadOnlyList<Measurement> Run(int rounds, TimeSpan warmUp, params ReadOnlySpan<Contender> contenders)
    {
        var samples = new List<Sample>[contenders.Length];
        for (var i = 0; i < samples.Length; i++) samples[i] = [];
        var start = Stopwatch.GetTimestamp();
        do
        {
            foreach (var contender in contenders) contender.Run();
        }
        while (Stopwatch.GetElapsedTime(start) < warmUp * contenders.Length);
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
