using System.Diagnostics;

namespace LdapSync;

/// <summary>What this process holds open.</summary>
/// <param name="Sockets">Of all kinds. Other files are the runtime's: it opens some to tell where an exception was thrown, and keeps them.</param>
/// <param name="Timers">Those that are set, as every deadline is.</param>
/// <param name="Tasks">Those that have not ended.</param>
internal readonly record struct OpenThings(int Sockets, long Timers, int Tasks)
{
    private const int Times = 1000;

    // A server in this process may be between two clients when it is counted, and whoever calls becomes a task only when it first has to wait.
    private const int Few = 10;

    // What other threads are closing just now is waited for, but not so long that a forgotten deadline would come, or so busily that the garbage collector would close what nobody does.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(30);

    /// <summary>Does something a thousand times, some at once, and fails when anything is left open.</summary>
    public static async Task NothingIsLeftByAsync(Func<Task> run, int atOnce = 1)
    {
        var left = await LeftByAsync(run, Times, atOnce, Patience);
        left.IsFew.Should().BeTrue("each of {0} runs gives back what it opens, not {1}; of the tasks that there are, most are {2}", Times, left, RunningTasks.Describe());
    }

    /// <summary>What is open more than before, once something was done so many times.</summary>
    public static async Task<OpenThings> LeftByAsync(Func<Task> run, int times, int atOnce = 1, TimeSpan patience = default)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Sockets are counted in /proc.");
        await run(); // whatever is opened once and for all
        var before = Now();
        for (var i = 0; i < times; i += atOnce) await Task.WhenAll(Enumerable.Range(0, atOnce).Select(_ => run()));

        var start = Stopwatch.GetTimestamp();
        OpenThings left;
        while (!(left = Now().Beyond(before)).IsFew && Stopwatch.GetElapsedTime(start) < patience) await Task.Delay(Pause);
        return left;
    }

    private static OpenThings Now() => new(CountSockets(), Timer.ActiveCount, RunningTasks.Count);

    private static int CountSockets() => new DirectoryInfo("/proc/self/fd").EnumerateFiles().Count(file => file.LinkTarget?.StartsWith("socket:", StringComparison.Ordinal) == true);

    private bool IsFew => this is { Sockets: < Few, Timers: < Few, Tasks: < Few };

    private OpenThings Beyond(OpenThings before) => new(Math.Max(0, Sockets - before.Sockets), Math.Max(0, Timers - before.Timers), Math.Max(0, Tasks - before.Tasks));
}
