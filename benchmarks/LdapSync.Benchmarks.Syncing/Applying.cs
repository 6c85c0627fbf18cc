using System.Diagnostics;

namespace LdapSync.Benchmarks.Syncing;

/// <summary>Tells when the last change of a plan was applied; what follows is the report and its way into the history.</summary>
internal sealed class Applying : IProgress<SyncProgress>
{
    private readonly Stopwatch _clock = Stopwatch.StartNew();

    public TimeSpan Time { get; private set; }

    public void Report(SyncProgress value)
    {
        if (value.Stage == SyncStage.Applying) Time = _clock.Elapsed;
    }
}
