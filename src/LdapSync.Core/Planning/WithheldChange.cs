namespace LdapSync.Planning;

/// <summary>A change of a plan that a broken limit or guard keeps from being applied (<see cref="OnViolation.AddsOnly"/>).</summary>
/// <param name="Position">Its position in <see cref="SyncPlan.Changes"/>.</param>
/// <param name="Change">The change.</param>
/// <param name="Reason">The limits and guards, or the withheld change that it needs first.</param>
public sealed record WithheldChange(int Position, AccountChange Change, string Reason)
{
    /// <summary>Every change that takes something away from somebody, and every one that needs one of those first (R19).</summary>
    internal static IReadOnlyList<WithheldChange> Of(IReadOnlyList<AccountChange> changes, IReadOnlyList<Handover> handovers, IReadOnlyList<LimitViolation> violations)
    {
        var reason = $"Only adds are applied ({SyncOptions.Section}:{nameof(SyncOptions.OnViolation)}), since the plan breaks {string.Join(", ", violations.Select(violation => violation.Kind))}.";
        var dependencies = new Dependencies(changes, handovers);
        var withheld = new List<WithheldChange>();
        var positions = new HashSet<int>();
        for (var i = 0; i < changes.Count; i++)
        {
            // What a change needs stands before it, so its fate is known by now.
            if (!IsAdd(changes[i].Kind)) Withhold(i, reason);
            else if (dependencies.Of(i).Where(positions.Contains).Take(1).ToArray() is [var first]) Withhold(i, $"It needs another change first, which is withheld: {changes[first]}.");
        }
        return withheld;

        void Withhold(int position, string because)
        {
            positions.Add(position);
            withheld.Add(new WithheldChange(position, changes[position], because));
        }
    }

    // By naming what is harmless: a kind that nobody thought of here is withheld.
    private static bool IsAdd(ChangeKind kind) => kind is ChangeKind.AddAccount or ChangeKind.AddAlias or ChangeKind.SetKind;
}
