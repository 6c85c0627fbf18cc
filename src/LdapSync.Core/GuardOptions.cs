namespace LdapSync;

/// <summary>
/// Limits in percent of what the target has, without what exclusions and foreign domains hide. As many as the share, rounded down, are allowed: 5 % of 119
/// accounts are 5, a sixth breaks the limit. Null (the default) is no limit.
/// </summary>
public sealed class PercentLimitOptions
{
    /// <summary>New accounts, of the accounts.</summary>
    public decimal? AccountAdds { get; set; }

    /// <summary>Deleted accounts, of the accounts.</summary>
    public decimal? AccountDeletes { get; set; }

    /// <summary>New aliases, of the aliases.</summary>
    public decimal? AliasAdds { get; set; }

    /// <summary>Removed aliases, of the aliases.</summary>
    public decimal? AliasDeletes { get; set; }

    /// <summary>All changes together, of accounts and aliases together.</summary>
    public decimal? Total { get; set; }

    internal PercentLimitOptions Copy() => (PercentLimitOptions)MemberwiseClone();
}

/// <summary>The shrink guard: a sync that deletes a large part of all accounts needs an approval (<see cref="Planning.PlanApproval"/>), even where no limit is set.</summary>
public sealed class GuardOptions
{
    /// <summary>How many of the accounts that exist may be deleted, in percent; null switches the guard off. Default: 50.</summary>
    public decimal? MaxDeletePercent { get; set; } = 50;

    /// <summary>How many accounts must exist before the guard holds. Default: 20.</summary>
    public int MinAccounts { get; set; } = 20;

    internal GuardOptions Copy() => (GuardOptions)MemberwiseClone();
}

/// <summary>What becomes of a plan that breaks a limit or guard. It is never applied in part by number, such as the first 50 deletes.</summary>
public enum OnViolation
{
    /// <summary>Nothing of it is applied.</summary>
    ApplyNothing,

    /// <summary>
    /// Where only deletes are too many (<see cref="LimitOptions.AccountDeletes"/>, <see cref="LimitOptions.AliasDeletes"/>, the guards), every delete, rename and
    /// move is withheld, and what needs one of them; the rest is applied. A broken limit on adds or on the total still refuses everything.
    /// </summary>
    AddsOnly,
}
