namespace LdapSync.Planning;

/// <summary>What a plan can break.</summary>
public enum ViolationKind
{
    /// <summary>More new accounts than allowed.</summary>
    AccountAdds,

    /// <summary>More deleted accounts than allowed.</summary>
    AccountDeletes,

    /// <summary>More new aliases than allowed.</summary>
    AliasAdds,

    /// <summary>More removed aliases than allowed.</summary>
    AliasDeletes,

    /// <summary>More changes altogether than allowed.</summary>
    Total,

    /// <summary>The directory asks for no account at all.</summary>
    EmptyDirectory,
}

/// <summary>A limit or guard that a plan breaks: nothing of the plan is applied.</summary>
/// <param name="Kind">Which one.</param>
/// <param name="Allowed">How many changes it allows; for <see cref="ViolationKind.EmptyDirectory"/> the least number of accounts, 1.</param>
/// <param name="Planned">How many the plan has.</param>
public sealed record LimitViolation(ViolationKind Kind, int Allowed, int Planned)
{
    /// <summary>What was planned, what is allowed, and what to do.</summary>
    public override string ToString() => Kind switch
    {
        ViolationKind.AccountAdds => OverLimit("account", "to add", nameof(LimitOptions.AccountAdds)),
        ViolationKind.AccountDeletes => OverLimit("account", "to delete", nameof(LimitOptions.AccountDeletes)),
        ViolationKind.AliasAdds => OverLimit("alias", "to add", nameof(LimitOptions.AliasAdds)),
        ViolationKind.AliasDeletes => OverLimit("alias", "to delete", nameof(LimitOptions.AliasDeletes)),
        ViolationKind.Total => OverLimit("change", "in all", nameof(LimitOptions.Total)),
        _ => "The directory yields no account at all, which would empty the target. Check the base DN, the search filter and the exclusions; "
            + $"if it is meant, set {SyncOptions.Section}:{nameof(SyncOptions.AllowEmptyDirectory)}.",
    };

    private string OverLimit(string noun, string what, string setting) =>
        $"{InWords.Count(Planned, noun)} {what}, {Allowed} allowed. Check the directory; if the changes are right, raise {SyncOptions.Section}:{nameof(SyncOptions.Limits)}:{setting}.";
}
