using LdapSync.Planning;
using LdapSync.Targets;

namespace LdapSync.MailRoute.Writing;

/// <summary>
/// Makes the changes of one batch: new accounts first, many of them by one request; then the changes of each account one after the other, those of different accounts side
/// by side.
/// </summary>
internal sealed class BatchWriter
{
    private readonly Batch _batch;
    private readonly IReadOnlyList<AccountChange> _changes;
    private readonly Answers _answers;
    private readonly AccountWriter _accounts;
    private readonly AliasWriter _aliases;
    private readonly AccountRename _rename;

    public BatchWriter(Batch batch, IReadOnlyList<AccountChange> changes)
    {
        (_batch, _changes) = (batch, changes);
        _answers = new Answers(changes, batch.Client, batch.Cancellation.Stop);
        _accounts = new AccountWriter(batch);
        _aliases = new AliasWriter(batch);
        _rename = new AccountRename(batch);
    }

    /// <summary>One outcome for each change, in the order given.</summary>
    public async Task<IReadOnlyList<ChangeOutcome>> ApplyAsync()
    {
        var (additions, others) = (new List<int>(), new List<int>());
        for (var position = 0; position < _changes.Count; position++)
        {
            if (WhyImpossible(_changes[position]) is { } reason) _answers.Set(position, WriteResult.Failed(reason));
            else if (_changes[position].Kind == ChangeKind.AddAccount) additions.Add(position);
            else others.Add(position);
        }
        await AddAccountsAsync(additions).ConfigureAwait(false);
        // One look for all of them: whoever has an address now is meant, whatever was read before.
        others = others.FindAll(_answers.MayBegin);
        await _answers.RunAsync(others, () => _batch.LookUpAsync(others.Select(position => _changes[position].Account))).ConfigureAwait(false);
        await ChangeAccountsAsync(others.FindAll(_answers.IsOpen)).ConfigureAwait(false);
        return _answers.Outcomes;
    }

    private string? WhyImpossible(AccountChange change) => change switch
    {
        { Kind: ChangeKind.MoveAlias or ChangeKind.SetSourceId } => $"MailRoute cannot do '{change.Kind}'.",
        { Kind: ChangeKind.AddAlias or ChangeKind.RemoveAlias } when change.Address == change.Account => $"{change.Account} is the account's own address, no alias of it.",
        _ => _batch.Domain.WhyForeign(change.Account) ?? _batch.Domain.WhyForeign(change.Address),
    };

    private async Task AddAccountsAsync(List<int> positions)
    {
        if (positions.Count >= _batch.Options.BulkFrom) positions = await new BulkAccounts(_batch, _answers).AddAsync(WithChanges(positions)).ConfigureAwait(false);
        await SideBySideAsync(positions.GroupBy(position => _changes[position].Account), MakeAsync).ConfigureAwait(false);
    }

    private async Task ChangeAccountsAsync(List<int> positions)
    {
        var lanes = positions.GroupBy(position => _changes[position].Account).Select(lane => lane.OrderBy(position => Rank(_changes[position])).ToList()).ToLookup(IsBulk);
        var bulk = new BulkAliases(_batch, _answers);
        await SideBySideAsync(lanes[true], lane => bulk.SendAsync(WithChanges(lane))).ConfigureAwait(false);
        var left = await bulk.LookAsync().ConfigureAwait(false);
        await SideBySideAsync(lanes[false].Concat(left.GroupBy(position => _changes[position].Account).Select(lane => lane.ToList())), MakeAsync).ConfigureAwait(false);
    }

    private List<(int Position, AccountChange Change)> WithChanges(List<int> positions) => positions.ConvertAll(position => (position, _changes[position]));

    /// <summary>Several aliases of one account and nothing else.</summary>
    private bool IsBulk(List<int> lane) => lane.Count > 1 && lane.TrueForAll(position => _changes[position].Kind == ChangeKind.AddAlias);

    /// <summary>Aliases belong to mailboxes: they come after the change that makes a list a mailbox, and go before the one that makes a mailbox a list.</summary>
    private static int Rank(AccountChange change) => change switch
    {
        { Kind: ChangeKind.SetKind, AccountKind: not AccountKind.DistributionList } => 0,
        { Kind: ChangeKind.RemoveAlias } => 1,
        { Kind: ChangeKind.AddAlias } => 2,
        { Kind: ChangeKind.SetKind } => 3,
        _ => 4,
    };

    private Task SideBySideAsync<TLane>(IEnumerable<TLane> lanes, Func<TLane, Task> make) =>
        Parallel.ForEachAsync(lanes, new ParallelOptions { MaxDegreeOfParallelism = _batch.Options.Parallelism }, async (lane, _) => await make(lane).ConfigureAwait(false));

    private async Task MakeAsync(IEnumerable<int> lane)
    {
        foreach (var position in lane) await _answers.RunAsync(position, MakeAsync).ConfigureAwait(false);
    }

    private async Task<WriteResult> MakeAsync(AccountChange change)
    {
        var result = change.Kind switch
        {
            ChangeKind.AddAccount => _accounts.AddAsync(change.Account, change.AccountKind!.Value),
            ChangeKind.DeleteAccount => _accounts.DeleteAsync(change.Account),
            ChangeKind.AddAlias => _aliases.AddAsync(change.Account, change.Address),
            ChangeKind.RemoveAlias => _aliases.RemoveAsync(change.Account, change.Address),
            ChangeKind.SetKind => _accounts.SetKindAsync(change.Account, change.AccountKind!.Value),
            ChangeKind.RenameAccount => _rename.RunAsync(change.Account, change.Address),
            _ => Task.FromResult(WriteResult.Failed($"MailRoute cannot do '{change.Kind}'.")),
        };
        return (await result.ConfigureAwait(false)).Of(change.Account);
    }
}
