namespace LdapSync;

/// <summary>Which accounts of the target a sync may delete.</summary>
public enum Ownership
{
    /// <summary>Everything in the domains that it serves, whoever made it.</summary>
    Everything,

    /// <summary>
    /// What a sync has created, or has found an entry for that has its id or asks for its primary address. Other accounts and their aliases are left alone, and an entry
    /// that claims an address of theirs goes without it. What nobody asks for by the time this is switched on (again) is nobody's, and stays. The history keeps which they are; without a history nothing is owned, and the settings are refused.
    /// </summary>
    CreatedOrAdopted,
}

/// <summary>
/// The waiting room before deletion, for accounts that no entry asks for. What counts are syncs that read everything and broke no limit or guard, or were approved; tests do not. An entry
/// that asks for the account, or carries its address, ends the wait. Where both are set, both must be met. The history keeps the count; without a history the settings are refused.
/// </summary>
/// <remarks>
/// An account that waits keeps its address: an entry that claims it gets it after the deletion, and the plan says so. Its aliases it gives up at once to whoever claims
/// them. Limits and guards count a deletion when it is due.
/// </remarks>
public sealed class DeleteAfterOptions
{
    /// <summary>How many syncs in a row must find the account absent; the last of them deletes it. 1 is at once. Default: not counted.</summary>
    public int? Runs { get; set; }

    /// <summary>How long ago the first of them must be. Default: not measured.</summary>
    public TimeSpan? Time { get; set; }

    internal bool IsAtOnce => Runs is null or <= 1 && (Time ?? TimeSpan.Zero) <= TimeSpan.Zero;

    internal DeleteAfterOptions Copy() => (DeleteAfterOptions)MemberwiseClone();
}
