using LdapSync.Planning;

namespace LdapSync;

/// <summary>
/// What the simulation remembers of the syncs so far, to judge by it what may be deleted: for how long nobody has asked for an account, and which accounts a sync
/// has made or found an entry for. Both in doubt in favour of the library: what is wrong here is wrong for certain.
/// </summary>
internal sealed class Remembered(Rules rules)
{
    private readonly Dictionary<string, (DateTimeOffset Since, int Runs)> _absences = new(StringComparer.Ordinal);
    private readonly HashSet<string> _owned = new(StringComparer.Ordinal);

    /// <summary>Holds a sync that was not refused against the memory, and adds it.</summary>
    /// <param name="run">The sync.</param>
    /// <param name="now">When it was.</param>
    public void Add(SyncRun run, DateTimeOffset now)
    {
        var asked = run.Before.All.Where(mailbox => IsAskedFor(run, mailbox)).Select(mailbox => mailbox.Primary).ToHashSet();
        var adopted = run.Before.All.Where(mailbox => MayBeAdopted(run, mailbox)).Select(mailbox => mailbox.Primary).ToHashSet();
        foreach (var deletion in run.Target.Done.Where(change => change.Kind == ChangeKind.DeleteAccount)) MayBeDeleted(Mailboxes.Key(deletion.Account), adopted, now);
        if (rules.Options.Owns == Ownership.CreatedOrAdopted) OthersAreLeftAlone(run, adopted);

        foreach (var name in asked) _absences.Remove(name);
        foreach (var name in run.Before.All.Select(mailbox => mailbox.Primary).Except(asked)) _absences[name] = Next(name, now);
        foreach (var name in _absences.Keys.Where(name => run.Before.Named(name) is null).ToArray()) _absences.Remove(name);
        _owned.IntersectWith(run.Before.All.Select(mailbox => mailbox.Primary));
        _owned.UnionWith(adopted);
        _owned.UnionWith(run.Target.Done.Where(change => change.Kind is ChangeKind.AddAccount or ChangeKind.RenameAccount).Select(change => Mailboxes.Key(change.Address)));
    }

    private (DateTimeOffset Since, int Runs) Next(string name, DateTimeOffset now) => _absences.TryGetValue(name, out var known) ? (known.Since, known.Runs + 1) : (now, 1);

    private void MayBeDeleted(string name, HashSet<string> adopted, DateTimeOffset now)
    {
        var (since, runs) = Next(name, now);
        var (leastRuns, leastTime) = (rules.Options.DeleteAfter.Runs ?? 1, rules.Options.DeleteAfter.Time ?? TimeSpan.Zero);
        Invariants.Hold(runs >= leastRuns && now - since >= leastTime, Rule.Grace, $"{name} was deleted after {runs} syncs without it, the first at {since:s}; it has to be {leastRuns}, and {leastTime}");
        var isOwned = rules.Options.Owns == Ownership.Everything || _owned.Contains(name) || adopted.Contains(name);
        Invariants.Hold(isOwned, Rule.Ownership, $"{name} was deleted, and is nobody's that a sync has made or found an entry for");
    }

    private void OthersAreLeftAlone(SyncRun run, HashSet<string> adopted)
    {
        foreach (var mailbox in run.Before.All.Where(mailbox => !_owned.Contains(mailbox.Primary) && !adopted.Contains(mailbox.Primary)))
        {
            Invariants.Hold($"{run.After.Named(mailbox.Primary)}" == $"{mailbox}", Rule.Ownership, $"{mailbox} is somebody else's, and became {run.After.Named(mailbox.Primary)}");
        }
    }

    /// <summary>Beyond doubt: an entry that can be no other account asks for this one by its own address.</summary>
    private bool IsAskedFor(SyncRun run, Mailbox mailbox) =>
        !rules.Hides(mailbox) && run.People.Any(person => rules.AsksForAccount(person)
            && rules.Fold(person.Primary!) == rules.Fold(mailbox.Primary)
            && run.IsUndisputed(person)
            && run.Before.All.All(other => other == mailbox || other.SourceId != $"{person.Id}"));

    /// <summary>With any reason: an entry has its id or its address.</summary>
    private bool MayBeAdopted(SyncRun run, Mailbox mailbox) =>
        run.People.Any(person => mailbox.SourceId == $"{person.Id}"
            || person.Addresses.Any(address => rules.Fold(address) == rules.Fold(mailbox.Primary) && (address == person.Primary || !rules.IsServed(person.Primary ?? address))));
}
