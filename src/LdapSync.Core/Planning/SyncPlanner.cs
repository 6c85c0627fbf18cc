using LdapSync.Directories;
using LdapSync.Mapping;

namespace LdapSync.Planning;

/// <summary>
/// Decides what to add and delete. Pure: the same directory, target and settings give the same plan, byte for byte, whatever the order of entries, accounts or
/// values; no clock, no I/O, no logging. Safe to share between threads.
/// </summary>
public sealed class SyncPlanner
{
    private readonly SyncOptions _options;

    /// <summary>A planner for these settings.</summary>
    /// <exception cref="SettingsException">The settings have faults.</exception>
    public SyncPlanner(SyncOptions options)
    {
        SyncOptionsValidator.ThrowIfFaulty(options);
        _options = options;
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

        var exclusions = new ExclusionRules(_options.Exclusions);
        var domains = new ServedDomains(_options.Domains);
        var wanted = VisibleAccounts.OfDirectory(directory.Accounts, exclusions, domains);
        var present = VisibleAccounts.OfTarget(existing, exclusions, domains, _options.ExclusionMode);

        var owners = new AddressOwners(wanted.Accounts, present.Accounts, present.Held);
        var settled = owners.Settle();
        var order = ChangeOrder.Of(AccountDiff.Compare(settled, present.Accounts), present.Accounts);
        var counts = PlanCounts.Of(order.Changes);

        return new SyncPlan
        {
            Changes = order.Changes,
            Counts = counts,
            Violations = LimitCheck.Violations(counts, settled.Count, _options),
            Handovers = order.Handovers,
            Conflicts = Sorted(owners.Conflicts, c => c.Address, c => c.LoserDn),
            Excluded = Sorted(wanted.Excluded.Concat(present.Excluded), e => e.Address, e => e.Dn),
            Patterns = exclusions.Uses,
            ForeignAddresses = Sorted(wanted.Foreign, f => f.Address, f => f.Dn),
            SkippedEntries = [.. directory.SkippedEntries.OrderBy(s => s.Dn, StringComparer.Ordinal)],
            SkippedValues = [.. directory.SkippedValues.OrderBy(s => s.Dn, StringComparer.Ordinal).ThenBy(s => s.Value, StringComparer.Ordinal)],
            NonMailValues = directory.NonMailValues,
            Entries = directory.Entries,
            WantedAccounts = settled.Count,
            ExistingAccounts = present.Accounts.Count,
            Fingerprint = PlanFingerprint.Of(order.Changes, _options),
        };
    }

    private static List<T> Sorted<T>(IEnumerable<T> items, Func<T, EmailAddress> address, Func<T, string?> dn) =>
        [.. items.OrderBy(address).ThenBy(dn, StringComparer.Ordinal)];
}
