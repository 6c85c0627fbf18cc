using LdapSync.Planning;
using LdapSync.Reporting;

namespace LdapSync;

/// <summary>One simulated sync: what it started from, what was planned and what became of it.</summary>
internal sealed record SyncRun
{
    public required Rules Rules { get; init; }

    public required Faults Faults { get; init; }

    public required SimulatedTarget Target { get; init; }

    /// <summary>What the directory said.</summary>
    public required IReadOnlyList<Person> People { get; init; }

    /// <summary>What the target had.</summary>
    public required Mailboxes Before { get; init; }

    public SyncPlan? Plan { get; set; }

    public PlanApproval? Approval { get; set; }

    public SyncReport? Report { get; set; }

    public Mailboxes After => Target.Mailboxes;

    /// <summary>What the limits say, without what an approval lifts.</summary>
    public IEnumerable<ViolationKind> StandingViolations => Violations.Where(kind => Approval?.Lifts.Contains(kind) != true);

    /// <summary>What the plan breaks; whether the directory asks for nobody is the plan's own word, since conflicts decide it too.</summary>
    public IEnumerable<ViolationKind> Violations =>
        Rules.Violations(Plan!.Changes, Before, NotOwned).Concat(Plan.Violations.Any(violation => violation.Kind == ViolationKind.EmptyDirectory) ? [ViolationKind.EmptyDirectory] : []);

    public bool MustBeRefused => Approval is null && Rules.Options.OnViolation == OnViolation.AddsOnly
        ? Violations.Any(kind => kind is ViolationKind.AccountAdds or ViolationKind.AliasAdds or ViolationKind.Total)
        : StandingViolations.Any();

    /// <summary>Whether adds alone may go on, because deletes are too many.</summary>
    public bool MustBeAddsOnly => Approval is null && !MustBeRefused && Violations.Any();

    /// <summary>Whether an address stands for one entry only, at the directory, and nobody hides it at the target: then there is no doubt what has to become of it.</summary>
    public bool IsUndisputed(Person person) =>
        person.Addresses.All(address => !IsHeld(address)
            && Claims[Rules.Fold(address)] == 1
            && (Rules.Options.DomainAliases.Count == 0 || !Rules.IsExcluded(address)));

    /// <summary>Whether an account that nobody may touch, or not yet, has an address at the target.</summary>
    public bool IsHeld(string address) => Held.Contains(Rules.Fold(address));

    /// <summary>Accounts that are somebody else's, says the plan; <see cref="Remembered"/> knows whether that is true.</summary>
    public HashSet<string> NotOwned => field ??= [.. Plan!.NotOwned.Select(Mailboxes.Key)];

    /// <summary>Accounts that wait for their deletion, says the plan.</summary>
    public HashSet<string> Waiting => field ??= [.. Plan!.Waiting.Select(waiting => Mailboxes.Key(waiting.Account))];

    /// <summary>Whether an account can have an alias: where lists cannot get any, a list has those that it had as a list before.</summary>
    public bool CanHaveAlias(Mailbox account, string folded) => account.Kind != AccountKind.DistributionList || !Target.Capabilities.HasFlag(TargetCapabilities.ListsWithoutAliases)
        || Before.All.Any(mailbox => mailbox.Number == account.Number && mailbox.Kind == AccountKind.DistributionList && mailbox.Aliases.Any(alias => Rules.Fold(alias) == folded));

    /// <summary>Whether an account has become a list where lists have no aliases.</summary>
    public bool HasLostAliases(Mailbox before, Mailbox after) =>
        Target.Capabilities.HasFlag(TargetCapabilities.ListsWithoutAliases) && before.Kind != AccountKind.DistributionList && after.Kind == AccountKind.DistributionList;

    /// <summary>The account of an entry, after the sync.</summary>
    public Mailbox? AccountOf(Person person) => person.Primary is { } primary ? Visible(After).FirstOrDefault(mailbox => Rules.Fold(mailbox.Primary) == Rules.Fold(primary)) : null;

    public IEnumerable<Mailbox> Visible(Mailboxes mailboxes) => mailboxes.All.Where(mailbox => !Rules.Hides(mailbox));

    private Dictionary<string, int> Claims =>
        field ??= People.SelectMany(person => person.Addresses.Select(Rules.Fold).Distinct()).CountBy(address => address).ToDictionary();

    private HashSet<string> Held => field ??=
    [
        .. Before.All.Where(mailbox => Rules.Hides(mailbox) || NotOwned.Contains(mailbox.Primary)).SelectMany(mailbox => mailbox.Addresses).Select(Rules.Fold),
        .. Waiting.Select(Rules.Fold),
        .. Plan!.Conflicts.Where(conflict => conflict.Reason == ConflictReason.HeldByKeptAccount).Select(conflict => Rules.Fold(Mailboxes.Key(conflict.Address))),
    ];
}
