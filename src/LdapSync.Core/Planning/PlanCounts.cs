namespace LdapSync.Planning;

/// <summary>How many changes a plan makes, as the limits count them.</summary>
/// <param name="AccountAdds">New accounts.</param>
/// <param name="AccountDeletes">Deleted accounts.</param>
/// <param name="AliasAdds">New aliases, those of new accounts included.</param>
/// <param name="AliasDeletes">Removed aliases, without those that go with a deleted account.</param>
/// <param name="KindChanges">Accounts that become a list or a mailbox; they count in the total only.</param>
public sealed record PlanCounts(int AccountAdds, int AccountDeletes, int AliasAdds, int AliasDeletes, int KindChanges)
{
    /// <summary>All changes.</summary>
    public int Total => AccountAdds + AccountDeletes + AliasAdds + AliasDeletes + KindChanges;

    internal static PlanCounts Of(IReadOnlyList<AccountChange> changes)
    {
        Span<int> counts = stackalloc int[(int)ChangeKind.SetKind + 1];
        foreach (var change in changes) counts[(int)change.Kind]++;
        return new PlanCounts(
            counts[(int)ChangeKind.AddAccount],
            counts[(int)ChangeKind.DeleteAccount],
            counts[(int)ChangeKind.AddAlias],
            counts[(int)ChangeKind.RemoveAlias],
            counts[(int)ChangeKind.SetKind]);
    }
}
