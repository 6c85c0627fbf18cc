namespace LdapSync;

/// <summary>What a target can do beyond adding and deleting; a plan asks for nothing else.</summary>
[Flags]
public enum TargetCapabilities
{
    /// <summary>Adding and deleting accounts and aliases, and changing kinds.</summary>
    None = 0,

    /// <summary>An account gets another primary address and keeps all it has. Without it, a rename is planned as a delete and an add, and the plan says so.</summary>
    Rename = 1,

    /// <summary>An alias goes from one account to another in one step. Without it, a move is planned as a remove and an add side by side.</summary>
    AtomicMove = 2,

    /// <summary>The directory's stable id is kept with each account, so that an account is known again whatever its address.</summary>
    SourceIds = 4,

    /// <summary>
    /// A lack: a distribution list of the target cannot get aliases. The plan then leaves those out that the directory asks for, says so
    /// (<see cref="LdapSync.Planning.SyncPlan.ListAliases"/>), and takes its aliases from a mailbox that becomes a list.
    /// </summary>
    ListsWithoutAliases = 8,
}
