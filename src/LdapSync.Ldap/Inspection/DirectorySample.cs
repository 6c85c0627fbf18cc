using LdapSync.Directories;
using LdapSync.Mapping;
using LdapSync.Planning;
using LdapSync.Targets;

namespace LdapSync.Ldap.Inspection;

/// <summary>The first entries that the search filter finds, and what the settings make of them: a plan of them for a target that is empty.</summary>
public sealed class DirectorySample
{
    private readonly SyncPlan _plan;

    private DirectorySample(SyncPlan plan) => _plan = plan;

    /// <summary>How many entries were looked at.</summary>
    public int Entries => _plan.Entries;

    /// <summary>Whether these are all there are.</summary>
    public required bool IsWhole { get; init; }

    /// <summary>How many of them have no mail address that can be read.</summary>
    public required int WithoutAddress { get; init; }

    /// <summary>The share of those, 0 to 1.</summary>
    public double ShareWithoutAddress => Entries == 0 ? 0 : (double)WithoutAddress / Entries;

    /// <summary>How many accounts the entries ask for.</summary>
    public int Accounts => _plan.Counts.AccountAdds;

    /// <summary>How many of the accounts are distribution lists.</summary>
    public int DistributionLists => _plan.Changes.Count(change => change is { Kind: ChangeKind.AddAccount, AccountKind: AccountKind.DistributionList });

    /// <summary>How many aliases the accounts have.</summary>
    public int Aliases => _plan.Counts.AliasAdds;

    /// <summary>The addresses that exclusions hide, sorted.</summary>
    public IReadOnlyList<ExcludedAddress> Excluded => _plan.Excluded;

    /// <summary>The entries that ask for no account, with the reason, sorted by name.</summary>
    public IReadOnlyList<SkippedEntry> Skipped => _plan.SkippedEntries;

    /// <summary>The addresses that several entries claim, sorted.</summary>
    public IReadOnlyList<Conflict> Conflicts => _plan.Conflicts;

    /// <summary>How many accounts there are in each domain, the most frequent first.</summary>
    public IReadOnlyList<KeyValuePair<string, int>> Domains =>
        [.. _plan.Changes.Where(change => change.Kind == ChangeKind.AddAccount).CountBy(change => change.Account.Domain)
            .OrderByDescending(domain => domain.Value).ThenBy(domain => domain.Key, StringComparer.Ordinal)];

    /// <summary>The first entries one by one, in the server's order.</summary>
    public required IReadOnlyList<SampledEntry> First { get; init; }

    internal static DirectorySample Of(IReadOnlyList<LdapEntry> entries, bool isWhole, int shown, SyncOptions options)
    {
        var planner = new SyncPlanner(options, new InMemoryTarget().Capabilities);
        // A mapper of addresses alone: an entry that is left out for being disabled may well have one.
        var addresses = new EntryMapper(new SyncOptions { EmailAttribute = options.EmailAttribute, AliasAttributes = options.AliasAttributes });
        return new DirectorySample(planner.Plan(entries, []))
        {
            IsWhole = isWhole,
            WithoutAddress = entries.Count(entry => addresses.Map(entry).Account is null),
            First = [.. entries.Take(shown).Select(entry => SampledEntry.Of(entry.Dn, planner.Plan([entry], [])))],
        };
    }
}

/// <summary>One entry, and what the settings make of it, for itself: what other entries claim shows in <see cref="DirectorySample.Conflicts"/>.</summary>
/// <param name="Dn">The entry.</param>
/// <param name="Address">The address of its account; null where it asks for none.</param>
/// <param name="Kind">Mailbox or distribution list; null where it asks for none.</param>
/// <param name="Aliases">The further addresses of the account.</param>
/// <param name="Excluded">Its addresses that exclusions hide, each with the pattern.</param>
/// <param name="LeftOut">What else was left out and why: the entry, a value, an address in a domain that is not served.</param>
public sealed record SampledEntry(
    string Dn,
    EmailAddress? Address,
    AccountKind? Kind,
    IReadOnlyList<EmailAddress> Aliases,
    IReadOnlyList<ExcludedAddress> Excluded,
    IReadOnlyList<string> LeftOut)
{
    internal static SampledEntry Of(string dn, SyncPlan plan)
    {
        var account = plan.Changes.FirstOrDefault(change => change.Kind == ChangeKind.AddAccount);
        return new SampledEntry(
            dn,
            account?.Account,
            account?.AccountKind,
            [.. plan.Changes.Where(change => change.Kind == ChangeKind.AddAlias).Select(change => change.Alias!.Value)],
            plan.Excluded,
            [
                .. plan.SkippedEntries.Select(skipped => skipped.Reason),
                .. plan.SkippedValues.Select(skipped => $"{skipped.Attribute} '{skipped.Value}': {skipped.Reason}"),
                .. plan.ForeignAddresses.Select(foreign => $"{foreign.Address} is in a domain that is not served"),
            ]);
    }
}
