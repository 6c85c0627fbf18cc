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
    // What is left of a rename that is half done when the sync is cancelled.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Renames an account; one that has the new name, where nobody has the old one, is renamed.</summary>
    /// <exception cref="RequestException">It cannot be found out whether it was.</exception>
    public async Task<WriteResult> RunAsync(EmailAddress from, EmailAddress to)
    {
        if (await batch.FindAsync(from).ConfigureAwait(false) is not { } account)
        {
            return await batch.FindAsync(to).ConfigureAwait(false) is null ? WriteResult.AccountIsGone.Of(from) : WriteResult.Done;
        }
        if (!account.Account.Aliases.Contains(to)) return await PatchAsync(batch, account.Id, from, to).ConfigureAwait(false);

        using var patience = new CancellationTokenSource(Timeout.InfiniteTimeSpan, batch.Client.Clock);
        using var cancelled = batch.Cancellation.Stop.Register(() => patience.CancelAfter(Patience));
        return await TakeFromAliasAsync(batch with { Cancellation = Cancellation.BetweenAttempts(patience.Token) }, account.Id, from, to).ConfigureAwait(false);
    }

    private static async Task<WriteResult> PatchAsync(Batch batch, long id, EmailAddress from, EmailAddress to)
    {
        var request = ApiRequest.Patch(ResourcePath.Account(id), new AccountPatch(Localpart: Localpart.Of(to)).ToJson());
        var answer = await batch.Client.WriteAsync(request, HasNameAsync, batch.Cancellation).ConfigureAwait(false);
        if (answer is { IsMissing: true }) return WriteResult.AccountIsGone.Of(from);
        if (answer is { IsSuccess: false }) return batch.Judge(answer);
        if (!batch.Domain.Names(answer, to) && !await HasNameAsync().ConfigureAwait(false)) return WriteResult.Failed($"{batch.Client.Host} took it, but the account does not have the name.");
        batch.Known.Remove(from);
        batch.Known.Add(to, id);
        return WriteResult.Done;

        async Task<bool> HasNameAsync() => (await batch.Accounts.FindAsync(id, batch.Cancellation).ConfigureAwait(false))?.Account.Primary == to;
    }

    private static async Task<WriteResult> TakeFromAliasAsync(Batch batch, long id, EmailAddress from, EmailAddress to)
    {
        var isTaken = false;
        WriteResult result;
        try
        {
            result = await new AliasWriter(batch).RemoveAsync(id, to).ConfigureAwait(false);
            isTaken = result.IsDone;
            if (isTaken) result = await PatchAsync(batch, id, from, to).ConfigureAwait(false);
        }
        catch (Exception e) when (e is RequestException or TargetException)
        {
            result = WriteResult.Failed(e is RequestException ? $"{batch.Client.Host}: {e.Message}." : e.Message);
        }
        if (result.IsDone) return result;
        return await GiveBackAsync(batch.WithOwnCircuit(), id, to).ConfigureAwait(false) switch
        {
            true => result,
            null => WriteResult.Done,
            false => WriteResult.Failed($"{result.Reason} The alias {to} {(isTaken ? "was" : "may have been")} taken from {from} to become its name, and could not be given back: "
                + "see whether it is there, and else add it by hand before the next sync, which would delete the account and make a new one."),
        };
    }

    /// <summary>Gives the alias back: true when the account has it, false when that is not certain, null when the account has the name after all.</summary>
    private static async Task<bool?> GiveBackAsync(Batch batch, long id, EmailAddress to)
    {
        try
        {
            var found = await batch.Accounts.FindAsync(id, batch.Cancellation).ConfigureAwait(false);
            if (found?.Account.Primary == to) return null;
            return found is null || found.Account.Aliases.Contains(to) || (await new AliasWriter(batch).AddAsync(id, to).ConfigureAwait(false)).IsDone;
        }
        catch (Exception e) when (e is RequestException or TargetException)
        {
            return false; // why does not matter beside what has to be done
        }
    }
}
