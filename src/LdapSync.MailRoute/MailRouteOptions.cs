namespace LdapSync.MailRoute;

/// <summary>
/// Which domain of which MailRoute account is kept equal to the directory, and how; bindable from the configuration section <see cref="Section"/>. It is read when a
/// <see cref="MailRouteTarget"/> is made; later changes have no effect on that one.
/// </summary>
public sealed class MailRouteOptions
{
    /// <summary>The usual name of the configuration section.</summary>
    public const string Section = "LdapSync:MailRoute";

    /// <summary>Where the API is. https; http for this machine alone, because the key travels with every request. Default: the address that MailRoute documents.</summary>
    public Uri BaseAddress { get; set; } = new("https://admin.mailroute.net/api/v1/");

    /// <summary>The name of who owns the key.</summary>
    public string? Login { get; set; }

    /// <summary>The key. It appears in no log, exception or report, and goes to no host but that of <see cref="BaseAddress"/>.</summary>
    public string? ApiKey { get; set; }

    /// <summary>The domain whose accounts are kept. Its alias domains are served with it, and have no accounts of their own.</summary>
    public string? Domain { get; set; }

    /// <summary>How many accounts are asked for at once: 1 to 1000. Default: 1000, the most that the service gives.</summary>
    public int PageSize { get; set; } = 1000;

    /// <summary>How many requests are under way at once while changes are applied: 1 to 64. Default: 16.</summary>
    public int Parallelism { get; set; } = 16;

    /// <summary>How long the service may take for one answer, to its last byte. Default: 30 seconds.</summary>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a request that may be repeated is sent before it has failed: 1 to 20. Default: 5.</summary>
    public int MaxAttempts { get; set; } = 5;

    /// <summary>How long to wait before the second attempt, give or take some; about twice as long before each further one. Default: half a second.</summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(0.5);

    /// <summary>The longest wait before an attempt; a service that asks for more patience (<c>Retry-After</c>) is down. Default: 2 minutes.</summary>
    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>From how many new accounts in a batch on they are created by one request and looked up after it, rather than one by one: 2 or more. Default: 20.</summary>
    public int BulkFrom { get; set; } = 20;

    /// <summary>The settings as they are now, for whoever must not see them change.</summary>
    internal MailRouteOptions Copy() => (MailRouteOptions)MemberwiseClone();

    /// <summary>Domain and host; never the key.</summary>
    public override string ToString() => $"{Domain} at {BaseAddress?.Host}";
}
