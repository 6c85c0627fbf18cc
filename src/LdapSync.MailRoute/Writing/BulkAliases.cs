using System.Collections.Concurrent;
using LdapSync.MailRoute.Http;
using LdapSync.MailRoute.Resources;
using LdapSync.Planning;

namespace LdapSync.MailRoute.Writing;

/// <summary>
/// Gives accounts several aliases by one request each. Its answer tells nothing of the single alias: so the accounts are listed after it, and what they do not have is left
/// to be added one by one.
/// </summary>
internal sealed class BulkAliases(Batch batch, Answers answers)
{
    private readonly ConcurrentBag<(long Account, IReadOnlyList<(int Position, AccountChange Change)> Additions)> _sent = [];

    /// <summary>Sends what adds aliases to one account. Accounts may be sent in parallel.</summary>
    public async Task SendAsync(IReadOnlyList<(int Position, AccountChange Change)> additions)
    {
        var begun = additions.Where(addition => answers.MayBegin(addition.Position)).ToList();
        if (begun.Count == 0) return;
        await answers.RunAsync([.. begun.Select(addition => addition.Position)], async () =>
        {
            var account = begun[0].Change.Account;
            if (await batch.IdOfAsync(account).ConfigureAwait(false) is not { } id)
            {
                foreach (var (position, _) in begun) answers.Set(position, WriteResult.AccountIsGone.Of(account));
                return;
            }
            await SendAsync(id, [.. begun.Select(addition => Localpart.Of(addition.Change.Address))]).ConfigureAwait(false);
            _sent.Add((id, begun));
        }).ConfigureAwait(false);
    }

    /// <summary>Sets the outcomes of what the accounts have now.</summary>
    /// <returns>The positions of the aliases that have to be added one by one.</returns>
    public async Task<List<int>> LookAsync()
    {
        var left = new List<int>();
        if (_sent.IsEmpty) return left;
        var positions = _sent.SelectMany(sent => sent.Additions).Select(addition => addition.Position).ToList();
        await answers.RunAsync(positions, async () =>
        {
            var found = await batch.Accounts.FindAsync([.. _sent.Select(sent => sent.Account)], batch.Cancellation).ConfigureAwait(false);
            var accounts = found.ToDictionary(account => account.Id, account => account.Account);
            foreach (var (account, additions) in _sent)
            {
                var aliases = accounts.TryGetValue(account, out var there) ? there.Aliases.ToHashSet() : [];
                foreach (var (position, change) in additions)
                {
                    if (aliases.Contains(change.Address)) answers.Set(position, WriteResult.Done);
                    else left.Add(position);
                }
            }
        }).ConfigureAwait(false);
        if (left.Count > 0) Log.OneByOne(batch.Logger, left.Count, positions.Count);
        return left;
    }

    private async Task SendAsync(long account, IReadOnlyList<string> localparts)
    {
        try
        {
            await batch.Client.SendAsync(ApiRequest.Post(ResourcePath.NewAliases(account), new NewAliases(localparts).ToJson()), batch.Cancellation).ConfigureAwait(false);
        }
        catch (RequestException e)
        {
            Log.BulkUnanswered(batch.Logger, e.Message);
        }
    }
}
