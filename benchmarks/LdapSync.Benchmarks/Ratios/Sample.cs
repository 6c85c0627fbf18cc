using System.Diagnostics;

namespace LdapSync.Benchmarks.Ratios;

/// <summary>What one run of something cost.</summary>
/// <param name="Milliseconds">Its time.</param>
/// <param name="Bytes">What it allocated, on all threads.</param>
internal readonly record struct Sample(double Milliseconds, double Bytes)
{
    /// <summary>Runs something once, in a heap without the garbage of others.</summary>
    public static Sample Of(Action work)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        var start = Stopwatch.GetTimestamp();
        work();
        var elapsed = Stopwatch.GetElapsedTime(start);
        return new Sample(elapsed.TotalMilliseconds, GC.GetTotalAllocatedBytes(precise: true) - allocated);
    }

    /// <summary>The share of one of several units.</summary>
    public static Sample operator /(Sample sample, double units) => new(sample.Milliseconds / units, sample.Bytes / units);
}
