namespace LdapSync.MailRoute;

/// <summary>Time that passes only as far as it is waited for: short waits end at once and are noted, long ones (time-outs) when the test says so.</summary>
internal sealed class ManualClock : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<ManualTimer> _held = [];
    private DateTimeOffset _now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    /// <summary>From here on a wait is a time-out, or the patience with what is half done.</summary>
    public static TimeSpan Long => TimeSpan.FromSeconds(25);

    /// <summary>The waits that have ended, in order.</summary>
    public List<TimeSpan> Waits { get; } = [];

    /// <summary>Called before a short wait ends.</summary>
    public Action? Waiting { get; set; }

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate) return _now;
    }

    /// <summary>Every time-out that runs at this moment is over.</summary>
    public void TimeOut()
    {
        ManualTimer[] held;
        lock (_gate)
        {
            held = [.. _held];
            _held.Clear();
        }
        foreach (var timer in held) timer.Fire();
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private void Start(ManualTimer timer, TimeSpan dueTime)
    {
        if (dueTime == Timeout.InfiniteTimeSpan) return;
        if (dueTime >= Long)
        {
            lock (_gate) _held.Add(timer);
            return;
        }
        lock (_gate)
        {
            Waits.Add(dueTime);
            _now += dueTime;
        }
        Waiting?.Invoke();
        ThreadPool.QueueUserWorkItem(_ => timer.Fire());
    }

    private void Forget(ManualTimer timer)
    {
        lock (_gate) _held.Remove(timer);
    }

    private sealed class ManualTimer(ManualClock clock, TimerCallback callback, object? state) : ITimer
    {
        private bool _isDisposed;

        public void Fire()
        {
            if (!Volatile.Read(ref _isDisposed)) callback(state);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            if (Volatile.Read(ref _isDisposed)) return false;
            clock.Start(this, dueTime);
            return true;
        }

        public void Dispose()
        {
            Volatile.Write(ref _isDisposed, true);
            clock.Forget(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
