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
        var accounts = await ReadAsync(ResourcePath.AccountsOf(domain.Id, options.PageSize), odd, cancellation).ConfigureAwait(false);
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
    public async Task<List<ListedAccount>> FindAsync(IReadOnlyCollection<EmailAddress> accounts, Cancellation cancellation)
    {
        // In either spelling, because nobody knows whether the service tells letters apart by case.
        var localparts = accounts.SelectMany(account => new[] { account.LocalPart, Localpart(account.ToString()) }).Distinct(StringComparer.Ordinal);
        var found = await ReadAsync(ResourcePath.Among(List, "localpart", localparts), cancellation).ConfigureAwait(false);
        var asked = accounts.ToHashSet();
        return found.TrueForAll(account => asked.Contains(account.Account.Primary)) ? found : throw Ignored("localpart__in");
    }

    /// <summary>Those of the accounts with these numbers that there are.</summary>
    /// <exception cref="RequestException">They cannot be looked up.</exception>
    public async Task<List<ListedAccount>> FindAsync(IReadOnlyCollection<long> ids, Cancellation cancellation)
    {
        var found = await ReadAsync(ResourcePath.Among(List, "id", ids.Select(id => FormattableString.Invariant($"{id}"))), cancellation).ConfigureAwait(false);
        var asked = ids.ToHashSet();
        return found.TrueForAll(account => asked.Contains(account.Id)) ? found : throw Ignored("id__in");
    }

    private string List => ResourcePath.AccountsOf(domain.Id, options.PageSize);

    private async Task<List<ListedAccount>> ReadAsync(IEnumerable<string> paths, Cancellation cancellation)
    {
        var found = new List<ListedAccount>();
        foreach (var path in paths) found.AddRange(await ReadAsync(path, new OddAddresses(), cancellation).ConfigureAwait(false));
        return found;
    }

    private async Task<List<ListedAccount>> ReadAsync(string path, OddAddresses odd, Cancellation cancellation)
    {
        var resources = await listing.ReadAsync($"the accounts of {domain}", path, ApiJson.Default.PageAccountResource, cancellation).ConfigureAwait(false);
        var accounts = new List<ListedAccount>(resources.Count);
        foreach (var resource in resources)
        {
            if (ListedAccount.Of(resource, domain, odd) is { } account) accounts.Add(account);
        }
        return accounts;
    }

    private static string Localpart(string address) => address[..address.LastIndexOf('@')];

    private static UnexpectedAnswerException Ignored(string filter) =>
        new($"only what {filter} names was asked for, found other accounts: the service did not keep to that, so nothing is believed; report it to MailRoute");
}
