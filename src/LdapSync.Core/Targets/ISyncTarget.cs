using LdapSync.Planning;

namespace LdapSync.Targets;

/// <summary>Where accounts are kept: a mail service, a database, a list in memory. Used by one run at a time.</summary>
public interface ISyncTarget
{
    /// <summary>What a report calls this target, such as a host or a file's name; never with a key or password.</summary>
    string Name { get; }

    /// <summary>What the target can do beyond adding and deleting. Default: nothing.</summary>
    TargetCapabilities Capabilities => TargetCapabilities.None;

    /// <summary>Which domains the target serves; asked before each read of its accounts, and joined with the settings. Default: any.</summary>
    /// <exception cref="TargetException">The target cannot tell.</exception>
    Task<TargetDomains> ReadDomainsAsync(CancellationToken cancellationToken = default) => Task.FromResult(TargetDomains.Any);

    /// <summary>
    /// Streams every account with its aliases, in any order, each account and each address once; throws rather than end early. A plan is refused when an address
    /// belongs to two accounts.
    /// </summary>
    /// <exception cref="TargetException">The target cannot be read completely.</exception>
    IAsyncEnumerable<MailAccount> ReadAccountsAsync(CancellationToken cancellationToken = default);

    /// <summary>Applies changes that do not depend on each other, in whatever order or grouping suits the target.</summary>
    /// <returns>
    /// One outcome for each change, in any order, from what the target really did. A change that is not answered counts as failed. Applying a change that has
    /// been applied before is safe and answers <see cref="OutcomeStatus.Applied"/>: an account or alias to add that is there as asked, one to delete that is
    /// not there. An address that somebody else has is never taken over: that change fails.
    /// </returns>
    /// <exception cref="TargetException">Nothing further can succeed; no change of the batch is known to be applied.</exception>
    Task<IReadOnlyList<ChangeOutcome>> ApplyAsync(IReadOnlyList<AccountChange> batch, CancellationToken cancellationToken = default);
}
