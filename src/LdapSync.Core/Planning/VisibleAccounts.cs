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

    private VisibleAccounts(ExclusionRules exclusions, ServedDomains domains, bool isDirectory, bool hideExcluded) =>
        (_exclusions, _domains, _isDirectory, _hideExcluded) = (exclusions, domains, isDirectory, hideExcluded);

    public List<MailAccount> Accounts { get; } = [];

    public List<ExcludedAddress> Excluded { get; } = [];

    /// <summary>Addresses of hidden accounts, with the account: they are taken, although nobody may touch them.</summary>
    public Dictionary<EmailAddress, EmailAddress> Held { get; } = [];

    public List<ForeignAddress> Foreign { get; } = [];

    /// <summary>What the directory asks for: excluded addresses vanish in both modes.</summary>
    public static VisibleAccounts OfDirectory(IEnumerable<MailAccount> accounts, ExclusionRules exclusions, ServedDomains domains) =>
        new VisibleAccounts(exclusions, domains, isDirectory: true, hideExcluded: true).Take(accounts);

    /// <summary>What the target has: under <see cref="ExclusionMode.Block"/> excluded addresses stay visible, and so get deleted.</summary>
    public static VisibleAccounts OfTarget(IEnumerable<MailAccount> accounts, ExclusionRules exclusions, ServedDomains domains, ExclusionMode mode) =>
        new VisibleAccounts(exclusions, domains, isDirectory: false, hideExcluded: mode == ExclusionMode.Ignore).Take(accounts);

    private VisibleAccounts Take(IEnumerable<MailAccount> accounts)
    {
        foreach (var account in accounts)
        {
            if (IsExcluded(account.Primary, account) && _hideExcluded)
            {
                Hold(account);
                continue;
            }
            var seen = WithoutExcludedAliases(account);
            if (_isDirectory) NoteForeign(seen);
            if (_domains.Fold(seen, aliasMayStandIn: _isDirectory) is { } served) Accounts.Add(served);
            else Hold(account);
        }
        return this;
    }

    private bool IsExcluded(EmailAddress address, MailAccount account)
    {
        if (_exclusions.Match(address) is not { } pattern) return false;
        Excluded.Add(new ExcludedAddress(address, pattern, account.Primary, account.Dn));
        return true;
    }

    private MailAccount WithoutExcludedAliases(MailAccount account)
    {
        List<EmailAddress>? left = null;
        for (var i = 0; i < account.Aliases.Count; i++)
        {
            if (IsExcluded(account.Aliases[i], account) && _hideExcluded) left ??= [.. account.Aliases.Take(i)];
            else left?.Add(account.Aliases[i]);
        }
        return left is null ? account : new MailAccount(account.Primary, account.Kind, left) { Dn = account.Dn, SourceId = account.SourceId };
    }

    private void Hold(MailAccount account)
    {
        Held.TryAdd(account.Primary, account.Primary);
        foreach (var alias in account.Aliases) Held.TryAdd(alias, account.Primary);
    }

    private void NoteForeign(MailAccount account)
    {
        if (_domains.Any) return;
        Foreign.AddRange(account.Aliases.Prepend(account.Primary)
            .Where(address => !_domains.Serves(address))
            .Select(address => new ForeignAddress(address, account.Dn)));
    }
}
