namespace LdapSync.MailRoute.Writing;

/// <summary>What became of one change.</summary>
/// <param name="Reason">Why it was not made; null when it was.</param>
internal readonly record struct WriteResult(string? Reason)
{
    /// <summary>The service has what was asked for.</summary>
    public static readonly WriteResult Done = new(null);

    /// <summary>The account that was to be changed is not there.</summary>
    public static readonly WriteResult AccountIsGone = new("The account is not there.");

    public static WriteResult Failed(string reason) => new(reason);

    public bool IsDone => Reason is null;

    /// <summary>The same, where an account that is not there is named.</summary>
    public WriteResult Of(EmailAddress account) => this == AccountIsGone ? new($"There is no account {account}.") : this;
}
