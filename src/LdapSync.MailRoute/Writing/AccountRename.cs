using LdapSync.MailRoute.Http;
using LdapSync.MailRoute.Resources;

namespace LdapSync.MailRoute.Writing;

/// <summary>
/// Gives an account another local part, and it keeps all it has. The service refuses a local part that is anybody's, the account's own aliases included: such an alias goes
/// first, and is given back when the account does not get the name.
/// </summary>
internal sealed class AccountRename(Batch batch, AliasWriter aliases)
{
    /// <summary>Renames an account; one that has the new name, where nobody has the old one, is renamed.</summary>
    /// <exception cref="RequestException">It cannot be found out whether it was.</exception>
    public async Task<WriteResult> RunAsync(EmailAddress from, EmailAddress to)
    {
        if (await batch.FindAsync(from).ConfigureAwait(false) is not { } account)
        {
            return await batch.FindAsync(to).ConfigureAwait(false) is null ? WriteResult.AccountIsGone.Of(from) : WriteResult.Done;
        }
        if (!account.Account.Aliases.Contains(to)) return await PatchAsync(account.Id, from, to).ConfigureAwait(false);
        var removed = await aliases.RemoveAsync(account.Id, to).ConfigureAwait(false);
        return removed.IsDone ? await PatchOrGiveBackAsync(account.Id, from, to).ConfigureAwait(false) : removed;
    }

    private async Task<WriteResult> PatchAsync(long id, EmailAddress from, EmailAddress to)
    {
        var request = ApiRequest.Patch(ResourcePath.Account(id), new AccountPatch(Localpart: to.LocalPart).ToJson());
        var answer = await batch.Client.WriteAsync(request, async () => (await batch.Accounts.FindAsync(id, batch.Cancellation).ConfigureAwait(false))?.Account.Primary == to, batch.Cancellation)
            .ConfigureAwait(false);
        if (answer is { IsMissing: true }) return WriteResult.AccountIsGone.Of(from);
        var result = batch.Judge(answer);
        if (result.IsDone)
        {
            batch.Known.Remove(from);
            batch.Known.Add(to, id);
        }
        return result;
    }

    private async Task<WriteResult> PatchOrGiveBackAsync(long id, EmailAddress from, EmailAddress to)
    {
        string reason;
        try
        {
            var renamed = await PatchAsync(id, from, to).ConfigureAwait(false);
            if (renamed.IsDone) return renamed;
            reason = renamed.Reason!;
        }
        catch (Exception e) when (e is RequestException or TargetException)
        {
            reason = e is RequestException ? $"{batch.Client.Host}: {e.Message}." : e.Message;
        }
        return WriteResult.Failed(await GiveBackAsync(id, to).ConfigureAwait(false) is { } loss ? $"{reason} {loss}" : reason);
    }

    /// <summary>Null when the account has its alias again, else that it has not.</summary>
    private async Task<string?> GiveBackAsync(long id, EmailAddress alias)
    {
        const string Until = "was taken from the account to become its name, and could not be given back; the next sync will";
        try
        {
            return (await aliases.AddAsync(id, alias).ConfigureAwait(false)).IsDone ? null : $"The alias {alias} {Until}.";
        }
        catch (Exception e) when (e is RequestException or TargetException)
        {
            return $"The alias {alias} {Until}.";
        }
    }
}
