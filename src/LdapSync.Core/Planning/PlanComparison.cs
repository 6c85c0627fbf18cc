namespace LdapSync.Planning;

/// <summary>What an edit of the settings does: two plans of the same directory and target, made with the settings before and after it.</summary>
/// <param name="Added">The changes that only the second plan makes, in its order.</param>
/// <param name="Removed">The changes that only the first plan makes, in its order.</param>
/// <param name="NewlyHidden">Accounts of the target that exclusions hide in the second plan and not in the first, sorted.</param>
public sealed record PlanComparison(IReadOnlyList<AccountChange> Added, IReadOnlyList<AccountChange> Removed, IReadOnlyList<ExcludedAddress> NewlyHidden)
{
    /// <summary>Whether both plans do the same and hide the same accounts.</summary>
    public bool IsEmpty => Added.Count == 0 && Removed.Count == 0 && NewlyHidden.Count == 0;

    /// <summary>Compares the plans of two settings.</summary>
    public static PlanComparison Between(SyncPlan before, SyncPlan after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var hiddenBefore = before.Excluded.Where(IsExistingAccount).Select(excluded => excluded.Address).ToHashSet();
        return new PlanComparison(
            Without(after.Changes, before.Changes),
            Without(before.Changes, after.Changes),
            [.. after.Excluded.Where(excluded => IsExistingAccount(excluded) && !hiddenBefore.Contains(excluded.Address))]);
    }

    /// <summary>The result in one line.</summary>
    public override string ToString() => this switch
    {
        { IsEmpty: true } => "The edit changes nothing.",
        { Added.Count: 0, Removed.Count: 0 } => $"The edit makes the same changes, and hides {InWords.Count(NewlyHidden.Count, "account")} of the target.",
        _ => $"The edit adds {InWords.Count(Added.Count, "change")} and removes {InWords.Count(Removed.Count, "change")}.",
    };

    private static bool IsExistingAccount(ExcludedAddress excluded) => excluded is { Dn: null, IsWholeAccount: true };

    private static List<AccountChange> Without(IReadOnlyList<AccountChange> changes, IReadOnlyList<AccountChange> others)
    {
        var known = others.ToHashSet();
        return [.. changes.Where(change => !known.Contains(change))];
    }
}
