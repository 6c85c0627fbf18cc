namespace LdapSync.Planning;

/// <summary>What becomes of an account of the target that nobody asks for.</summary>
internal enum Fate
{
    /// <summary>It is deleted.</summary>
    Deleted,

    /// <summary>An entry carries its address but gets no account itself, or it is provisional.</summary>
    Kept,

    /// <summary>It has not been absent for long enough.</summary>
    Waiting,

    /// <summary>This sync has neither made it nor found an entry for it.</summary>
    NotOwned,
}

/// <summary>
/// Which accounts may be deleted once nobody asks for them: those that are this sync's own (<see cref="SyncOptions.Owns"/>), after they have been absent for long
/// enough (<see cref="SyncOptions.DeleteAfter"/>).
/// </summary>
/// <param name="options">The settings.</param>
/// <param name="memory">What the syncs before this one have left.</param>
/// <param name="now">When this sync looks.</param>
internal sealed class DeletionRules(SyncOptions options, SyncMemory memory, DateTimeOffset now)
{
    private readonly int _runs = options.DeleteAfter.Runs ?? 1;
    private readonly TimeSpan _time = options.DeleteAfter.Time ?? TimeSpan.Zero;

    /// <summary>Whether accounts wait at all.</summary>
    public bool CountsAbsences => !options.DeleteAfter.IsAtOnce;

    /// <summary>Whether some accounts may be somebody else's.</summary>
    public bool KeepsOwners { get; } = options.Owns == Ownership.CreatedOrAdopted;

    /// <summary>Whether a sync has made an account or found an entry for it, as far as that matters.</summary>
    public bool IsOurs(MailAccount account) => !KeepsOwners || memory.Owned.Contains(account.AsListed.Primary);

    /// <summary>What becomes of an account that nobody asks for.</summary>
    public Fate FateOf(MailAccount account)
    {
        if (!IsOurs(account)) return Fate.NotOwned;
        return CountsAbsences && (RunsLeft(account) > 0 || now < Due(account)) ? Fate.Waiting : Fate.Deleted;
    }

    /// <summary>What becomes of an account that an entry means which gets none itself. Of one that is somebody else's, not even an alias is given away.</summary>
    public Fate FateBesideEntry(MailAccount account) => IsOurs(account) ? Fate.Kept : Fate.NotOwned;

    /// <summary>How long an account has been absent, now included.</summary>
    public Absence AbsenceOf(MailAccount account) =>
        memory.Absences.TryGetValue(account.AsListed.Primary, out var known) ? known with { Runs = known.Runs + 1 } : new Absence(now, 1);

    public WaitingAccount Describe(MailAccount account)
    {
        var absence = AbsenceOf(account);
        return new WaitingAccount(account.AsListed.Primary, absence.Since, absence.Runs, RunsLeft(account), options.DeleteAfter.Time is null ? null : Due(account));
    }

    /// <summary>What has to be known after this plan, before any of its changes.</summary>
    /// <param name="absent">The accounts that nobody asks for.</param>
    /// <param name="existing">Every account of the target, hidden ones included.</param>
    /// <param name="adopted">The accounts that an entry asks for.</param>
    public SyncMemory Remember(IEnumerable<MailAccount> absent, IEnumerable<MailAccount> existing, IEnumerable<MailAccount> adopted) => new(
        CountsAbsences ? absent.Select(account => KeyValuePair.Create(account.AsListed.Primary, AbsenceOf(account))) : [],
        KeepsOwners ? existing.Select(account => account.Primary).Where(memory.Owned.Contains).Concat(adopted.Select(account => account.AsListed.Primary)) : []);

    private int RunsLeft(MailAccount account) => Math.Max(0, _runs - AbsenceOf(account).Runs);

    // Times far apart have no sum.
    private DateTimeOffset Due(MailAccount account)
    {
        var since = AbsenceOf(account).Since;
        return _time > DateTimeOffset.MaxValue - since ? DateTimeOffset.MaxValue : since + _time;
    }
}
