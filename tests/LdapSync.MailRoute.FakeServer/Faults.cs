namespace LdapSync.MailRoute.FakeServer;

/// <summary>Which requests go wrong. Safe to use from several threads, at any time.</summary>
public sealed class Faults
{
    private readonly Lock _gate = new();
    private readonly List<Planned> _planned = [];
    private Random _random = new(0);
    private double _share;
    private IReadOnlyList<Fault> _choice = [];

    /// <summary>
    /// What goes wrong without anybody having to wait long: errors with and without Retry-After, connections that end before and after the commit and within the
    /// answer, bodies that are no JSON, bulk calls done by halves, pages that do not fit together.
    /// </summary>
    public static IReadOnlyList<Fault> Usual { get; } =
    [
        Fault.Error(500), Fault.Error(500).AfterCommit(), Fault.Error(502), Fault.Error(503), Fault.Error(503).WithRetryAfter(0), Fault.Error(503).AfterCommit(),
        Fault.Error(429), Fault.Error(429).WithRetryAfter(0), Fault.Drop, Fault.Drop.AfterCommit(), Fault.CutBody, Fault.Truncated, Fault.Html(), Fault.Html(503),
        Fault.Html().AfterCommit(), Fault.HalfOfBulk, Fault.RepeatedObject, Fault.OtherTotal, Fault.NoNext,
    ];

    /// <summary>How many requests have gone wrong.</summary>
    public int Count { get; private set; }

    /// <summary>The next requests go wrong; what is planned first comes first.</summary>
    /// <param name="fault">How.</param>
    /// <param name="times">How many of them.</param>
    /// <param name="method">Only those of this method.</param>
    /// <param name="path">Only those whose path below <c>/api/v1/</c> is this one, or ends in it after a <c>*</c>, such as <c>email_account/</c> or <c>*/mass_add_aliases/</c>.</param>
    /// <param name="after">How many such requests are served well before.</param>
    public void Next(Fault fault, int times = 1, string? method = null, string? path = null, int after = 0)
    {
        lock (_gate) _planned.Add(new Planned(fault, method, path) { Left = times, Before = after });
    }

    /// <summary>Any request can go wrong, beside those that are planned.</summary>
    /// <param name="share">How many of all, from 0 to 1.</param>
    /// <param name="seed">Decides which ones; requests that come at once take turns as they come.</param>
    /// <param name="choice">How; null: <see cref="Usual"/>.</param>
    public void AtRandom(double share, int seed, IReadOnlyList<Fault>? choice = null)
    {
        lock (_gate) (_share, _random, _choice) = (share, new Random(seed), choice ?? Usual);
    }

    /// <summary>From now on all is well.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _planned.Clear();
            _share = 0;
        }
    }

    /// <summary>What goes wrong with this request; null: nothing.</summary>
    internal Fault? Take(string method, string path)
    {
        lock (_gate)
        {
            var fault = TakePlanned(method, path) ?? (_share > 0 && _random.NextDouble() < _share ? _choice[_random.Next(_choice.Count)] : null);
            if (fault is not null) Count++;
            return fault;
        }
    }

    private Fault? TakePlanned(string method, string path)
    {
        if (_planned.Find(planned => planned.Fits(method, path)) is not { } next) return null;
        if (next.Before-- > 0) return null;
        if (--next.Left <= 0) _planned.Remove(next);
        return next.Fault;
    }

    private sealed record Planned(Fault Fault, string? Method, string? Path)
    {
        public int Left { get; set; }

        public int Before { get; set; }

        public bool Fits(string method, string path) => (Method is null || Method == method) && RequestLog.Fits(path, Path);
    }
}
