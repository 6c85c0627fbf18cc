using System.Globalization;

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

    /// <summary>More accounts of all deleted than the guard lets pass.</summary>
    Shrink,
}

/// <summary>A limit or guard that a plan breaks. What becomes of the plan then is a setting: <see cref="OnViolation"/>.</summary>
/// <param name="Kind">Which one.</param>
/// <param name="Allowed">How many changes it allows; for <see cref="ViolationKind.EmptyDirectory"/> the least number of accounts, 1.</param>
/// <param name="Planned">How many the plan has.</param>
public sealed record LimitViolation(ViolationKind Kind, int Allowed, int Planned)
{
    /// <summary>The share behind <see cref="Allowed"/>, in percent; null when it is a plain number.</summary>
    public decimal? Percent { get; init; }

    /// <summary>What the share is of: how many accounts or aliases the target has; null when <see cref="Allowed"/> is a plain number.</summary>
    public int? Population { get; init; }

    /// <summary>Withholding every delete answers it, so that adds may go on (<see cref="OnViolation.AddsOnly"/>).</summary>
    internal bool ConcernsDeletes => Kind is ViolationKind.AccountDeletes or ViolationKind.AliasDeletes or ViolationKind.EmptyDirectory or ViolationKind.Shrink;

    /// <summary>What was planned, what is allowed, and what to do.</summary>
    public override string ToString() => Kind switch
    {
        ViolationKind.AccountAdds => OverLimit("account", "to add", nameof(LimitOptions.AccountAdds)),
        ViolationKind.AccountDeletes => OverLimit("account", "to delete", nameof(LimitOptions.AccountDeletes)),
        ViolationKind.AliasAdds => OverLimit("alias", "to add", nameof(LimitOptions.AliasAdds)),
        ViolationKind.AliasDeletes => OverLimit("alias", "to delete", nameof(LimitOptions.AliasDeletes)),
        ViolationKind.Total => OverLimit("change", "in all", nameof(LimitOptions.Total)),
        ViolationKind.Shrink => $"{InWords.Count(Planned, "account")} to delete, {Shown(Allowed)} allowed ({Share}). Check the base DN, the search filter and the exclusions; "
            + $"if it is meant, approve the plan or raise {SyncOptions.Section}:{nameof(SyncOptions.Guards)}:{nameof(GuardOptions.MaxDeletePercent)}.",
        _ => "The directory yields no account at all, which would empty the target. Check the base DN, the search filter and the exclusions; "
            + $"if it is meant, approve the plan or set {SyncOptions.Section}:{nameof(SyncOptions.AllowEmptyDirectory)}.",
    };

    private string OverLimit(string noun, string what, string setting) =>
        $"{InWords.Count(Planned, noun)} {what}, {Shown(Allowed)} allowed{(Percent is null ? "" : $" ({Share})")}. Check the directory; "
        + $"if the changes are right, approve the plan or raise {SyncOptions.Section}:{nameof(SyncOptions.Limits)}:{(Percent is null ? "" : $"{nameof(LimitOptions.Percent)}:")}{setting}.";

    private string Share => string.Create(CultureInfo.InvariantCulture, $"{Percent:0.###} % of {Population:N0}");

    private static string Shown(int number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
