using LdapSync.Planning;

namespace LdapSync.Targets;

/// <summary>What became of a change.</summary>
public enum OutcomeStatus
{
    /// <summary>The target has it, or had it already.</summary>
    Applied,

    /// <summary>The target refused it, or gave no answer.</summary>
    Failed,

    /// <summary>It was not tried, because a change before it failed or the run ended.</summary>
    Withheld,
}

/// <summary>What the target said to one change.</summary>
/// <param name="Change">The change.</param>
/// <param name="Status">Applied, failed or withheld.</param>
/// <param name="Reason">Why it failed or was withheld, in words an operator understands; null when it was applied.</param>
public sealed record ChangeOutcome(AccountChange Change, OutcomeStatus Status, string? Reason = null)
{
    /// <summary>The target has it.</summary>
    public static ChangeOutcome Applied(AccountChange change) => new(change, OutcomeStatus.Applied);

    /// <summary>The target refused it.</summary>
    public static ChangeOutcome Failed(AccountChange change, string reason) => new(change, OutcomeStatus.Failed, reason);

    /// <summary>It was not tried.</summary>
    public static ChangeOutcome Withheld(AccountChange change, string reason) => new(change, OutcomeStatus.Withheld, reason);
}
