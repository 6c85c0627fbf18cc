using LdapSync.Mapping;

namespace LdapSync.Planning;

/// <summary>
/// Who gets which address, which account of the target is whose, and what becomes of the accounts that are nobody's. The three hang together: an account that must
/// not be deleted yet keeps its address, although an entry claims it, and whoever claimed it in vain may be another account then. So what is kept is found out
/// first as if nothing were, and all is settled again as long as something that is kept turns out to be claimed.
/// </summary>
internal sealed class Settlement
{
    private readonly Dictionary<MailAccount, Fate> _fates = new(ReferenceEqualityComparer.Instance);
    private readonly List<KeptAccount> _kept = [];

    private Settlement(AddressOwners owners, IReadOnlyList<MailAccount> wanted, AccountMatcher matches) => (Owners, Wanted, Matches) = (owners, wanted, matches);

    /// <summary>How often all was settled: once where nothing that is kept is claimed, a few times more else.</summary>
    public int Passes { get; private init; }

    /// <summary>The accounts that shall be; no address twice.</summary>
    public IReadOnlyList<MailAccount> Wanted { get; }

    public AddressOwners Owners { get; }

    public AccountMatcher Matches { get; }

    /// <summary>The accounts of the target that nobody asks for and that an entry means all the same, or that are provisional.</summary>
    public IReadOnlyList<KeptAccount> Kept => _kept;

    /// <summary>The accounts of the target that nobody asks for, with what becomes of each.</summary>
    public IReadOnlyDictionary<MailAccount, Fate> Fates => _fates;

    /// <summary>The accounts of the target that an entry asks for.</summary>
    public IEnumerable<MailAccount> Adopted => Wanted.Select(Matches.Find).OfType<MailAccount>();

    /// <summary>The accounts of the target of which the same becomes.</summary>
    public IReadOnlyList<MailAccount> With(Fate fate) => [.. _fates.Where(left => left.Value == fate).Select(left => left.Key)];

    /// <param name="directory">What was read.</param>
    /// <param name="wanted">What the directory asks for.</param>
    /// <param name="present">What the target has.</param>
    /// <param name="current">Who has which address there.</param>
    /// <param name="domains">The domains that are served.</param>
    /// <param name="rules">Which accounts may be deleted.</param>
    /// <param name="options">The settings.</param>
    /// <param name="capabilities">What the target can do.</param>
    public static Settlement Of(
        MappedDirectory directory,
        VisibleAccounts wanted,
        VisibleAccounts present,
        IReadOnlyDictionary<EmailAddress, MailAccount> current,
        ServedDomains domains,
        DeletionRules rules,
        SyncOptions options,
        TargetCapabilities capabilities)
    {
        var spared = new Dictionary<MailAccount, Fate>(ReferenceEqualityComparer.Instance);
        var standIns = wanted.WithoutServedPrimary.Select(entry => entry.Dn).ToHashSet(StringComparer.Ordinal);
        for (var pass = 1; ; pass++)
        {
            var owners = new AddressOwners(wanted, current, present.Held, AddressesOf(spared), capabilities);
            var accounts = owners.Settle();
            var settlement = new Settlement(owners, accounts, AccountMatcher.Match(accounts, present.Accounts, capabilities, spared.Keys, rules.IsOurs)) { Passes = pass };
            var carriers = Carriers.Of(directory, wanted, owners, domains, options.ExclusionMode);
            settlement.Judge(carriers, rules, spared, options.Provisional);
            var claimed = settlement.Fates.Where(left => !spared.ContainsKey(left.Key) && AddressesOf(left.Key, left.Value).Any(owners.IsClaimed))
                .Concat(settlement.TakenFromCarriers(carriers, rules))
                .ToList();
            if (claimed.Count == 0) return settlement;
            // Who loses the own address asks for nothing more, so what it claims besides may turn out to be claimed by nobody, and that is not known before.
            var first = claimed.FindAll(left => left.Value == Fate.NotOwned || owners.IsClaimedAsPrimary(left.Key.Primary));
            settlement.Spare(first.Count > 0 ? first : claimed, spared, rules, standIns);
        }
    }

    /// <summary>The accounts that are a carrier's by their id, and that another entry would get because it asks for their address.</summary>
    private IEnumerable<KeyValuePair<MailAccount, Fate>> TakenFromCarriers(Carriers carriers, DeletionRules rules) =>
        from account in Wanted
        let existing = Matches.Find(account)
        where existing is not null && existing.SourceId != account.SourceId && carriers.ById(existing) is not null
        select KeyValuePair.Create(existing, rules.FateBesideEntry(existing));

    /// <summary>
    /// Notes that accounts keep their address. Whoever wanted it as the own one keeps the mailbox that has its id, and with it the address that the next one in a
    /// chain of renames wants: the whole chain is spared at once, not a link with each pass. (A stand-in is no link: its entry may get another one.)
    /// </summary>
    private void Spare(List<KeyValuePair<MailAccount, Fate>> claimed, Dictionary<MailAccount, Fate> spared, DeletionRules rules, HashSet<string?> standIns)
    {
        var wanted = Wanted.ToDictionary(account => account.Primary);
        foreach (var (first, itsFate) in claimed)
        {
            var (account, fate) = (first, itsFate);
            while (spared.TryAdd(account, fate)
                && wanted.TryGetValue(account.Primary, out var loser)
                && !standIns.Contains(loser.Dn)
                && Matches.Find(loser) is { SourceId: not null } own
                && own.SourceId == loser.SourceId
                && Owners.IsClaimedAsPrimary(own.Primary))
            {
                (account, fate) = (own, rules.FateBesideEntry(own));
            }
        }
    }

    private void Judge(Carriers carriers, DeletionRules rules, Dictionary<MailAccount, Fate> spared, ProvisionalAccounts provisional)
    {
        foreach (var account in Matches.Unmatched)
        {
            var entry = carriers.Of(account);
            // Whoever claimed a spared account's address in vain carries that address; that must not make it wait for ever.
            if (spared.TryGetValue(account, out var fate))
            {
                _fates.Add(account, fate);
                if (fate == Fate.Kept) _kept.Add(new KeptAccount(account.Primary, (carriers.ById(account) ?? entry)?.Dn));
                continue;
            }
            var isKept = rules.FateBesideEntry(account) == Fate.Kept && (entry is not null || (account.Kind == AccountKind.Provisional && provisional == ProvisionalAccounts.Keep));
            if (isKept && (!Owners.IsClaimed(account.Primary) || carriers.ById(account) is not null))
            {
                _fates.Add(account, Fate.Kept);
                _kept.Add(new KeptAccount(account.Primary, entry?.Dn));
            }
            else
            {
                _fates.Add(account, rules.FateOf(account));
            }
        }
    }

    private static Dictionary<EmailAddress, MailAccount> AddressesOf(Dictionary<MailAccount, Fate> spared)
    {
        var addresses = new Dictionary<EmailAddress, MailAccount>();
        foreach (var (account, fate) in spared)
        {
            foreach (var address in AddressesOf(account, fate)) addresses[address] = account;
        }
        return addresses;
    }

    /// <summary>What nobody else may have: all of somebody else's account, but of one that waits or is kept only the address that the mailbox is filed under.</summary>
    private static IEnumerable<EmailAddress> AddressesOf(MailAccount account, Fate fate) => fate switch
    {
        Fate.NotOwned => account.Aliases.Append(account.Primary),
        Fate.Waiting or Fate.Kept => [account.Primary],
        _ => [],
    };
}
