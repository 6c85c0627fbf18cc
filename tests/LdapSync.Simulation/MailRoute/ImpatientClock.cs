namespace LdapSync.MailRoute;

/// <summary>A clock on which nobody waits: whatever shall happen later happens at once, but for time-outs, which pass when they are told to.</summary>
/// <param name="timeOut">From how long on it is a time-out rather than a pause.</param>
internal sealed class ImpatientClock(TimeSpan timeOut) : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly HashSet<Alarm> _timeOuts = [];

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var alarm = new Alarm(this, () => callback(state));
        alarm.Change(dueTime, period);
        return alarm;
    }

    /// <summary>Lets every time-out pass that runs at this moment.</summary>
    public void TimeOut()
    {
        Alarm[] passed;
        lock (_gate)
        {
            passed = [.. _timeOuts];
            _timeOuts.Clear();
        }
        foreach (var alarm in passed) alarm.Ring();
    }

    private sealed class Alarm(ImpatientClock clock, Action ring) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Dispose();
            if (dueTime == Timeout.InfiniteTimeSpan) return true;
            if (dueTime < clock.TimeOutFrom) return ThreadPool.QueueUserWorkItem(_ => Ring());
            lock (clock._gate) return clock._timeOuts.Add(this);
        }

        public void Ring() => ring();

        public void Dispose()
        {
            lock (clock._gate) clock._timeOuts.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }

    private TimeSpan TimeOutFrom => timeOut;
}
