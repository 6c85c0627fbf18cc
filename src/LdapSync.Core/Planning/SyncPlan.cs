namespace LdapSync.Planning;

/// <summary>Every change.</summary>
public sealed class SyncPlan
{
    /// <summary>In order of execution.</summary>
    public IReadOnlyList<AccountChange> Changes { get; } = [];
}
