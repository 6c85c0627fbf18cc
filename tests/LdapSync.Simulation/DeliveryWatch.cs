using LdapSync.Planning;

namespace LdapSync;

/// <summary>
/// Looks at the model after every single change: what is deliverable before and after the plan has to be so all the time, save within the windows that the plan
/// states, and what nobody may touch has to stay as it is.
/// </summary>
internal sealed class DeliveryWatch
{
    private readonly Mailboxes _mailboxes;
    private readonly SyncPlan _plan;
    private readonly Rules _rules;
    private readonly bool _isOrderKnown;
    private readonly List<string> _lasting;
    private readonly bool[] _isDone;

    /// <param name="mailboxes">The model, before the first change.</param>
    /// <param name="plan">What is about to be done.</param>
    /// <param name="rules">The settings.</param>
    /// <param name="isOrderKnown">Whether changes come in the order of the plan, and all of them.</param>
    public DeliveryWatch(Mailboxes mailboxes, SyncPlan plan, Rules rules, bool isOrderKnown)
    {
        (_mailboxes, _plan, _rules, _isOrderKnown) = (mailboxes, plan, rules, isOrderKnown);
        _isDone = new bool[plan.Changes.Count];
        var after = mailboxes.Copy();
        foreach (var change in plan.Changes) after.Apply(change);
        _lasting = [.. mailboxes.Addresses.Where(address => after.OwnerOf(address) is not null)];
    }

    /// <summary>The first rule that was broken; thrown later, since a runner catches whatever a target throws.</summary>
    public BrokenRuleException? Broken { get; private set; }

    public void Break(Rule rule, string found) => Broken ??= new BrokenRuleException(rule, found);

    /// <summary>A change is made: a look at what it made of the mail.</summary>
    public void After(AccountChange change) => Look($"'{change}'", Note(change), []);

    /// <summary>A change is made, maybe long since; its position in the plan, -1 when it has none.</summary>
    public int Note(AccountChange change)
    {
        var position = PositionOf(change);
        if (position >= 0) _isDone[position] = true;
        return position;
    }

    /// <summary>A look at the mail in the midst of a batch, where some addresses may pause.</summary>
    public void Look(string after, IEnumerable<string> pausing) => Look(after, position: -1, pausing);

    private void Look(string after, int position, IEnumerable<string> pausing)
    {
        foreach (var address in _lasting)
        {
            if (_mailboxes.OwnerOf(address) is null && !IsInWindow(address, position) && !pausing.Contains(address)) Break(Rule.MailFlows, $"{address} is not deliverable after {after}");
        }
    }

    private bool IsInWindow(string address, int position)
    {
        foreach (var handover in _plan.Handovers)
        {
            if (_rules.Fold(Mailboxes.Key(handover.Address)) != _rules.Fold(address)) continue;
            if (_isOrderKnown ? handover.ReleasedBy <= position && position < handover.TakenBy : _isDone[handover.ReleasedBy] && !_isDone[handover.TakenBy]) return true;
        }
        return false;
    }

    private int PositionOf(AccountChange change)
    {
        for (var i = 0; i < _plan.Changes.Count; i++)
        {
            if (!_isDone[i] && _plan.Changes[i] == change) return i;
        }
        return -1;
    }
}
