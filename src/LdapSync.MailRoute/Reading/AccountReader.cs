using System.Globalization;
using LdapSync.MailRoute.Http;
using LdapSync.MailRoute.Resources;
using Microsoft.Extensions.Logging;

namespace LdapSync.MailRoute.Reading;

/// <summary>Reads accounts of a domain: all of them, or those with certain names or numbers.</summary>
internal sealed class AccountReader(Listing listing, MailDomain domain, MailRouteOptions options, ILogger logger)
{
    /// <summary>Every account, in the order of their local parts.</summary>
    /// <exception cref="RequestException">They cannot be read.</exception>
    public async Task<List<ListedAccount>> ReadAllAsync(Cancellation cancellation)
    {
        var odd = new OddAddresses();
        var accounts = await ReadAsync(List, account => ListedAccount.Of(account, domain, odd), cancellation).ConfigureAwait(false);
        if (odd.Count > 0) Log.LeftOut(logger, odd.Count, odd.First);
        return accounts;
    }

    /// <summary>The account with this address as its own; null where there is none.</summary>
    /// <exception cref="RequestException">It cannot be looked up.</exception>
    public async Task<ListedAccount?> FindAsync(EmailAddress account, Cancellation cancellation) =>
        (await FindAsync([account], cancellation).ConfigureAwait(false)).SingleOrDefault();

    /// <summary>The account with this number; null where there is none.</summary>
    /// <exception cref="RequestException">It cannot be looked up.</exception>
    public async Task<ListedAccount?> FindAsync(long id, Cancellation cancellation) =>
        (await FindAsync([id], cancellation).ConfigureAwait(false)).SingleOrDefault();

    /// <summary>Those of the accounts that there are.</summary>
    /// <exception cref="RequestException">They cannot be looked up.</exception>
    public Task<IReadOnlyCollection<ListedAccount>> FindAsync(IReadOnlyCollection<EmailAddress> accounts, Cancellation cancellation)
    {
        var asked = accounts.ToHashSet();
        return FindAsync("localpart", accounts.SelectMany(Localpart.Spellings).Distinct(StringComparer.Ordinal), account => asked.Contains(account.Account.Primary), cancellation);
    }

    /// <summary>Those of the accounts with these numbers that there are.</summary>
    /// <exception cref="RequestException">They cannot be looked up.</exception>
    public Task<IReadOnlyCollection<ListedAccount>> FindAsync(IReadOnlyCollection<long> ids, Cancellation cancellation)
    {
        var asked = ids.ToHashSet();
        return FindAsync("id", asked.Select(id => id.ToString(CultureInfo.InvariantCulture)), account => asked.Contains(account.Id), cancellation);
    }

    private string List => ResourcePath.AccountsOf(domain.Id, options.PageSize);

    private async Task<IReadOnlyCollection<ListedAccount>> FindAsync(string member, IEnumerable<string> values, Func<ListedAccount, bool> isAsked, Cancellation cancellation)
    {
        // The spellings of a name may be asked for by two requests, both of which find the account.
        var found = new Dictionary<EmailAddress, ListedAccount>();
        foreach (var path in ResourcePath.Among(List, member, values))
        {
            foreach (var account in await ReadAsync(path, Check, cancellation).ConfigureAwait(false))
            {
                if (!found.TryAdd(account.Account.Primary, account) && found[account.Account.Primary].Id != account.Id)
                {
                    throw new UnexpectedAnswerException($"one account was expected to have {account.Account.Primary}, found two, which differ by case; delete one of them");
                }
            }
        }
        return found.Values;

        ListedAccount? Check(AccountResource resource)
        {
            var account = ListedAccount.Of(resource, domain, new OddAddresses());
            return account is null || isAsked(account)
                ? account
                : throw new IgnoredFilterException($"only what {member}__in names was asked for, found another account: the service did not keep to that, so nothing is believed; report it to MailRoute");
        }
    }

    private Task<List<ListedAccount>> ReadAsync(string path, Func<AccountResource, ListedAccount?> read, Cancellation cancellation) =>
        listing.ReadAsync($"the accounts of {domain}", path, ApiJson.Default.PageAccountResource, read, cancellation);
}
