using LdapSync.MailRoute.Http;
using LdapSync.MailRoute.Resources;

namespace LdapSync.MailRoute.Writing;

/// <summary>Creates and deletes accounts, and changes their kind, one by one.</summary>
internal sealed class AccountWriter(Batch batch)
{
    /// <summary>Creates an account, or gives the one that is there the kind that is asked for.</summary>
    /// <exception cref="RequestException">It cannot be found out whether it was created.</exception>
    public async Task<WriteResult> AddAsync(EmailAddress account, AccountKind kind)
    {
        if (batch.Known.IdOf(account) is not null) return await SetKindAsync(account, kind).ConfigureAwait(false);
        // The state of a new account is no documented part of what creates it.
        var request = ApiRequest.Post(ResourcePath.Accounts, new NewAccount(Localpart.Of(account), batch.Domain.Uri).ToJson());
        var answer = await batch.Client.WriteAsync(request, async () => await batch.FindAsync(account).ConfigureAwait(false) is not null, batch.Cancellation).ConfigureAwait(false);
        if (answer is { IsSuccess: false }) return batch.Judge(answer);
        if (await CreatedAsync(account, answer).ConfigureAwait(false) is not { } created) return WriteResult.Failed($"{batch.Client.Host} answered that it is created, but does not list it.");
        return created.Kind == kind ? WriteResult.Done : (await SetKindAsync(account, kind).ConfigureAwait(false)).Of(account);
    }

    /// <summary>Deletes an account with its aliases; one that is not there is deleted.</summary>
    /// <exception cref="RequestException">It cannot be found out whether it was deleted.</exception>
    public async Task<WriteResult> DeleteAsync(EmailAddress account)
    {
        if (await batch.IdOfAsync(account).ConfigureAwait(false) is not { } id) return WriteResult.Done;
        var answer = await batch.Client.WriteAsync(ApiRequest.Delete(ResourcePath.Account(id)), IsGoneAsync, batch.Cancellation).ConfigureAwait(false);
        if (answer is { IsSuccess: false, IsMissing: false }) return batch.Judge(answer);
        batch.Known.Remove(account);
        return WriteResult.Done;

        async Task<bool> IsGoneAsync() => await batch.Accounts.FindAsync(id, batch.Cancellation).ConfigureAwait(false) is null;
    }

    /// <summary>Makes an account what is asked for.</summary>
    /// <exception cref="RequestException">It cannot be found out whether it was made.</exception>
    public Task<WriteResult> SetKindAsync(EmailAddress account, AccountKind kind) => batch.ChangeAsync(account, async id =>
    {
        var request = ApiRequest.Patch(ResourcePath.Account(id), new AccountPatch(State: AccountState.Of(kind)).ToJson());
        var answer = await batch.Client.WriteAsync(request, IsSoAsync, batch.Cancellation).ConfigureAwait(false);
        if (answer is { IsMissing: true }) return WriteResult.AccountIsGone;
        if (answer is { IsSuccess: true } && answer.TryRead(ApiJson.Default.AccountResource, out var changed, out _) && changed.State is { } state && AccountState.ToKind(state) != kind)
        {
            return WriteResult.Failed($"{batch.Client.Host} took it, but answers that the account is in state {state} instead of {AccountState.Of(kind)}.");
        }
        return batch.Judge(answer);

        async Task<bool> IsSoAsync() => await batch.Accounts.FindAsync(id, batch.Cancellation).ConfigureAwait(false) is { } found && found.Account.Kind == kind;
    });

    private async Task<(long Id, AccountKind Kind)?> CreatedAsync(EmailAddress account, ApiAnswer? answer)
    {
        // Some versions answer with the account, some with nothing.
        if (answer is not null && answer.TryRead(ApiJson.Default.AccountResource, out var created, out _)
            && created is { Id: { } id, State: { } state } && AccountState.ToKind(state) is { } kind && batch.Domain.Names(answer, account))
        {
            batch.Known.Add(account, id);
            return (id, kind);
        }
        return await batch.FindAsync(account).ConfigureAwait(false) is { } found ? (found.Id, found.Account.Kind) : null;
    }
}
