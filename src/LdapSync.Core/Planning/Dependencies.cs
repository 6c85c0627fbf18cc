namespace LdapSync.Planning;

/// <summary>
/// Which earlier changes of a plan must have been applied before a change makes sense: the account has to exist under the name and, where its aliases change too, be of
/// the kind that it shall be (a list may not be able to have any); an address has to be free, an address is not
/// released before the account that shall take it is there, what is taken from an account is taken before it has another name, is a list that cannot have any or is gone, and an account is not
/// deleted when an address of it was released but could not be taken.
/// </summary>
internal sealed class Dependencies
{
    private readonly IReadOnlyList<AccountChange> _changes;
    private readonly Dictionary<EmailAddress, int> _namedBy = [];
    private readonly Dictionary<EmailAddress, int> _kindBy = [];
    private readonly Dictionary<int, List<int>> _releasesOf = [];
    private readonly Dictionary<int, List<int>> _takersOf = [];
    private readonly Dictionary<EmailAddress, List<int>> _takenFrom = [];
    private readonly Dictionary<EmailAddress, List<int>> _removalsFrom = [];

    public Dependencies(IReadOnlyList<AccountChange> changes, IReadOnlyList<Handover> handovers)
    {
        _changes = changes;
        var leaving = new HashSet<EmailAddress>();
        for (var i = changes.Count - 1; i >= 0; i--)
        {
            if (changes[i].Kind is ChangeKind.AddAccount or ChangeKind.RenameAccount) _namedBy.Add(changes[i].Address, i);
            if (changes[i].Kind == ChangeKind.SetKind) _kindBy.TryAdd(changes[i].Account, i);
            if (TakesAliases(changes[i])) leaving.Add(changes[i].Account);
            else if (TakenFrom(changes[i]) is { } loser && leaving.Contains(loser)) Add(_removalsFrom, loser, i);
        }
        foreach (var handover in handovers)
        {
            Add(_releasesOf, handover.TakenBy, handover.ReleasedBy);
            Add(_takenFrom, handover.From, handover.TakenBy);
            if (_namedBy.TryGetValue(handover.To, out var taker) && taker < handover.ReleasedBy) Add(_takersOf, handover.ReleasedBy, taker);
        }
    }

    /// <summary>The positions that the change at a position waits for; few, as a rule none or one.</summary>
    public List<int> Of(int position)
    {
        var before = new List<int>(1);
        var change = _changes[position];
        AddNaming(change.Account);
        if (change.From is { } from) AddNaming(from);
        if (change.Alias is not null && _kindBy.TryGetValue(change.Account, out var kind) && kind < position) before.Add(kind);
        if (_releasesOf.TryGetValue(position, out var releases)) before.AddRange(releases);
        if (_takersOf.TryGetValue(position, out var takers)) before.AddRange(takers);
        if (TakesAliases(change) && _removalsFrom.TryGetValue(change.Account, out var removals)) before.AddRange(removals.Where(removal => removal < position));
        if (change.Kind == ChangeKind.DeleteAccount && _takenFrom.TryGetValue(change.Account, out var takings)) before.AddRange(takings.Where(taking => taking < position));
        return before;

        // Before that, the name is another account's.
        void AddNaming(EmailAddress name)
        {
            if (_namedBy.TryGetValue(name, out var naming) && naming < position) before.Add(naming);
        }
    }

    /// <summary>Whether aliases that shall be taken from the account before cannot be taken any more after it, under this name or at all.</summary>
    private static bool TakesAliases(AccountChange change) =>
        change.Kind is ChangeKind.DeleteAccount or ChangeKind.RenameAccount || (change.Kind == ChangeKind.SetKind && change.AccountKind == AccountKind.DistributionList);

    private static EmailAddress? TakenFrom(AccountChange change) => change.Kind == ChangeKind.RemoveAlias ? change.Account : change.From;

    private static void Add<TKey>(Dictionary<TKey, List<int>> positions, TKey key, int position)
        where TKey : notnull
    {
        if (!positions.TryGetValue(key, out var list)) positions.Add(key, list = []);
        list.Add(position);
    }
}
