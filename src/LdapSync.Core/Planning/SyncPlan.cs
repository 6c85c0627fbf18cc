using LdapSync.Directories;
using LdapSync.Mapping;

namespace LdapSync.Planning;

/// <summary>
/// What a sync is about to do: every change in order, and everything worth knowing before it is allowed. A plan is a value; it is made by
/// <see cref="SyncPlanner"/> and never changes.
/// </summary>
public sealed class SyncPlan
{
    internal SyncPlan()
    {
    }

    /// <summary>Every change, in the order in which it is applied; dependent ones never the wrong way round.</summary>
    public required IReadOnlyList<AccountChange> Changes { get; init; }

    /// <summary>The changes counted as the limits count them.</summary>
    public required PlanCounts Counts { get; init; }

    /// <summary>The limits and guards it breaks; none means that all of it may be applied.</summary>
    public required IReadOnlyList<LimitViolation> Violations { get; init; }

    /// <summary>Nothing of it may be applied, unless an approval lifts every violation.</summary>
    public required bool IsRefused { get; init; }

    /// <summary>
    /// The changes that are not applied because of the violations, in the order of <see cref="Changes"/>, which has them too. Only with
    /// <see cref="OnViolation.AddsOnly"/>; empty when all is applied, and when all is refused.
    /// </summary>
    public required IReadOnlyList<WithheldChange> Withheld { get; init; }

    /// <summary>Addresses that pass from one account to another, in the order of the changes.</summary>
    public required IReadOnlyList<Handover> Handovers { get; init; }

    /// <summary>The handover during which an address is undeliverable for the most changes; null when none passes.</summary>
    public Handover? LongestHandover => Handovers.MaxBy(handover => handover.TakenBy - handover.ReleasedBy);

    /// <summary>Renames that the target cannot do, and that are planned as a delete and an add, sorted.</summary>
    public required IReadOnlyList<LostRename> LostRenames { get; init; }

    /// <summary>Aliases of distribution lists that the target cannot give them, sorted.</summary>
    public required IReadOnlyList<ListAlias> ListAliases { get; init; }

    /// <summary>Mailboxes that do not become distribution lists, since a hidden alias would go with that, sorted.</summary>
    public required IReadOnlyList<KeptMailbox> KeptMailboxes { get; init; }

    /// <summary>Accounts that nobody asks for and that are kept all the same, sorted.</summary>
    public required IReadOnlyList<KeptAccount> Kept { get; init; }

    /// <summary>Accounts that nobody asks for and that are deleted later (<see cref="SyncOptions.DeleteAfter"/>), sorted.</summary>
    public required IReadOnlyList<WaitingAccount> Waiting { get; init; }

    /// <summary>Accounts that nobody asks for and that are not this sync's own (<see cref="SyncOptions.Owns"/>), sorted; nothing of them is changed.</summary>
    public required IReadOnlyList<EmailAddress> NotOwned { get; init; }

    /// <summary>Addresses that were claimed more than once, sorted.</summary>
    public required IReadOnlyList<Conflict> Conflicts { get; init; }

    /// <summary>Addresses that exclusions hide, of both sides, sorted.</summary>
    public required IReadOnlyList<ExcludedAddress> Excluded { get; init; }

    /// <summary>Every exclusion pattern in the order of the settings, with its matches.</summary>
    public required IReadOnlyList<PatternUse> Patterns { get; init; }

    /// <summary>Addresses in domains that the target does not serve, sorted.</summary>
    public required IReadOnlyList<ForeignAddress> ForeignAddresses { get; init; }

    /// <summary>
    /// Addresses in alias domains that count as an address in the parent domain, sorted. Those whose entry has that address by itself are left out: they change nothing.
    /// </summary>
    public required IReadOnlyList<FoldedAddress> FoldedAddresses { get; init; }

    /// <summary>Entries that ask for no account, sorted by name.</summary>
    public required IReadOnlyList<SkippedEntry> SkippedEntries { get; init; }

    /// <summary>Values that are no addresses, sorted by the entry's name.</summary>
    public required IReadOnlyList<SkippedValue> SkippedValues { get; init; }

    /// <summary>How many values are other kinds of address (X.400, SIP, …), which are left out without a word.</summary>
    public required int NonMailValues { get; init; }

    /// <summary>How many entries the directory delivered.</summary>
    public required int Entries { get; init; }

    /// <summary>How many accounts the directory asks for, after exclusions and conflicts.</summary>
    public required int WantedAccounts { get; init; }

    /// <summary>How many accounts the target has, without those that exclusions hide.</summary>
    public required int ExistingAccounts { get; init; }

    /// <summary>What the read of the directory can show for its completeness; null where the source has nothing to show.</summary>
    public ReadEvidence? Evidence { get; init; }

    /// <summary>SHA-256 over changes and settings, in hexadecimal: two plans with the same one do the same.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>What earlier syncs had left when the plan was made.</summary>
    internal SyncMemory MadeWith { get; init; } = SyncMemory.Empty;

    /// <summary>When it was made, as far as absences are concerned.</summary>
    internal DateTimeOffset MadeAt { get; init; }

    /// <summary>What is to be known of the target after this plan, before any of its changes: see <see cref="SyncMemory.After"/>.</summary>
    internal SyncMemory Memory { get; init; } = SyncMemory.Empty;

    /// <summary>See <see cref="Settlement.Passes"/>.</summary>
    internal int Passes { get; init; }

    /// <summary>Whether it matters who made an account.</summary>
    internal bool KeepsOwners { get; init; }

    /// <summary>What it was made from, kept for <see cref="Explain"/>.</summary>
    internal PlanSides Sides { get; init; } = PlanSides.Empty;

    /// <summary>Nothing is left to do.</summary>
    public bool IsEmpty => Changes.Count == 0;

    /// <summary>The result in one line.</summary>
    public override string ToString() => this switch
    {
        { IsRefused: true } => $"Refused: {string.Join(' ', Violations)}",
        { IsEmpty: true, Waiting.Count: > 0 } => $"Nothing to do now: {InWords.Count(Waiting.Count, "account")} waiting to be deleted.",
        { IsEmpty: true } => "Nothing to do: the target has what the directory asks for.",
        _ => $"{InWords.Count(Changes.Count, "change")} planned: {ChangesInWords}.{(Withheld.Count == 0 ? "" : $" {Withheld.Count} of them withheld: {string.Join(' ', Violations)}")}",
    };

    /// <summary>
    /// Why an address is what it is, from what the plan knows. Any spelling will do. It looks through the whole plan, which takes a fraction of a second for 100,000 accounts.
    /// <see cref="SyncRunner.ExplainAsync(EmailAddress, CancellationToken)"/> looks into the directory besides, for what the plan has never seen.
    /// </summary>
    /// <exception cref="ArgumentException">The address is the empty one of <c>default</c>.</exception>
    public Explanation Explain(EmailAddress address)
    {
        if (address == default) throw new ArgumentException("Expected an address, found the empty one.", nameof(address));
        var facts = new AddressFacts(this, new AskedAddress(address, this));
        return new Explanation
        {
            Address = address,
            CountsAs = facts.Asked.CountsAs,
            Verdict = facts.Verdict,
            Wanted = facts.Wanted,
            Existing = facts.Existing,
            Origins =
            [
                .. facts.Claims.Select(claim => claim.Dn ?? "").Distinct(StringComparer.Ordinal).Select(dn => new AddressOrigin(dn, null, null)),
                .. facts.SkippedValues.Select(skipped => new AddressOrigin(skipped.Dn, skipped.Attribute, skipped.Value)),
            ],
            Decisions = [.. AddressDecisions.Of(facts, this)],
            Changes = [.. facts.Changes],
        };
    }

    /// <summary>The counts, such as <c>3 accounts to add, 1 account to delete</c>; empty when nothing is to do.</summary>
    public string ChangesInWords => InWords.Changes(Counts, "to add", "to delete", "to change in kind", "to rename");
}
