namespace LdapSync;

/// <summary>The stages of a sync, in their order.</summary>
public enum SyncStage
{
    /// <summary>Accounts arrive from the target.</summary>
    ReadingTarget,

    /// <summary>Entries arrive from the directory and are mapped.</summary>
    ReadingDirectory,

    /// <summary>The plan is made.</summary>
    Planning,

    /// <summary>Changes are applied.</summary>
    Applying,

    /// <summary>Both sides are read again to see that nothing is left.</summary>
    Verifying,
}

/// <summary>How far a sync is.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="Count">Entries, accounts or changes so far.</param>
/// <param name="Total">Of how many, where that is known.</param>
public readonly record struct SyncProgress(SyncStage Stage, int Count, int? Total = null)
{
    /// <summary>How many entries or accounts are read between two reports.</summary>
    internal const int Interval = 1000;
}
