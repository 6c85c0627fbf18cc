using System.Collections.Frozen;

namespace LdapSync.Planning;

/// <summary>
/// What a sync has to know of the syncs before it: how long accounts have been absent (<see cref="SyncOptions.DeleteAfter"/>) and which accounts are its own
/// (<see cref="SyncOptions.Owns"/>). The history keeps it from one sync to the next. Immutable; accounts are named as the target names them.
/// </summary>
public sealed class SyncMemory
{
    /// <summary>What the very first sync knows.</summary>
    public static SyncMemory Empty { get; } = new([], []);

    /// <summary>A memory.</summary>
    /// <param name="absences">See <see cref="Absences"/>; no account twice.</param>
    /// <param name="owned">See <see cref="Owned"/>.</param>
    /// <exception cref="ArgumentException">An account is given two absences.</exception>
    public SyncMemory(IEnumerable<KeyValuePair<EmailAddress, Absence>> absences, IEnumerable<EmailAddress> owned)
    {
        Absences = new Dictionary<EmailAddress, Absence>(absences);
        Owned = owned.ToFrozenSet();
    }

    /// <summary>The accounts that the last sync found nobody to ask for, and that are still there.</summary>
    public IReadOnlyDictionary<EmailAddress, Absence> Absences { get; }

    /// <summary>The accounts that a sync has created, or has found an entry for. Empty where everything is the sync's own.</summary>
    public IReadOnlySet<EmailAddress> Owned { get; }

    /// <summary>
    /// What is to be known while a plan is applied, in case nothing can be noted afterwards. Whoever is to be deleted starts to count anew: made again by hand, the account
    /// must not be deleted at once.
    /// </summary>
    internal static SyncMemory Before(SyncPlan plan, bool isBelieved)
    {
        var deleted = plan.Changes.Where(change => change.Kind == ChangeKind.DeleteAccount).Select(change => change.Account).ToHashSet();
        return new SyncMemory(AbsencesOf(plan, isBelieved).Where(absence => !deleted.Contains(absence.Key)), plan.Memory.Owned);
    }

    /// <summary>What is to be known after a plan.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="applied">Those of its changes that the target has.</param>
    /// <param name="isBelieved">Whether the accounts that it found absent count as that; if not, only those that it found again are forgotten.</param>
    internal static SyncMemory After(SyncPlan plan, IEnumerable<AccountChange> applied, bool isBelieved)
    {
        if (plan.Memory.Absences.Count == 0 && !plan.KeepsOwners) return Empty;
        var absences = AbsencesOf(plan, isBelieved).ToDictionary();
        var owned = plan.Memory.Owned.ToHashSet();
        foreach (var change in applied)
        {
            if (change.Kind is ChangeKind.DeleteAccount or ChangeKind.RenameAccount)
            {
                absences.Remove(change.Account);
                owned.Remove(change.Account);
            }
            if (change.Kind is ChangeKind.AddAccount or ChangeKind.RenameAccount && plan.KeepsOwners) owned.Add(change.Address);
        }
        return new SyncMemory(absences, owned);
    }

    private static IEnumerable<KeyValuePair<EmailAddress, Absence>> AbsencesOf(SyncPlan plan, bool isBelieved) =>
        isBelieved ? plan.Memory.Absences : plan.MadeWith.Absences.Where(known => plan.Memory.Absences.ContainsKey(known.Key));
}

/// <summary>How long nobody has asked for an account.</summary>
/// <param name="Since">When a sync found it so for the first time.</param>
/// <param name="Runs">How many syncs in a row found it so. Syncs that could not read everything, that were tests, or that broke a limit or guard without an approval, do not count.</param>
public sealed record Absence(DateTimeOffset Since, int Runs);
