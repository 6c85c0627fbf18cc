namespace LdapSync.Planning;

/// <summary>
/// Holds a plan against the limits (R16, R17), the limits in percent (R18) and the guards (R20). A limit of N allows N changes; N + 1 break it. N percent allow the
/// share rounded down, once enough exists for a share to mean something; of a number and a share the stricter holds.
/// </summary>
internal sealed class LimitCheck
{
    private readonly List<LimitViolation> _violations = [];
    private readonly int _floor;

    private LimitCheck(int floor) => _floor = floor;

    /// <param name="counts">What the plan does.</param>
    /// <param name="wantedAccounts">How many accounts the directory asks for, those included that it does not get because of a conflict.</param>
    /// <param name="accounts">How many accounts of the target the plan sees: what the shares are of.</param>
    /// <param name="aliases">How many aliases they have.</param>
    /// <param name="options">The limits and guards.</param>
    public static IReadOnlyList<LimitViolation> Violations(PlanCounts counts, int wantedAccounts, int accounts, int aliases, SyncOptions options)
    {
        var (limits, percent, guards) = (options.Limits, options.Limits.Percent, options.Guards);
        var check = new LimitCheck(limits.PercentFloor);
        check.Limit(ViolationKind.AccountAdds, counts.AccountAdds, limits.AccountAdds, percent.AccountAdds, accounts);
        check.Limit(ViolationKind.AccountDeletes, counts.AccountDeletes, limits.AccountDeletes, percent.AccountDeletes, accounts);
        check.Limit(ViolationKind.AliasAdds, counts.AliasAdds, limits.AliasAdds, percent.AliasAdds, aliases);
        check.Limit(ViolationKind.AliasDeletes, counts.AliasDeletes, limits.AliasDeletes, percent.AliasDeletes, aliases);
        check.Limit(ViolationKind.Total, counts.Total, limits.Total, percent.Total, accounts + aliases);
        if (wantedAccounts == 0 && !options.AllowEmptyDirectory) check._violations.Add(new LimitViolation(ViolationKind.EmptyDirectory, 1, 0));
        check.Share(ViolationKind.Shrink, counts.AccountDeletes, guards.MaxDeletePercent, accounts, guards.MinAccounts);
        return check._violations;
    }

    private void Limit(ViolationKind kind, int planned, int? limit, decimal? percent, int population)
    {
        if (limit <= Allowed(percent, population, _floor))
        {
            if (planned > limit) _violations.Add(new LimitViolation(kind, limit.Value, planned));
        }
        else
        {
            Share(kind, planned, percent, population, _floor);
        }
    }

    private void Share(ViolationKind kind, int planned, decimal? percent, int population, int floor)
    {
        var allowed = Allowed(percent, population, floor);
        if (planned > allowed) _violations.Add(new LimitViolation(kind, allowed, planned) { Percent = percent, Population = population });
    }

    /// <summary>The share rounded down; decimal, so that no binary fraction loses one. No share, or too few for it: as many as there are numbers.</summary>
    private static int Allowed(decimal? percent, int population, int floor) =>
        percent is null || population < floor ? int.MaxValue : (int)Math.Min(int.MaxValue, decimal.Floor(population * percent.Value / 100));
}
