namespace LdapSync.Planning;

/// <summary>
/// An address that passes from one account to another. Between the two changes it is not deliverable; they stand as close together as the plan allows.
/// </summary>
/// <param name="Address">The address.</param>
/// <param name="From">The account that had it.</param>
/// <param name="To">The account that gets it.</param>
/// <param name="ReleasedBy">The position in <see cref="SyncPlan.Changes"/> of the change that releases it.</param>
/// <param name="TakenBy">The position of the change that takes it; always greater.</param>
public sealed record Handover(EmailAddress Address, EmailAddress From, EmailAddress To, int ReleasedBy, int TakenBy);
