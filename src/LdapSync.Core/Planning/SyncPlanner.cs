using LdapSync.Directories;
using LdapSync.Mapping;
using LdapSync.Planning.Pairs;

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
    private ExclusionRules? _spareRules; // of a plan that is made: ten thousand patterns take longer to be made ready than to be asked

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
    /// <param name="entries">All of them.</param>
    /// <param name="existing">The accounts of the target, all of them.</param>
    /// <param name="memory">What earlier syncs have left; default: nothing.</param>
    /// <param name="now">When accounts are found absent; counts with <see cref="SyncOptions.DeleteAfter"/> only.</param>
    /// <exception cref="TargetException">The target lists an account twice.</exception>
    public SyncPlan Plan(IEnumerable<LdapEntry> entries, IEnumerable<MailAccount> existing, SyncMemory? memory = null, DateTimeOffset now = default)
    {
        ArgumentNullException.ThrowIfNull(entries);
        ArgumentNullException.ThrowIfNull(existing);
        using var input = Gather();
        foreach (var account in existing) input.Add(account);
        foreach (var entry in entries) input.Add(entry);
        return Plan(input, memory, now);
    }

    /// <summary>What a plan is made from, empty.</summary>
    /// <param name="domains">The domains that the target serves; default: any.</param>
    /// <exception cref="SettingsException">The target serves none of those that the settings name.</exception>
    internal PlanInput Gather(TargetDomains? domains = null)
    {
        var options = domains?.Narrow(_options) ?? _options;
        return new(options, _capabilities, Interlocked.Exchange(ref _spareRules, null)?.Anew(), rules => _spareRules = rules.AreQuick ? rules : null);
    }

    /// <summary>Plans from both sides as they were gathered.</summary>
    internal SyncPlan Plan(PlanInput input, SyncMemory? memory = null, DateTimeOffset now = default)
    {
        var (directory, existing, pairs) = input.Finish();
        try
        {
            return Plan(directory, existing, pairs, input.Exclusions.Anew(), input.Domains, input.Options, memory, now);
        }
        catch
        {
            pairs?.Discard(); // they belong to a plan, and there is none
            throw;
        }
    }

    /// <summary>Plans from a complete read of the directory and of the target.</summary>
    /// <param name="directory">What the directory asks for.</param>
    /// <param name="existing">The accounts of the target, all of them.</param>
    /// <param name="memory">What earlier syncs have left; default: nothing.</param>
    /// <param name="now">When accounts are found absent; counts with <see cref="SyncOptions.DeleteAfter"/> only.</param>
    /// <exception cref="TargetException">The target lists an account twice.</exception>
    public SyncPlan Plan(MappedDirectory directory, IEnumerable<MailAccount> existing, SyncMemory? memory = null, DateTimeOffset now = default)
    {
        ArgumentNullException.ThrowIfNull(directory);
        ArgumentNullException.ThrowIfNull(existing);

        var (exclusions, domains) = (new ExclusionRules(_options.Exclusions), new ServedDomains(_options.Domains, _options.DomainAliases));
        return Plan(directory, existing as IReadOnlyCollection<MailAccount> ?? [.. existing], pairs: null, exclusions, domains, _options, memory, now);
    }

    private SyncPlan Plan(
        MappedDirectory directory,
        IReadOnlyCollection<MailAccount> accounts,
        SettledPairs? pairs,
        ExclusionRules exclusions,
        ServedDomains domains,
        SyncOptions options,
        SyncMemory? memory,
        DateTimeOffset now)
    {
        var standing = ExistingAddresses.Of(accounts);
        var wanted = VisibleAccounts.OfDirectory(directory.Accounts, exclusions, domains, options.ForeignPrimary);
        var present = VisibleAccounts.OfTarget(accounts, exclusions, domains, options.ExclusionMode);
        // What exclusions hide stands as it is; what is left must be unequivocal once it is folded.
        var current = domains.FoldsAny ? ExistingAddresses.Of(present.Accounts) : standing;

        var rules = new DeletionRules(options, memory ?? SyncMemory.Empty, now);
        var settlement = Settlement.Of(directory, wanted, present, current, domains, rules, options, _capabilities);
        var diff = AccountDiff.Compare(settlement, _capabilities);
        var order = ChangeOrder.Of(diff.Changes, pairs?.Changes ?? [], present.Accounts, _capabilities, IsTaken);
        var (changes, handovers) = new TargetNames(present.Accounts, domains).Of(order);
        var counts = PlanCounts.Of(changes);
        var left = pairs?.Count ?? 0;
        var notOwned = settlement.With(Fate.NotOwned);
        var violations = LimitCheck.Violations(
            counts,
            wantedAccounts: settlement.Wanted.Count + settlement.Owners.Losers.Count + left,
            accounts: present.Accounts.Count - notOwned.Count + left,
            aliases: present.Accounts.Sum(account => account.Aliases.Count) - notOwned.Sum(account => account.Aliases.Count) + (pairs?.Aliases ?? 0),
            options);
        var isRefused = options.OnViolation == OnViolation.AddsOnly ? violations.Any(violation => !violation.ConcernsDeletes) : violations.Count > 0;

        return new SyncPlan
        {
            Changes = changes,
            Counts = counts,
            Violations = violations,
            IsRefused = isRefused,
            Withheld = isRefused || violations.Count == 0 ? [] : WithheldChange.Of(changes, handovers, violations),
            Handovers = handovers,
            ListAliases = Sorted(diff.ListAliases, l => l.Alias, l => l.Dn),
            LostRenames = Sorted(settlement.Matches.LostRenames, r => r.From, r => r.Dn),
            Kept = Sorted(settlement.Kept, k => k.Account, k => k.Dn),
            Waiting = [.. settlement.With(Fate.Waiting).Select(rules.Describe).OrderBy(w => w.Account)],
            NotOwned = [.. notOwned.Select(account => account.AsListed.Primary).Order()],
            Conflicts = Sorted(settlement.Owners.Conflicts, c => c.Address, c => $"{c.LoserDn} {c.Loser}"),
            Excluded = Sorted(wanted.Excluded.Concat(present.Excluded), e => e.Address, e => e.Dn),
            Patterns = exclusions.Uses,
            ForeignAddresses = Sorted(wanted.Foreign, f => f.Address, f => f.Dn),
            FoldedAddresses = Sorted(wanted.Folded, f => f.Address, f => f.Dn),
            SkippedEntries = [.. directory.SkippedEntries.Concat(wanted.Skipped).OrderBy(s => s.Dn, StringComparer.Ordinal)],
            SkippedValues = [.. directory.SkippedValues.OrderBy(s => s.Dn, StringComparer.Ordinal).ThenBy(s => s.Value, StringComparer.Ordinal)],
            NonMailValues = directory.NonMailValues,
            Entries = directory.Entries,
            Evidence = directory.Evidence,
            WantedAccounts = settlement.Wanted.Count + left,
            ExistingAccounts = present.Accounts.Count + left,
            MadeWith = memory ?? SyncMemory.Empty,
            MadeAt = now,
            Memory = rules.Remember(settlement.With(Fate.Deleted).Concat(settlement.With(Fate.Waiting)), accounts, settlement.Adopted),
            Passes = settlement.Passes,
            KeepsOwners = rules.KeepsOwners,
            Fingerprint = PlanFingerprint.Of(changes, options),
            Sides = new PlanSides(
                directory.Accounts.Concat(directory.Unreadable).Concat(pairs?.Wanted ?? []),
                settlement.Wanted.Concat(pairs?.Wanted ?? []),
                accounts.Concat(pairs?.Existing ?? []),
                domains,
                pairs),
        };

        // Hidden accounts have their addresses as they stand, the others as they count.
        bool IsTaken(EmailAddress address) => standing.ContainsKey(address) || current.ContainsKey(address) || settlement.Owners.IsClaimed(address) || pairs?.Has(address) == true;
    }

    private static List<T> Sorted<T>(IEnumerable<T> items, Func<T, EmailAddress> address, Func<T, string?> dn) =>
        [.. items.OrderBy(address).ThenBy(dn, StringComparer.Ordinal)];
}
