using LdapSync.Planning;

namespace LdapSync;

/// <summary>The settings as the simulation understands them: each rule said once more, naively, so that a mistake of the library's is not made here too.</summary>
internal sealed class Rules(SyncOptions options)
{
    // The same few addresses are asked for again and again.
    private readonly Dictionary<string, (string Folded, bool IsExcluded, bool IsServed)> _known = new(StringComparer.Ordinal);

    public SyncOptions Options => options;

    /// <summary>Whether a pattern matches, in either spelling where the domain is an alias.</summary>
    public bool IsExcluded(string address) => Known(address).IsExcluded;

    /// <summary>The address in the parent domain.</summary>
    public string Fold(string address) => Known(address).Folded;

    public bool IsServed(string address) => Known(address).IsServed;

    /// <summary>Whether nobody may touch an account of the target.</summary>
    public bool Hides(Mailbox mailbox) => HidesExcluded(mailbox.Primary) || !IsServed(mailbox.Primary);

    /// <summary>Whether nobody may touch an address of the target.</summary>
    public bool HidesAlias(string alias) => HidesExcluded(alias) || !IsServed(alias);

    /// <summary>Whether an entry is left out for being disabled.</summary>
    public bool LeavesOut(Person person) => person.IsDisabled && options.DisabledAccounts switch
    {
        DisabledAccounts.Include => false,
        DisabledAccounts.Exclude => true,
        _ => person.RecipientType is not (4 or 16 or 32),
    };

    /// <summary>Whether an entry asks for an account by its own address; those that a foreign primary leads elsewhere are another matter.</summary>
    public bool AsksForAccount(Person person) => person.Primary is { } primary && !LeavesOut(person) && !IsExcluded(primary) && IsServed(primary);

    /// <summary>Whether an entry gets no account, and what it carries is to be kept all the same.</summary>
    public bool Carries(Person person) => !LeavesOut(person) && (person.Primary is { } primary
        ? IsExcluded(primary) ? options.ExclusionMode == ExclusionMode.Ignore : !IsServed(primary) && options.ForeignPrimary == ForeignPrimary.Skip
        : person.IsMistyped);

    public AccountKind KindOf(Person person) =>
        person.IsGroup && options.DistributionListAttribute is not null ? AccountKind.DistributionList : AccountKind.Mailbox;

    /// <summary>What a plan breaks, from its changes alone.</summary>
    /// <param name="changes">The changes.</param>
    /// <param name="before">What the target had.</param>
    /// <param name="notOwned">The accounts of it that do not count.</param>
    public IEnumerable<ViolationKind> Violations(IReadOnlyList<AccountChange> changes, Mailboxes before, IReadOnlyCollection<string> notOwned)
    {
        var (limits, percent) = (options.Limits, options.Limits.Percent);
        Mailbox[] seen = [.. before.All.Where(mailbox => !Hides(mailbox) && !notOwned.Contains(mailbox.Primary))];
        var accounts = seen.Length;
        var aliases = seen.Sum(mailbox => mailbox.Aliases.Where(alias => !HidesAlias(alias)).Select(Fold).Where(alias => alias != Fold(mailbox.Primary)).Distinct().Count());
        var moves = Count(ChangeKind.MoveAlias);
        if (Breaks(Count(ChangeKind.AddAccount), limits.AccountAdds, percent.AccountAdds, accounts)) yield return ViolationKind.AccountAdds;
        if (Breaks(Count(ChangeKind.DeleteAccount), limits.AccountDeletes, percent.AccountDeletes, accounts)) yield return ViolationKind.AccountDeletes;
        if (Breaks(Count(ChangeKind.AddAlias) + moves, limits.AliasAdds, percent.AliasAdds, aliases)) yield return ViolationKind.AliasAdds;
        if (Breaks(Count(ChangeKind.RemoveAlias) + moves, limits.AliasDeletes, percent.AliasDeletes, aliases)) yield return ViolationKind.AliasDeletes;
        if (Breaks(changes.Count + moves - Count(ChangeKind.SetSourceId), limits.Total, percent.Total, accounts + aliases)) yield return ViolationKind.Total;
        var guard = options.Guards.MaxDeletePercent;
        if (accounts >= options.Guards.MinAccounts && Count(ChangeKind.DeleteAccount) * 100 > guard * accounts) yield return ViolationKind.Shrink;

        int Count(ChangeKind kind) => changes.Count(change => change.Kind == kind);

        bool Breaks(int count, int? limit, decimal? share, int population) =>
            count > limit || (population >= limits.PercentFloor && count * 100 > share * population);
    }

    public override string ToString() => string.Join(
        ", ",
        new (string Name, object? Value)[]
        {
            ("Exclusions", string.Join(' ', options.Exclusions)),
            ("ExclusionMode", options.ExclusionMode),
            ("Domains", string.Join(' ', options.Domains)),
            ("DomainAliases", string.Join(' ', options.DomainAliases.Select(pair => $"{pair.Key}={pair.Value}"))),
            ("ForeignPrimary", options.ForeignPrimary),
            ("DisabledAccounts", options.DisabledAccounts),
            ("DistributionList", options.DistributionListValue),
            ("Provisional", options.Provisional),
            ("Owns", options.Owns),
            ("DeleteAfter", Text(options.DeleteAfter.Runs, options.DeleteAfter.Time)),
            ("AllowEmptyDirectory", options.AllowEmptyDirectory),
            ("OnViolation", options.OnViolation),
            ("Limits", Text(options.Limits.AccountAdds, options.Limits.AccountDeletes, options.Limits.AliasAdds, options.Limits.AliasDeletes, options.Limits.Total)),
            ("Percent", Text(options.Limits.Percent.AccountAdds, options.Limits.Percent.AccountDeletes, options.Limits.Percent.AliasAdds, options.Limits.Percent.AliasDeletes, options.Limits.Percent.Total)),
            ("PercentFloor", options.Limits.PercentFloor),
            ("Guard", Text(options.Guards.MaxDeletePercent, options.Guards.MinAccounts)),
            ("Verify", options.Verify),
        }.Where(setting => $"{setting.Value}".Length > 0).Select(setting => $"{setting.Name}: {setting.Value}"));

    private static string Text(params object?[] values) => string.Join(' ', values.Select(value => value ?? "-"));

    private (string Folded, bool IsExcluded, bool IsServed) Known(string address)
    {
        if (_known.TryGetValue(address, out var known)) return known;
        var at = address.IndexOf('@', StringComparison.Ordinal) + 1;
        var domain = options.DomainAliases.GetValueOrDefault(address[at..], address[at..]);
        var folded = address[..at] + domain;
        var isExcluded = options.Exclusions.Any(pattern => Fnmatch.IsMatch(address, pattern) || Fnmatch.IsMatch(folded, pattern));
        return _known[address] = (folded, isExcluded, options.Domains.Count == 0 || options.Domains.Contains(domain));
    }

    private bool HidesExcluded(string address) => options.ExclusionMode == ExclusionMode.Ignore && IsExcluded(address);
}
