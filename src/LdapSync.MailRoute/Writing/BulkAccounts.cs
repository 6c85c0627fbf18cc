using LdapSync.MailRoute.Http;
using LdapSync.MailRoute.Resources;
using LdapSync.Planning;

namespace LdapSync.MailRoute.Writing;

/// <summary>
/// Creates many accounts by one request. Its answer tells nothing of the single account, and of a request without an answer nobody knows how far it came: so the accounts are
/// listed after it, and what is not there as asked is left to be created one by one.
/// </summary>
internal sealed class BulkAccounts(Batch batch, Answers answers)
{
    /// <summary>Sets the outcomes of what is created.</summary>
    /// <param name="additions">The changes that create accounts, with their positions.</param>
    /// <returns>The positions of those that have to be created one by one.</returns>
    public async Task<List<int>> AddAsync(IReadOnlyList<(int Position, AccountChange Change)> additions)
    {
        var begun = additions.Where(addition => answers.MayBegin(addition.Position)).ToList();
        var left = new List<int>();
        if (begun.Count == 0) return left;
        await answers.RunAsync([.. begun.Select(addition => addition.Position)], async () =>
        {
            await SendAsync([.. begun.Select(addition => addition.Change.Account).Distinct()]).ConfigureAwait(false);
            var there = await FindAsync(begun).ConfigureAwait(false);
            foreach (var (position, change) in begun)
            {
                if (there.TryGetValue(change.Account, out var kind) && kind == change.AccountKind) answers.Set(position, WriteResult.Done);
                else left.Add(position);
            }
        }).ConfigureAwait(false);
        if (left.Count > 0) Log.OneByOne(batch.Logger, left.Count, begun.Count);
        return left;
    }

    private async Task SendAsync(IReadOnlyList<EmailAddress> accounts)
    {
        try
        {
            var body = new NewAccounts([.. accounts.Select(Localpart.Of)], batch.Domain.Uri).ToJson();
            await batch.Client.SendAsync(ApiRequest.Post(ResourcePath.NewAccounts, body), batch.Cancellation).ConfigureAwait(false);
        }
        catch (RequestException e)
        {
            Log.BulkUnanswered(batch.Logger, e.Message);
        }
    }

    private async Task<Dictionary<EmailAddress, AccountKind>> FindAsync(List<(int Position, AccountChange Change)> begun)
    {
        var found = await batch.Accounts.FindAsync([.. begun.Select(addition => addition.Change.Account)], batch.Cancellation).ConfigureAwait(false);
        foreach (var account in found) batch.Known.Add(account.Account.Primary, account.Id);
        return found.ToDictionary(account => account.Account.Primary, account => account.Account.Kind);
    }
}
