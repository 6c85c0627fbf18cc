using LdapSync.Directories;
using LdapSync.Mapping;

namespace LdapSync.Planning;

/// <summary>
/// Finds settings that are legal and still hardly meant, by what they do to real data. What is wrong in itself, <see cref="SyncOptionsValidator"/> finds.
/// </summary>
public static class SettingsLint
{
    /// <summary>The exclusion patterns of a plan, in the order of the settings.</summary>
    /// <param name="plan">A plan that was made with the patterns.</param>
    /// <param name="directory">The directory that it was made from.</param>
    /// <param name="existing">The accounts of the target that it was made from.</param>
    public static IReadOnlyList<LintFinding> CheckExclusions(SyncPlan plan, MappedDirectory directory, IEnumerable<MailAccount> existing)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(directory);
        ArgumentNullException.ThrowIfNull(existing);
        var decided = plan.Excluded.Select(excluded => excluded.Pattern).ToHashSet(StringComparer.Ordinal);
        var addresses = new Lazy<List<EmailAddress>>(() => [.. directory.Accounts.Concat(existing).SelectMany(account => account.Aliases.Prepend(account.Primary)).Distinct().Order()]);
        return
        [
            .. plan.Patterns
                .Where(pattern => !decided.Contains(pattern.Pattern))
                .Select(pattern => pattern.Addresses == 0 ? Unused(pattern.Pattern, addresses) : Shadowed(pattern.Pattern, plan)),
        ];
    }

    /// <summary>The exclusion patterns that hide accounts of the target after an edit of the settings and not before it, with what each hides.</summary>
    public static IReadOnlyList<LintFinding> CheckEdit(SyncPlan before, SyncPlan after) =>
        [.. PlanComparison.Between(before, after).NewlyHidden
            .GroupBy(hidden => hidden.Pattern, StringComparer.Ordinal)
            .OrderBy(hidden => hidden.Key, StringComparer.Ordinal)
            .Select(hidden => new LintFinding(LintRule.PatternHidesExisting, hidden.Key, [.. hidden.Select(excluded => excluded.Address.ToString())]))];

    /// <summary>
    /// A search filter, against entries that were read without it, with <c>userAccountControl</c>, <c>msExchRecipientTypeDetails</c> and what the filter looks at,
    /// as <see cref="DirectoryQueries.SharedMailboxes"/> asks for them.
    /// </summary>
    /// <param name="searchFilter">The setting: a filter or the name of one of <see cref="LdapFilters"/>; empty is the default.</param>
    /// <param name="entries">The entries.</param>
    /// <exception cref="FormatException">The text is no filter.</exception>
    public static IReadOnlyList<LintFinding> CheckFilter(string? searchFilter, IEnumerable<LdapEntry> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        var filter = LdapFilters.Resolve(searchFilter);
        List<string> dropped = [];
        foreach (var entry in entries.Where(DisabledState.IsDisabledShared))
        {
            if (filter.Matches(entry)) return [];
            dropped.Add(entry.Dn);
        }
        return dropped.Count == 0 ? [] : [new LintFinding(LintRule.FilterDropsSharedMailboxes, filter.ToString(), [.. dropped.Order(StringComparer.Ordinal)])];
    }

    private static LintFinding Unused(string pattern, Lazy<List<EmailAddress>> addresses)
    {
        if (!pattern.Contains('_', StringComparison.Ordinal)) return new LintFinding(LintRule.PatternMatchesNothing, pattern, []);
        var starred = new ExclusionRules([pattern.Replace('_', '*')]);
        var matched = addresses.Value.FindAll(address => starred.Match(address) is not null);
        return matched.Count == 0
            ? new LintFinding(LintRule.PatternMatchesNothing, pattern, [])
            : new LintFinding(LintRule.UnderscoreForStar, pattern, [.. matched.Select(address => address.ToString())]);
    }

    private static LintFinding Shadowed(string pattern, SyncPlan plan)
    {
        var rule = new ExclusionRules([pattern]);
        var earlier = plan.Excluded.Where(excluded => rule.Match(excluded.Address) is not null).Select(excluded => excluded.Pattern).ToHashSet(StringComparer.Ordinal);
        return new LintFinding(LintRule.PatternIsShadowed, pattern, [.. plan.Patterns.Select(use => use.Pattern).Where(earlier.Contains)]);
    }
}
