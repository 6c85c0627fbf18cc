namespace LdapSync.Benchmarks.Workloads;

/// <summary>What has happened between directory and target.</summary>
public enum Profile
{
    /// <summary>Of the accounts 1 % are gone, 1 % new, and 5 % have another alias in the place of one.</summary>
    Churn,

    /// <summary>Nothing: both sides are equal.</summary>
    NoOp,

    /// <summary>The target is empty.</summary>
    FirstLoad,

    /// <summary>Every account goes by what was its first alias, and has its old name as an alias instead.</summary>
    AllRenamed,

    /// <summary>Each entry has a twin, half the directory away, that asks for the same addresses. The target has one account for both.</summary>
    ClaimedTwice,
}
