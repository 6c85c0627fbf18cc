using LdapSync.Mapping;

namespace LdapSync.Planning;

/// <summary>
/// The accounts of one side that a sync looks at, once exclusions and foreign domains are taken out, and what was taken out. Both sides go through here, so
/// that nothing is hidden on one side alone.
/// </summary>
internal sealed class VisibleAccounts
{
    private readonly ExclusionRules _exclusions;
    private readonly ServedDomains _domains;
    private readonly bool _isDirectory;
    private readonly bool _hideExcluded;
    private readonly ForeignPrimary _foreignPrimary;

    private VisibleAccounts(ExclusionRules exclusions, ServedDomains domains, bool isDirectory, bool hideExcluded, ForeignPrimary foreignPrimary = default) =>
        (_exclusions, _domains, _isDirectory, _hideExcluded, _foreignPrimary) = (exclusions, domains, isDirectory, hideExcluded, foreignPrimary);

    public List<MailAccount> Accounts { get; } = [];

    /// <summary>Entries whose own address is in a domain not served, with their served aliases, one of which may stand in.</summary>
    public List<MailAccount> WithoutServedPrimary { get; } = [];

    public List<ExcludedAddress> Excluded { get; } = [];

    /// <summary>
    /// Addresses of hidden accounts, with the account. At the target they are taken, although nobody may touch them; of the directory they are still carried.
    /// </summary>
    public Dictionary<EmailAddress, MailAccount> Held { get; } = [];

    /// <summary>Accounts of the target of which aliases are hidden, each by its own address with the lowest of those.</summary>
    public Dictionary<EmailAddress, EmailAddress> HiddenAliases { get; } = [];

    public List<ForeignAddress> Foreign { get; } = [];

    public List<FoldedAddress> Folded { get; } = [];

    /// <summary>Entries that get no account because their own address is in a domain not served, with what they carry.</summary>
    public List<MailAccount> Unserved { get; } = [];

    /// <summary>Those of them that have served aliases and could get an account under other settings.</summary>
    public List<SkippedEntry> Skipped { get; } = [];

    /// <summary>What the directory asks for: excluded addresses vanish in both modes.</summary>
    public static VisibleAccounts OfDirectory(IEnumerable<MailAccount> accounts, ExclusionRules exclusions, ServedDomains domains, ForeignPrimary foreignPrimary) =>
        new VisibleAccounts(exclusions, domains, isDirectory: true, hideExcluded: true, foreignPrimary).Take(accounts);

    /// <summary>What the target has: under <see cref="ExclusionMode.Block"/> excluded addresses stay visible, and so get deleted.</summary>
    public static VisibleAccounts OfTarget(IEnumerable<MailAccount> accounts, ExclusionRules exclusions, ServedDomains domains, ExclusionMode mode) =>
        new VisibleAccounts(exclusions, domains, isDirectory: false, hideExcluded: mode == ExclusionMode.Ignore).Take(accounts.Select(WithoutRepeats));

    private VisibleAccounts Take(IEnumerable<MailAccount> accounts)
    {
        foreach (var account in accounts)
        {
            var isExcluded = IsExcluded(account.Primary, account);
            // Asked even where the whole account is hidden, or a pattern would seem to match nothing.
            var seen = WithoutExcludedAliases(account);
            if (isExcluded && _hideExcluded) Hold(_domains.Fold(account));
            else TakeServed(account, seen);
        }
        return this;
    }

    private void TakeServed(MailAccount account, MailAccount seen)
    {
        var folded = _domains.Fold(seen);
        if (_isDirectory) NoteFolded(seen, folded);
        if (_isDirectory) NoteForeign(folded);
        if (_domains.Serves(folded.Primary)) TakeVisible(account, WithServedAliases(folded));
        else if (_isDirectory) TakeUnserved(folded);
        else Hold(_domains.Fold(account));
    }

    private void TakeVisible(MailAccount account, MailAccount visible)
    {
        Accounts.Add(visible);
        if (_isDirectory || visible.Aliases.Count == account.Aliases.Count) return;
        var shown = visible.Aliases.Append(visible.Primary).ToHashSet();
        var hidden = account.Aliases.Where(alias => !shown.Contains(_domains.Fold(alias))).ToList();
        if (hidden.Count > 0) HiddenAliases[visible.Primary] = hidden.Min();
    }

    private void TakeUnserved(MailAccount account)
    {
        var served = WithServedAliases(account);
        if (served.Aliases.Count > 0 && _foreignPrimary == ForeignPrimary.UseAlias)
        {
            WithoutServedPrimary.Add(served);
            return;
        }
        Unserved.Add(account);
        if (served.Aliases.Count > 0) Skipped.Add(new SkippedEntry(account.Dn ?? "", $"its address {account.Primary} is in a domain that is not served, and ForeignPrimary is Skip"));
    }

    private bool IsExcluded(EmailAddress address, MailAccount account)
    {
        // An address of an alias domain is excluded in either spelling, or what is hidden at the target would be created there.
        var pattern = _exclusions.Match(address);
        if (_domains.Fold(address) is var folded && folded != address) pattern = _exclusions.Match(folded) is { } other ? pattern ?? other : pattern;
        if (pattern is null) return false;
        Excluded.Add(new ExcludedAddress(address, pattern, account.Primary, account.Dn));
        return true;
    }

    /// <summary>
    /// A target may list an account's own address among its aliases: it is none, and does not stay with the account when that is renamed. Or an alias twice, which can
    /// be removed only once.
    /// </summary>
    private static MailAccount WithoutRepeats(MailAccount account)
    {
        const int few = 16;
        var aliases = account.Aliases;
        var isRepeated = aliases.Count > few;
        for (var i = 0; i < aliases.Count && !isRepeated; i++)
        {
            isRepeated = aliases[i] == account.Primary;
            for (var j = 0; j < i && !isRepeated; j++) isRepeated = aliases[i] == aliases[j];
        }
        return isRepeated ? account.WithAddresses(account.Primary, [.. aliases.Where(alias => alias != account.Primary).OrderBy(alias => alias.ToString(), StringComparer.Ordinal).Distinct()]) : account;
    }

    private MailAccount WithoutExcludedAliases(MailAccount account)
    {
        List<EmailAddress>? left = null;
        for (var i = 0; i < account.Aliases.Count; i++)
        {
            if (IsExcluded(account.Aliases[i], account) && _hideExcluded) left ??= [.. account.Aliases.Take(i)];
            else left?.Add(account.Aliases[i]);
        }
        return left is null ? account : account.WithAddresses(account.Primary, left);
    }

    private MailAccount WithServedAliases(MailAccount account) =>
        _domains.ServesAny || account.Aliases.All(_domains.Serves) ? account : account.WithAddresses(account.Primary, [.. account.Aliases.Where(_domains.Serves)]);

    private void Hold(MailAccount account) => Hold(Held, account);

    /// <summary>Notes who carries an address; of several the lowest name, so that no order of entries shows.</summary>
    public static void Hold(Dictionary<EmailAddress, MailAccount> held, MailAccount account)
    {
        foreach (var address in account.Aliases.Append(account.Primary))
        {
            if (held.TryAdd(address, account)) continue;
            var order = string.CompareOrdinal(account.Dn, held[address].Dn);
            if (order < 0 || (order == 0 && account.Primary < held[address].Primary)) held[address] = account;
        }
    }

    private void NoteFolded(MailAccount account, MailAccount folded)
    {
        if (ReferenceEquals(account, folded)) return;
        var own = account.Aliases.Append(account.Primary).ToHashSet();
        Folded.AddRange(own
            .Select(address => new FoldedAddress(address, _domains.Fold(address), account.Dn))
            .Where(address => !own.Contains(address.Into)));
    }

    private void NoteForeign(MailAccount account)
    {
        if (_domains.ServesAny) return;
        Foreign.AddRange(account.Aliases.Prepend(account.Primary)
            .Where(address => !_domains.Serves(address))
            .Select(address => new ForeignAddress(address, account.Dn)));
    }
}
