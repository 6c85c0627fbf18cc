using LdapSync.Planning;

namespace LdapSync.Quickstart;

/// <summary>What a complete read with the real filter found, in numbers and by a few examples: the plan for a target that is empty.</summary>
internal sealed class DirectoryTest(string source, SyncPlan plan)
{
    private const int Examples = 5;

    private readonly List<FoundAccount> _accounts =
        [.. plan.Changes
            .GroupBy(change => change.Account)
            .Select(changes => new FoundAccount(
                $"{changes.Key}",
                changes.First(change => change.Kind == ChangeKind.AddAccount).AccountKind!.Value,
                [.. changes.Where(change => change.Kind == ChangeKind.AddAlias).Select(change => $"{change.Alias}")]))];

    /// <summary>A sync would be refused: nobody finds nobody on purpose.</summary>
    public bool FindsNobody => plan.WantedAccounts == 0;

    private IEnumerable<(string Domain, int Accounts)> Domains =>
        plan.Changes.Where(change => change.Kind == ChangeKind.AddAccount).CountBy(change => change.Account.Domain)
            .OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => (pair.Key, pair.Value));

    public void Write(TextWriter writer)
    {
        writer.WriteLine($"{source} was read completely. The filter finds {plan.Entries} entries.");
        writer.WriteLine($"  accounts               {_accounts.Count}, of them {Lists} distribution lists");
        writer.WriteLine($"  aliases                {plan.Counts.AliasAdds}");
        writer.WriteLine($"  excluded addresses     {plan.Excluded.Count}");
        writer.WriteLine($"  entries without one    {plan.SkippedEntries.Count}");
        writer.WriteLine($"  conflicts              {plan.Conflicts.Count}");
        foreach (var (domain, accounts) in Domains.Take(Examples)) writer.WriteLine($"  in {domain,-20}{accounts}");
        if (FindsNobody) writer.WriteLine("No account is found, so a sync would be refused: check BaseDns, SearchFilter, EmailAttribute, Domains and Exclusions.");

        List(writer, "Accounts", _accounts, account => $"{account.Address}  {Kind(account.Kind)}{(account.Aliases.Count == 0 ? "" : $"  {string.Join(", ", account.Aliases)}")}");
        List(writer, "Excluded", plan.Excluded, excluded => $"{excluded.Address}  by {excluded.Pattern}");
        List(writer, "Skipped", plan.SkippedEntries, skipped => $"{skipped.Dn}: {skipped.Reason}");
    }

    public object ToDocument() => new
    {
        Source = source,
        plan.Entries,
        Accounts = _accounts.Count,
        DistributionLists = Lists,
        Aliases = plan.Counts.AliasAdds,
        Excluded = plan.Excluded.Count,
        Skipped = plan.SkippedEntries.Count,
        Conflicts = plan.Conflicts.Count,
        Domains = Domains.ToDictionary(domain => domain.Domain, domain => domain.Accounts, StringComparer.Ordinal),
        FirstAccounts = _accounts.Take(Examples),
        FirstExcluded = plan.Excluded.Take(Examples).Select(excluded => new { Address = $"{excluded.Address}", excluded.Pattern, excluded.Dn }),
        FirstSkipped = plan.SkippedEntries.Take(Examples),
    };

    private int Lists => _accounts.Count(account => account.Kind == AccountKind.DistributionList);

    private static string Kind(AccountKind kind) => kind == AccountKind.Mailbox ? "mailbox" : "distribution list";

    private static void List<T>(TextWriter writer, string title, IReadOnlyCollection<T> all, Func<T, string> line)
    {
        if (all.Count == 0) return;
        writer.WriteLine(all.Count > Examples ? $"{title}, the first {Examples} of {all.Count}" : title);
        foreach (var item in all.Take(Examples)) writer.WriteLine($"  {line(item)}");
    }

    private sealed record FoundAccount(string Address, AccountKind Kind, IReadOnlyList<string> Aliases);
}
