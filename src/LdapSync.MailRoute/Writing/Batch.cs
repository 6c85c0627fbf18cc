using LdapSync.MailRoute.Http;
using LdapSync.MailRoute.Reading;
using Microsoft.Extensions.Logging;

namespace LdapSync.MailRoute.Writing;

/// <summary>What every write of a batch works with.</summary>
/// <param name="Client">Sends.</param>
/// <param name="Domain">The domain that is kept.</param>
/// <param name="Options">The settings.</param>
/// <param name="Logger">Hears of it.</param>
/// <param name="Cancellation">When requests end early.</param>
internal sealed record Batch(ApiClient Client, MailDomain Domain, MailRouteOptions Options, ILogger Logger, Cancellation Cancellation)
{
    /// <summary>Reads lists.</summary>
    public Listing Listing { get; } = new(Client, Logger);

    /// <summary>Looks accounts up.</summary>
    public AccountReader Accounts => field ??= new AccountReader(Listing, Domain, Options, Logger);

    /// <summary>The numbers of the accounts that the batch concerns.</summary>
    public KnownAccounts Known { get; } = new();

    /// <summary>The same for what must be tried whatever has failed before.</summary>
    public Batch WithOwnCircuit() => new(Client.WithOwnCircuit(), Domain, Options, Logger, Cancellation);

    /// <summary>Makes the numbers of accounts known, as far as there are such accounts.</summary>
    /// <exception cref="RequestException">They cannot be looked up.</exception>
    public async Task LookUpAsync(IEnumerable<EmailAddress> accounts)
    {
        var found = await Accounts.FindAsync([.. accounts.Distinct()], Cancellation).ConfigureAwait(false);
        foreach (var account in found) Known.Add(account.Account.Primary, account.Id);
    }

    /// <summary>The number of the account with this address; null where there is none.</summary>
    /// <exception cref="RequestException">It cannot be looked up.</exception>
    public async Task<long?> IdOfAsync(EmailAddress account) => Known.IdOf(account) ?? (await FindAsync(account).ConfigureAwait(false))?.Id;

    /// <summary>The account with this address; null where there is none.</summary>
    /// <exception cref="RequestException">It cannot be looked up.</exception>
    public async Task<ListedAccount?> FindAsync(EmailAddress account)
    {
        var found = await Accounts.FindAsync(account, Cancellation).ConfigureAwait(false);
        if (found is null) Known.Remove(account);
        else Known.Add(account, found.Id);
        return found;
    }

    /// <summary>Changes an account by its number, which is looked up where it is not known or no longer that of the account.</summary>
    /// <param name="account">The account.</param>
    /// <param name="change">Changes the account with the number; <see cref="WriteResult.AccountIsGone"/> where there is none.</param>
    /// <returns>Null when it is done, else why not; <see cref="WriteResult.AccountIsGone"/> where there is no such account.</returns>
    public async Task<WriteResult> ChangeAsync(EmailAddress account, Func<long, Task<WriteResult>> change)
    {
        if (Known.IdOf(account) is { } id)
        {
            var result = await change(id).ConfigureAwait(false);
            if (result != WriteResult.AccountIsGone) return result;
        }
        if (await FindAsync(account).ConfigureAwait(false) is not { } found) return WriteResult.AccountIsGone;
        var again = await change(found.Id).ConfigureAwait(false);
        return again == WriteResult.AccountIsGone ? WriteResult.Failed($"{Client.Host} lists {account}, but answers to its change that it is not there.") : again;
    }

    /// <summary>What became of a write: the answer, or null when the service has what was asked for.</summary>
    public WriteResult Judge(ApiAnswer? answer) =>
        answer is null or { IsSuccess: true } ? WriteResult.Done : WriteResult.Failed($"{Client.Host} refused it: {answer.Found}.");
}
