using LdapSync.Directories;
using LdapSync.Mapping;

namespace LdapSync.Planning;

/// <summary>What an entry has to do with an address that is asked about.</summary>
/// <param name="Origins">Where the entry has it; at least one.</param>
/// <param name="Verdict">What keeps the address out; <see cref="AddressVerdict.ChangedSince"/> when nothing does.</param>
/// <param name="Reason">The same in words.</param>
internal sealed record EntryFinding(IReadOnlyList<AddressOrigin> Origins, AddressVerdict Verdict, string Reason)
{
    public string Dn => Origins[0].Dn;
}

/// <summary>
/// Why an entry that has an address does not bring it into a plan. Pure: whoever asks has looked the entry up, with the attributes that mapper and filter look at.
/// </summary>
/// <param name="plan">The plan.</param>
/// <param name="asked">The address.</param>
/// <param name="mapper">What is read of an entry.</param>
/// <param name="query">What the plan was read with.</param>
internal sealed class WhyNot(SyncPlan plan, AskedAddress asked, EntryMapper mapper, DirectoryQuery query)
{
    private static readonly string[] UsualAttributes = ["mail", "proxyAddresses", "userPrincipalName"];

    /// <summary>The attributes in which an address may stand: those that are read, and the usual ones.</summary>
    public IReadOnlyList<string> Attributes { get; } = [.. mapper.AddressAttributes.Concat(UsualAttributes).Distinct(StringComparer.OrdinalIgnoreCase)];

    /// <summary>What the entry has to do with the address; null when it does not have it.</summary>
    public EntryFinding? Examine(LdapEntry entry)
    {
        var found = Find(entry).ToList();
        if (found.Count == 0) return null;
        var (verdict, reason) = Judge(entry, found);
        return new EntryFinding([.. found.Select(value => new AddressOrigin(entry.Dn, value.Attribute, value.Text))], verdict, reason);
    }

    private IEnumerable<FoundValue> Find(LdapEntry entry)
    {
        foreach (var attribute in entry.Attributes.Where(attribute => Attributes.Any(name => attribute.Answers(name))))
        {
            var isRead = mapper.AddressAttributes.Any(name => attribute.Answers(name));
            foreach (var value in attribute.Values)
            {
                if (!LdapAttribute.TryGetText(value.Span, out var text)) continue;
                var parts = ProxyAddress.Read(text);
                var isAddress = EmailAddress.TryParse(parts.Address.ToString(), out var address, out var fault);
                if (isAddress ? asked.Is(address) : asked.IsIn(text)) yield return new FoundValue(attribute.Name, text, isRead, parts.IsMail, fault);
            }
        }
    }

    /// <summary>The steps that an entry goes through; the first that it does not pass is the answer.</summary>
    private (AddressVerdict Verdict, string Reason) Judge(LdapEntry entry, List<FoundValue> found)
    {
        if (IsOutside(entry)) return (AddressVerdict.OutsideBases, $"it is outside every base DN: {string.Join("; ", query.BaseDns.Select(dn => InWords.Shown(dn.ToString())))}");
        if (!query.Filter.Matches(entry)) return (AddressVerdict.Filtered, $"the search filter leaves it out, since {query.Filter.PartNotTrueFor(entry)} is not true for it");
        var mapped = mapper.Map(entry);
        if (mapped.Account is not { } account) return (AddressVerdict.EntrySkipped, $"it asks for no account: {InWords.Shown(mapped.Skipped!.Reason)}");
        if (!found.Exists(value => value is { IsRead: true, IsMail: true, Fault: null })) return JudgeValues(found);
        if (asked.PatternOf(account) is { } whole) return (AddressVerdict.Excluded, $"the exclusion {InWords.Shown(whole)} hides it as a whole, by its own address {account}");
        if (asked.Pattern is { } pattern) return (AddressVerdict.Excluded, $"the exclusion {InWords.Shown(pattern)} hides the address");
        if (!plan.Sides.Domains.Serves(asked.CountsAs)) return (AddressVerdict.NotServed, $"the domain {asked.CountsAs.Domain} is not served");
        if (plan.Conflicts.FirstOrDefault(conflict => conflict.LoserDn == entry.Dn && (conflict.Address == asked.CountsAs || conflict.LosesAccount)) is { } lost)
        {
            return (AddressVerdict.LostConflict, $"it lost {lost.Address} to {lost.Winner}{(lost.WinnerDn is null ? "" : $" ({InWords.Shown(lost.WinnerDn)})")}");
        }
        return (AddressVerdict.ChangedSince, "it asks for the address now; the directory has changed since the plan was made, or compares otherwise than this library");
    }

    /// <summary>No value gives the address: the one that comes closest tells why.</summary>
    private static (AddressVerdict Verdict, string Reason) JudgeValues(List<FoundValue> found)
    {
        if (found.Find(value => value is { IsRead: true, IsMail: true }) is { } invalid)
        {
            return (AddressVerdict.InvalidValue, $"its {InWords.Shown(invalid.Attribute)} '{InWords.Shown(invalid.Text)}' is no mail address: {invalid.Fault}");
        }
        if (found.Find(value => value.IsRead) is { } other)
        {
            return (AddressVerdict.OtherKind, $"its {InWords.Shown(other.Attribute)} '{InWords.Shown(other.Text)}' is another kind of address");
        }
        var attributes = string.Join(", ", found.Select(value => InWords.Shown(value.Attribute)).Distinct(StringComparer.OrdinalIgnoreCase));
        return (AddressVerdict.NotRead, $"the address stands only in {attributes}, which neither EmailAttribute nor AliasAttributes names");
    }

    private bool IsOutside(LdapEntry entry) =>
        query.BaseDns.Count > 0 && DistinguishedName.TryParse(entry.Dn, out var dn, out _) && !query.BaseDns.Any(dn.IsAtOrBelow);

    /// <param name="Attribute">The attribute, as the directory spells it.</param>
    /// <param name="Text">The value.</param>
    /// <param name="IsRead">Whether the settings name the attribute.</param>
    /// <param name="IsMail">Whether it is no other kind of address.</param>
    /// <param name="Fault">What is wrong with the address; null when nothing is.</param>
    private sealed record FoundValue(string Attribute, string Text, bool IsRead, bool IsMail, string? Fault);
}
