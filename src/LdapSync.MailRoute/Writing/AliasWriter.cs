using System.Globalization;
using LdapSync.MailRoute.Http;
using LdapSync.MailRoute.Resources;

namespace LdapSync.MailRoute.Writing;

/// <summary>Adds and removes aliases, one by one.</summary>
internal sealed class AliasWriter(Batch batch)
{
    /// <summary>Gives the account an alias; one that it has already is given.</summary>
    /// <exception cref="RequestException">It cannot be found out whether it was.</exception>
    public Task<WriteResult> AddAsync(EmailAddress account, EmailAddress alias) => batch.ChangeAsync(account, id => AddAsync(id, alias));

    /// <inheritdoc cref="AddAsync(EmailAddress, EmailAddress)"/>
    public async Task<WriteResult> AddAsync(long account, EmailAddress alias)
    {
        var isGone = false;
        var request = ApiRequest.Post(ResourcePath.Aliases, new NewAlias(Localpart.Of(alias), batch.Domain.UriOf(account)).ToJson());
        var answer = await batch.Client.WriteAsync(request, IsThereAsync, batch.Cancellation).ConfigureAwait(false);
        return isGone || answer is { IsMissing: true } ? WriteResult.AccountIsGone : batch.Judge(answer);

        async Task<bool> IsThereAsync()
        {
            var found = await batch.Accounts.FindAsync(account, batch.Cancellation).ConfigureAwait(false);
            isGone = found is null;
            return found is not null && found.Account.Aliases.Contains(alias);
        }
    }

    /// <summary>Takes an alias from the account; one that it does not have is taken.</summary>
    /// <exception cref="RequestException">It cannot be found out whether it was.</exception>
    public async Task<WriteResult> RemoveAsync(EmailAddress account, EmailAddress alias)
    {
        var result = await batch.ChangeAsync(account, id => RemoveAsync(id, alias)).ConfigureAwait(false);
        return result == WriteResult.AccountIsGone ? WriteResult.Done : result;
    }

    /// <inheritdoc cref="RemoveAsync(EmailAddress, EmailAddress)"/>
    public async Task<WriteResult> RemoveAsync(long account, EmailAddress alias)
    {
        if (await FindAsync(account, alias).ConfigureAwait(false) is not { } id) return WriteResult.Done;
        var answer = await batch.Client.WriteAsync(ApiRequest.Delete(ResourcePath.Alias(id)), IsGoneAsync, batch.Cancellation).ConfigureAwait(false);
        return answer is { IsMissing: true } ? WriteResult.Done : batch.Judge(answer);

        async Task<bool> IsGoneAsync() => await FindAsync(account, alias).ConfigureAwait(false) is null;
    }

    /// <summary>The number of an alias; null where the account does not have it. What is deleted by it has to be this account's.</summary>
    private async Task<long?> FindAsync(long account, EmailAddress alias)
    {
        var path = ResourcePath.AliasesOf(account, batch.Options.PageSize);
        var aliases = await batch.Listing.ReadAsync($"the aliases of an account of {batch.Domain}", path, ApiJson.Default.PageAliasResource, Check, batch.Cancellation).ConfigureAwait(false);
        var named = aliases.Find(found => EmailAddress.TryParse($"{found.Localpart}@{batch.Domain.Name}", out var address, out _) && address == alias);
        if (named is { EmailAccount: null } && !await IsOfAsync(account, alias).ConfigureAwait(false)) return null;
        return named?.Id;

        AliasResource Check(AliasResource found) => found.EmailAccount is null || ResourcePath.LastPart(found.EmailAccount) == account.ToString(CultureInfo.InvariantCulture)
            ? found
            : throw new IgnoredFilterException("only the aliases of one account were asked for, found those of others: the service did not keep to that, so nothing is deleted; report it to MailRoute");
    }

    // An alias that does not say whose it is: the account itself lists its own.
    private async Task<bool> IsOfAsync(long account, EmailAddress alias) =>
        await batch.Accounts.FindAsync(account, batch.Cancellation).ConfigureAwait(false) is { } found && found.Account.Aliases.Contains(alias);
}
