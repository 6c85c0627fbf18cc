using LdapSync.Directories;
using LdapSync.Mapping;

namespace LdapSync.Planning;

/// <summary>
/// Decides what to add and delete. Pure: the same directory, target and settings give the same plan, byte for byte, whatever the order of entries, accounts or
/// aliases; no clock, no I/O, no logging. Of several values of the e-mail attribute alone the order counts: the first names the account (R3). Safe to share
/// between threads.
/// </summary>
public sealed class SyncPlanner
{
    private readonly SyncOptions _options;
    private readonly TargetCapabilities _capabilities;

    /// <summary>A planner for these settings as they are now; later changes have no effect.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="capabilities">What the target can do; plans ask for nothing else.</param>
    /// <exception cref="SettingsException">The settings have faults.</exception>
    public SyncPlanner(SyncOptions options, TargetCapabilities capabilities = TargetCapabilities.None)
    {
        SyncOptionsValidator.ThrowIfFaulty(options);
        _options = options.Copy();
        _capabilities = capabilities;
    }

    /// <summary>Plans from entries as they are: what a unit test of sync rules needs.</summary>
    public SyncPlan Plan(IEnumerable<LdapEntry> entries, IEnumerable<MailAccount> existing)
    {
        ArgumentNullException.ThrowIfNull(entries);
        var mapper = new EntryMapper(_options);
        var directory = new MappedDirectory();
        foreach (var entry in entries) directory.Add(mapper.Map(entry));
        return Plan(directory, existing);
    }

    /// <summary>Plans from a complete read of the directory and of the target.</summary>
    /// <exception cref="TargetException">The target lists an account twice.</exception>
    public SyncPlan Plan(MappedDirectory directory, IEnumerable<MailAccount> existing)
    {
        ArgumentNullException.ThrowIfNull(directory);
        ArgumentNullException.ThrowIfNull(existing);

        var accounts = existing as IReadOnlyCollection<MailAccount> ?? [.. existing];
        var current = ExistingAddresses.Of(accounts);
        var exclusions = new ExclusionRules(_options.Exclusions);
        var domains = new ServedDomains(_options.Domains, _options.DomainAliases);
        var wanted = VisibleAccounts.OfDirectory(directory.Accounts, exclusions, domains, _options.ForeignPrimary);
        var present = VisibleAccounts.OfTarget(accounts, exclusions, domains, _options.ExclusionMode);
        // What exclusions hide stands as it is; what is left must be unequivocal once it is folded.
        if (domains.FoldsAny) current = ExistingAddresses.Of(present.Accounts);

        var owners = new AddressOwners(wanted, current, present.Held);
        var settled = owners.Settle();
        var matches = AccountMatcher.Match(settled, present.Accounts, _capabilities);
        var diff = AccountDiff.Compare(settled, matches, Carried(directory, wanted, owners, domains), _capabilities, _options.Provisional);
        var order = ChangeOrder.Of(diff.Changes, present.Accounts, _capabilities, address => current.ContainsKey(address) || owners.IsClaimed(address));
        var (changes, handovers) = new TargetNames(present.Accounts, domains).Of(order);
        var counts = PlanCounts.Of(changes);
        var violations = LimitCheck.Violations(counts, settled.Count, present.Accounts, _options);
        var isRefused = _options.OnViolation == OnViolation.AddsOnly ? violations.Any(violation => !violation.ConcernsDeletes) : violations.Count > 0;

        return new SyncPlan
        {
            Changes = changes,
            Counts = counts,
            Violations = violations,
            IsRefused = isRefused,
            Withheld = isRefused || violations.Count == 0 ? [] : WithheldChange.Of(changes, handovers, violations),
            Handovers = handovers,
            LostRenames = Sorted(matches.LostRenames, r => r.From, r => r.Dn),
            Kept = Sorted(diff.Kept, k => k.Account, k => k.Dn),
            Conflicts = Sorted(owners.Conflicts, c => c.Address, c => $"{c.LoserDn} {c.Loser}"),
            Excluded = Sorted(wanted.Excluded.Concat(present.Excluded), e => e.Address, e => e.Dn),
            Patterns = exclusions.Uses,
            ForeignAddresses = Sorted(wanted.Foreign, f => f.Address, f => f.Dn),
            FoldedAddresses = Sorted(wanted.Folded, f => f.Address, f => f.Dn),
            SkippedEntries = [.. directory.SkippedEntries.Concat(wanted.Skipped).OrderBy(s => s.Dn, StringComparer.Ordinal)],
            SkippedValues = [.. directory.SkippedValues.OrderBy(s => s.Dn, StringComparer.Ordinal).ThenBy(s => s.Value, StringComparer.Ordinal)],
            NonMailValues = directory.NonMailValues,
            Entries = directory.Entries,
            WantedAccounts = settled.Count,
            ExistingAccounts = present.Accounts.Count,
            Fingerprint = PlanFingerprint.Of(changes, _options),
            Sides = new PlanSides(directory, settled, accounts, domains),
        };
    }

    /// <summary>The addresses of entries that get no account, each with its entry. What is blocked must not exist, so it is not among them.</summary>
    private Dictionary<EmailAddress, MailAccount> Carried(MappedDirectory directory, VisibleAccounts wanted, AddressOwners owners, ServedDomains domains)
    {
        var carried = _options.ExclusionMode == ExclusionMode.Ignore ? wanted.Held : [];
        foreach (var account in owners.Losers.Concat(directory.Unreadable).Select(domains.Fold).Concat(wanted.Unserved)) VisibleAccounts.Hold(carried, account);
        return carried;
    }

    private static List<T> Sorted<T>(IEnumerable<T> items, Func<T, EmailAddress> address, Func<T, string?> dn) =>
        [.. items.OrderBy(address).ThenBy(dn, StringComparer.Ordinal)];
}
