namespace LdapSync.Planning;

/// <summary>A rename that the target cannot do: the mailbox is deleted and a new one created.</summary>
/// <param name="From">The account that is deleted.</param>
/// <param name="To">The account that is created.</param>
/// <param name="Dn">The entry.</param>
public sealed record LostRename(EmailAddress From, EmailAddress To, string? Dn);

/// <summary>
/// Tells which wanted account is which existing one:
/// <list type="number">
/// <item>the same stable id, where the target keeps it: whatever the addresses, it is the same person (R12);</item>
/// <item>the same primary address (R12);</item>
/// <item>addresses that touch, where each is the other's only candidate: a rename (R13).</item>
/// </list>
/// Where lists have no aliases, a list that asks for the address of a mailbox as an alias is another account: it would be the end of that address. An id that stands on several
/// accounts of a side is no id.
/// </summary>
internal sealed class AccountMatcher
{
    private readonly Dictionary<EmailAddress, MailAccount> _unmatched;
    private readonly IReadOnlyCollection<MailAccount> _spared;
    private readonly Dictionary<MailAccount, MailAccount> _pairs = new(ReferenceEqualityComparer.Instance);
    private readonly TargetCapabilities _capabilities;
    private readonly Func<MailAccount, bool> _isOurs;

    private AccountMatcher(IReadOnlyList<MailAccount> existing, TargetCapabilities capabilities, IReadOnlyCollection<MailAccount> spared, Func<MailAccount, bool> isOurs)
    {
        (_capabilities, _spared, _isOurs) = (capabilities, spared, isOurs);
        _unmatched = existing.ToDictionary(account => account.Primary);
        foreach (var account in spared) _unmatched.Remove(account.Primary);
    }

    /// <summary>The existing accounts that are nobody's.</summary>
    public IEnumerable<MailAccount> Unmatched => _unmatched.Values.Concat(_spared);

    public List<LostRename> LostRenames { get; } = [];

    /// <summary>The existing account that is the wanted one, or null.</summary>
    public MailAccount? Find(MailAccount wanted) => _pairs.GetValueOrDefault(wanted);

    /// <param name="wanted">The accounts that shall be.</param>
    /// <param name="existing">The accounts of the target.</param>
    /// <param name="capabilities">What the target can do.</param>
    /// <param name="spared">Those of them that are known to be nobody's.</param>
    /// <param name="isOurs">Which of them may be taken for a wanted account by addresses that only touch; default: all.</param>
    public static AccountMatcher Match(
        IReadOnlyList<MailAccount> wanted,
        IReadOnlyList<MailAccount> existing,
        TargetCapabilities capabilities,
        IReadOnlyCollection<MailAccount>? spared = null,
        Func<MailAccount, bool>? isOurs = null)
    {
        var matcher = new AccountMatcher(existing, capabilities, spared ?? [], isOurs ?? (_ => true));
        var ids = existing.Any(account => account.SourceId is not null) ? matcher.MatchIds(wanted, existing) : [];
        foreach (var account in wanted)
        {
            if (!matcher._pairs.ContainsKey(account) && matcher._unmatched.TryGetValue(account.Primary, out var present)) matcher.Pair(account, present);
        }
        if (matcher._unmatched.Count > 0) matcher.MatchTouching([.. wanted.Where(account => !matcher._pairs.ContainsKey(account))], ids);
        return matcher;
    }

    private void Pair(MailAccount wanted, MailAccount existing)
    {
        if (wanted.Primary != existing.Primary && !_capabilities.HasFlag(TargetCapabilities.Rename))
        {
            LostRenames.Add(new LostRename(existing.Primary, wanted.Primary, wanted.Dn));
            return;
        }
        _pairs.Add(wanted, existing);
        _unmatched.Remove(existing.Primary);
    }

    /// <returns>The ids that are known to be one account's at the target.</returns>
    private HashSet<string> MatchIds(IReadOnlyList<MailAccount> wanted, IReadOnlyList<MailAccount> existing)
    {
        var present = ById(existing);
        foreach (var (id, account) in ById(wanted))
        {
            if (present.TryGetValue(id, out var known)) Pair(account, known);
        }
        return [.. present.Keys];
    }

    private static Dictionary<string, MailAccount> ById(IReadOnlyList<MailAccount> accounts) =>
        accounts.Where(account => account.SourceId is not null)
            .GroupBy(account => account.SourceId!, StringComparer.Ordinal)
            .Where(group => group.Count() == 1)
            .ToDictionary(group => group.Key, group => group.Single(), StringComparer.Ordinal);

    private void MatchTouching(List<MailAccount> wanted, HashSet<string> ids)
    {
        var byAddress = new Dictionary<EmailAddress, MailAccount>();
        foreach (var account in _unmatched.Values.Where(account => account.Kind != AccountKind.Provisional && _isOurs(account)))
        {
            byAddress[account.Primary] = account;
            foreach (var alias in account.Aliases) byAddress[alias] = account;
        }
        var candidates = wanted.ToDictionary(account => account, account => Touching(account, byAddress, ids), (IEqualityComparer<MailAccount>)ReferenceEqualityComparer.Instance);
        var suitors = candidates.SelectMany(pair => pair.Value.Select(existing => (Existing: existing, Wanted: pair.Key))).ToLookup(pair => pair.Existing, pair => pair.Wanted);
        foreach (var account in wanted)
        {
            if (candidates[account] is [var only] && suitors[only].Count() == 1) Pair(account, only);
        }
    }

    /// <summary>The accounts whose alias is the new primary, or whose primary is a new alias; none that is known to be somebody else.</summary>
    private List<MailAccount> Touching(MailAccount wanted, Dictionary<EmailAddress, MailAccount> existing, HashSet<string> ids)
    {
        var found = new List<MailAccount>();
        if (existing.TryGetValue(wanted.Primary, out var byPrimary)) Add(byPrimary);
        foreach (var alias in wanted.Aliases)
        {
            if (existing.TryGetValue(alias, out var byAlias) && byAlias.Primary == alias && (byAlias.Kind == wanted.Kind || _capabilities.AllowAliases(wanted.Kind))) Add(byAlias);
        }
        return found;

        void Add(MailAccount account)
        {
            var isSomebodyElse = wanted.SourceId is not null && account.SourceId is not null && ids.Contains(account.SourceId);
            if (!isSomebodyElse && !found.Contains(account)) found.Add(account);
        }
    }
}
