using System.Globalization;

namespace LdapSync.MailRoute.FakeServer;

/// <summary>A request as it came.</summary>
/// <param name="Method">GET, POST, …</param>
/// <param name="Path">The path below <c>/api/v1/</c>, decoded, such as <c>email_account/</c>.</param>
/// <param name="Query">What follows it from the question mark on, as it came; empty when there is nothing.</param>
/// <param name="Body">Its body.</param>
public sealed record LoggedRequest(string Method, string Path, string Query, string Body)
{
    private const int LongestQuery = 100;

    /// <summary>The status of the answer; null until there is one, and when there is none.</summary>
    public int? Status { get; internal set; }

    /// <summary>For a line of a log: a long query has its beginning only.</summary>
    internal string InShort => Query.Length <= LongestQuery ? $"{this}" : $"{this with { Query = $"{Query[..LongestQuery]}…" }}";

    public override string ToString() => $"{Method} {Path}{Query} {Status?.ToString(CultureInfo.InvariantCulture) ?? "-"}";
}

/// <summary>Every request so far, in the order in which they came. Safe to use from several threads.</summary>
public sealed class RequestLog
{
    private readonly Lock _gate = new();
    private List<LoggedRequest> _requests = [];
    private int _underWay;

    public IReadOnlyList<LoggedRequest> All
    {
        get
        {
            lock (_gate) return [.. _requests];
        }
    }

    /// <summary>The most requests that were under way at once.</summary>
    public int MostAtOnce { get; private set; }

    /// <summary>How many requests there were.</summary>
    /// <param name="method">Only those of this method.</param>
    /// <param name="path">Only those of this path, or one that ends in what follows a <c>*</c>, such as <c>*/mass_add_aliases/</c>.</param>
    public int Count(string? method = null, string? path = null)
    {
        lock (_gate) return _requests.Count(request => (method is null || request.Method == method) && Fits(request.Path, path));
    }

    /// <summary>Forgets all of them.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _requests = [];
            MostAtOnce = _underWay;
        }
    }

    internal static bool Fits(string path, string? pattern) => pattern switch
    {
        null => true,
        ['*', .. var end] => path.EndsWith(end, StringComparison.Ordinal),
        _ => path == pattern,
    };

    internal void Begin(LoggedRequest request)
    {
        lock (_gate)
        {
            _requests.Add(request);
            MostAtOnce = Math.Max(MostAtOnce, ++_underWay);
        }
    }

    internal void End()
    {
        lock (_gate) _underWay--;
    }
}
