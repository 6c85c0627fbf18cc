using LdapSync.MailRoute.Http;
using LdapSync.MailRoute.Resources;

namespace LdapSync.MailRoute.Writing;

/// <summary>
/// Gives an account another local part, and it keeps all it has. The service refuses a local part that is anybody's, the account's own aliases included: such an alias goes
/// first, and is given back when the account does not get the name. It is what tells the next plan that this is a rename: without it, that would delete the account and make
/// a new one.
/// </summary>
internal sealed class AccountRename(Batch batch)
{
    private readonly AliasWriter _aliases = new(batch);

    /// <summary>Renames an account; one that has the new name, where nobody has the old one, is renamed.</summary>
    /// <exception cref="RequestException">It cannot be found out whether it was.</exception>
    public async Task<WriteResult> RunAsync(EmailAddress from, EmailAddress to)
    {
        if (await batch.FindAsync(from).ConfigureAwait(false) is not { } account)
        {
            return await batch.FindAsync(to).ConfigureAwait(false) is null ? WriteResult.AccountIsGone.Of(from) : WriteResult.Done;
        }
        return account.Account.Aliases.Contains(to)
            ? await TakeFromAliasAsync(account.Id, from, to).ConfigureAwait(false)
            : await PatchAsync(account.Id, from, to).ConfigureAwait(false);
    }

    private async Task<WriteResult> PatchAsync(long id, EmailAddress from, EmailAddress to)
    {
        var request = ApiRequest.Patch(ResourcePath.Account(id), new AccountPatch(Localpart: Localpart.Of(to)).ToJson());
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

    private async Task<WriteResult> TakeFromAliasAsync(long id, EmailAddress from, EmailAddress to)
    {
        WriteResult result;
        try
        {
            var removed = await _aliases.RemoveAsync(id, to).ConfigureAwait(false);
            if (!removed.IsDone) return removed;
            result = await PatchAsync(id, from, to).ConfigureAwait(false);
        }
        catch (Exception e) when (e is RequestException or TargetException)
        {
            result = WriteResult.Failed(e is RequestException ? $"{batch.Client.Host}: {e.Message}." : e.Message);
        }
        return result.IsDone ? result : await GiveBackAsync(id, from, to, result.Reason!).ConfigureAwait(false);
    }

    /// <summary>Gives the alias back, unless the account has the name after all.</summary>
    private async Task<WriteResult> GiveBackAsync(long id, EmailAddress from, EmailAddress to, string reason)
    {
        var undoing = batch.ForUndoing();
        try
        {
            if (await undoing.Accounts.FindAsync(id, undoing.Cancellation).ConfigureAwait(false) is not { } found) return WriteResult.AccountIsGone.Of(from);
            if (found.Account.Primary == to) return WriteResult.Done;
            if ((await new AliasWriter(undoing).AddAsync(id, to).ConfigureAwait(false)).IsDone) return WriteResult.Failed(reason);
        }
        catch (Exception e) when (e is RequestException or TargetException)
        {
            // Told below: why does not matter beside what has to be done.
        }
        return WriteResult.Failed(
            $"{reason} The alias {to} was taken from {from} to become its name, and could not be given back: add it by hand before the next sync, which would else delete the account and make a new one.");
    }
}
