using LdapSync.Planning;

namespace LdapSync.Targets;

/// <summary>
/// Which earlier changes of a plan must have been applied before a change makes sense: the account has to exist, an address has to be free, and an address is
/// not released before the account that shall take it is there.
/// </summary>
internal sealed class Dependencies
{
    private readonly SyncPlan _plan;
    private readonly Dictionary<EmailAddress, int> _newAccounts = [];
    private readonly Dictionary<int, int> _releaseOf = [];
    private readonly Dictionary<int, List<int>> _takersOf = [];

    public Dependencies(SyncPlan plan)
    {
        _plan = plan;
        for (var i = 0; i < plan.Changes.Count; i++)
        {
            if (plan.Changes[i].Kind == ChangeKind.AddAccount) _newAccounts.Add(plan.Changes[i].Account, i);
        }
        foreach (var handover in plan.Handovers)
        {
            _releaseOf.Add(handover.TakenBy, handover.ReleasedBy);
            if (!_newAccounts.TryGetValue(handover.To, out var taker) || taker >= handover.ReleasedBy) continue;
            if (!_takersOf.TryGetValue(handover.ReleasedBy, out var takers)) _takersOf.Add(handover.ReleasedBy, takers = []);
            takers.Add(taker);
        }
    }

    /// <summary>The positions that the change at a position waits for; few, as a rule none or one.</summary>
    public List<int> Of(int position)
    {
        var before = new List<int>(1);
        var change = _plan.Changes[position];
        if (change.Kind != ChangeKind.AddAccount && _newAccounts.TryGetValue(change.Account, out var account)) before.Add(account);
        if (_releaseOf.TryGetValue(position, out var release)) before.Add(release);
        if (_takersOf.TryGetValue(position, out var takers)) before.AddRange(takers);
        return before;
    }
}
