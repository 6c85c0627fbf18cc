namespace LdapSync.Planning;

/// <summary>Holds a plan against the limits (R16, R17) and guards (R20). A limit of N allows N changes; N + 1 break it.</summary>
internal static class LimitCheck
{
    public static IReadOnlyList<LimitViolation> Violations(PlanCounts counts, int wantedAccounts, SyncOptions options)
    {
        var violations = new List<LimitViolation>();
        Check(ViolationKind.AccountAdds, options.Limits.AccountAdds, counts.AccountAdds);
        Check(ViolationKind.AccountDeletes, options.Limits.AccountDeletes, counts.AccountDeletes);
        Check(ViolationKind.AliasAdds, options.Limits.AliasAdds, counts.AliasAdds);
        Check(ViolationKind.AliasDeletes, options.Limits.AliasDeletes, counts.AliasDeletes);
        Check(ViolationKind.Total, options.Limits.Total, counts.Total);
        if (wantedAccounts == 0 && !options.AllowEmptyDirectory) violations.Add(new LimitViolation(ViolationKind.EmptyDirectory, 1, 0));
        return violations;

        void Check(ViolationKind kind, int? limit, int planned)
        {
            if (planned > limit) violations.Add(new LimitViolation(kind, limit.Value, planned));
        }
    }
}
