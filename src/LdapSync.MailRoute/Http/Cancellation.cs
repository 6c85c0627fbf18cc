namespace LdapSync.MailRoute.Http;

/// <summary>What a cancellation means to a request.</summary>
/// <param name="Abort">Gives the request up.</param>
/// <param name="Stop">Lets the request end, and sends it no second time.</param>
internal readonly record struct Cancellation(CancellationToken Abort, CancellationToken Stop)
{
    /// <summary>Of a read: nothing is lost by giving it up.</summary>
    public static Cancellation AtOnce(CancellationToken token) => new(token, token);

    /// <summary>Of a change that has begun: it goes to its end, each request once, so that it is known what became of it.</summary>
    public static Cancellation BetweenAttempts(CancellationToken token) => new(CancellationToken.None, token);
}
