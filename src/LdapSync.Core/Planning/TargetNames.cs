namespace LdapSync.Planning;

/// <summary>
/// Names accounts and aliases as the target has them. A plan is made with the addresses of alias domains folded (R7), but the target may list an account by the
/// address that was folded, and a change has to call it that.
/// </summary>
internal sealed class TargetNames
{
    private readonly Dictionary<EmailAddress, MailAccount> _folded;
    private readonly ServedDomains _domains;

    public TargetNames(IEnumerable<MailAccount> existing, ServedDomains domains)
    {
        _folded = existing.Where(account => account.Unfolded is not null).ToDictionary(account => account.Primary, account => account.Unfolded!);
        _domains = domains;
    }

    /// <summary>The changes in their order; where an alias stands at the target in several domains, its further removals come last.</summary>
    public IReadOnlyList<AccountChange> Of(IReadOnlyList<AccountChange> changes)
    {
        if (_folded.Count == 0) return changes;
        List<AccountChange> named = [.. changes.Select(Of)];
        foreach (var (folded, change) in changes.Zip(named).ToList())
        {
            if (folded.Kind != ChangeKind.RemoveAlias) continue;
            named.AddRange(Spellings(folded).Where(alias => alias != change.Alias).Select(alias => AccountChange.RemoveAlias(change.Account, alias)));
        }
        return named;
    }

    /// <summary>The hand-overs between accounts as the target has them.</summary>
    public IReadOnlyList<Handover> Of(IReadOnlyList<Handover> handovers) =>
        _folded.Count == 0 ? handovers : [.. handovers.Select(handover => handover with { From = Of(handover.From), To = Of(handover.To) })];

    private EmailAddress Of(EmailAddress account) => _folded.TryGetValue(account, out var unfolded) ? unfolded.Primary : account;

    private AccountChange Of(AccountChange change) => change.Kind switch
    {
        ChangeKind.DeleteAccount => AccountChange.DeleteAccount(Of(change.Account)),
        ChangeKind.AddAlias => AccountChange.AddAlias(Of(change.Account), change.Address),
        ChangeKind.RemoveAlias => AccountChange.RemoveAlias(Of(change.Account), Spellings(change).FirstOrDefault(change.Address)),
        ChangeKind.SetKind => AccountChange.SetKind(Of(change.Account), change.AccountKind!.Value),
        _ => change,
    };

    /// <summary>The aliases of the target that an alias stands for, that in the parent domain first.</summary>
    private IEnumerable<EmailAddress> Spellings(AccountChange change) =>
        _folded.TryGetValue(change.Account, out var unfolded)
            ? unfolded.Aliases.Where(alias => alias != unfolded.Primary && _domains.Fold(alias) == change.Address)
                .Distinct()
                .OrderByDescending(alias => alias == change.Address)
                .ThenBy(alias => alias)
            : [];
}
