namespace LdapSync.Planning;

/// <summary>How many changes a plan makes, as the limits count them.</summary>
/// <param name="AccountAdds">New accounts.</param>
/// <param name="AccountDeletes">Deleted accounts.</param>
/// <param name="AliasAdds">New aliases, those of new accounts and moved ones included.</param>
/// <param name="AliasDeletes">Removed and moved aliases, without those that go with a deleted account.</param>
/// <param name="KindChanges">Accounts that become a list or a mailbox; they count in the total only.</param>
/// <param name="Renames">Accounts that get another primary address; they count in the total only.</param>
public sealed record PlanCounts(int AccountAdds, int AccountDeletes, int AliasAdds, int AliasDeletes, int KindChanges, int Renames = 0)
{
    /// <summary>All of these together.</summary>
    public int Total => AccountAdds + AccountDeletes + AliasAdds + AliasDeletes + KindChanges + Renames;

    internal static PlanCounts Of(IReadOnlyList<AccountChange> changes)
    {
        Span<int> counts = stackalloc int[(int)ChangeKind.SetSourceId + 1];
        foreach (var change in changes) counts[(int)change.Kind]++;
        var moves = counts[(int)ChangeKind.MoveAlias];
        return new PlanCounts(
            counts[(int)ChangeKind.AddAccount],
            counts[(int)ChangeKind.DeleteAccount],
            counts[(int)ChangeKind.AddAlias] + moves,
            counts[(int)ChangeKind.RemoveAlias] + moves,
            counts[(int)ChangeKind.SetKind],
            counts[(int)ChangeKind.RenameAccount]);
    }
}
