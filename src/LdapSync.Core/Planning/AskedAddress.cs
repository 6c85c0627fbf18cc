namespace LdapSync.Planning;

/// <summary>An address that somebody asks about, and how to know it again under other spellings.</summary>
internal sealed class AskedAddress
{
    private readonly ServedDomains _domains;
    private readonly ExclusionRules _exclusions;

    public AskedAddress(EmailAddress address, SyncPlan plan)
    {
        _domains = plan.Sides.Domains;
        _exclusions = new ExclusionRules(plan.Patterns.Select(use => use.Pattern));
        Address = address;
        // Patterns see an address in either spelling, and what they hide stands as it is.
        Pattern = PatternOf(address);
        CountsAs = Pattern is null ? _domains.Fold(address) : address;
    }

    /// <summary>As it was asked for.</summary>
    public EmailAddress Address { get; }

    /// <summary>What it counts as, once alias domains are folded.</summary>
    public EmailAddress CountsAs { get; }

    /// <summary>The pattern that excludes it; null when none does.</summary>
    public string? Pattern { get; }

    /// <summary>Whether an address is the one that is asked about, or counts as it.</summary>
    public bool Is(EmailAddress other) => other == Address || (Pattern is null && _domains.Fold(other) == CountsAs && (!_domains.FoldsAny || _exclusions.Match(other) is null));

    /// <summary>Whether an account has it.</summary>
    public bool IsOf(MailAccount account)
    {
        if (Is(account.Primary)) return true;
        foreach (var alias in account.Aliases)
        {
            if (Is(alias)) return true;
        }
        return false;
    }

    /// <summary>The pattern that hides an account or entry as a whole; null when none does.</summary>
    public string? PatternOf(MailAccount account) => PatternOf(account.Primary);

    /// <summary>Whether a text that is no address has it in it, as <c>Ann &lt;ann@example.com&gt;</c> has.</summary>
    public bool IsIn(string text) => Spellings.Any(spelling => Contains(text, spelling));

    /// <summary>How a directory may write it: as asked, canonical, with the domain in Unicode, and in every domain that counts as the same.</summary>
    public IReadOnlyList<string> Spellings => field ??= [.. SpellingsOf(Address).Concat(Pattern is null ? Relatives() : []).Distinct(StringComparer.OrdinalIgnoreCase)];

    private string? PatternOf(EmailAddress address) => _exclusions.Match(address) ?? _exclusions.Match(_domains.Fold(address));

    private IEnumerable<string> Relatives() => _domains.AliasesOf(CountsAs.Domain)
        .Select(domain => EmailAddress.TryParse($"{CountsAs.LocalPart}@{domain}", out var relative, out _) ? relative : CountsAs)
        .Prepend(CountsAs)
        .SelectMany(SpellingsOf);

    private static IEnumerable<string> SpellingsOf(EmailAddress address)
    {
        yield return address.ToString();
        yield return address.Canonical;
        if (ExclusionRules.ToUnicode(address.Domain) is { } unicode) yield return $"{address.LocalPart}@{unicode}";
    }

    private static bool Contains(string text, string spelling)
    {
        for (var at = text.IndexOf(spelling, StringComparison.OrdinalIgnoreCase); at >= 0; at = text.IndexOf(spelling, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            var end = at + spelling.Length;
            // joann@example.com has no ann@example.com in it, and ann@example.com.au neither; a full stop may end a sentence.
            var startsThere = at == 0 || !(char.IsLetterOrDigit(text[at - 1]) || text[at - 1] is '.' or '-' or '_' or '+');
            var isLonger = end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] is '-' or '_' || (text[end] == '.' && end + 1 < text.Length && char.IsLetterOrDigit(text[end + 1])));
            if (startsThere && !isLonger) return true;
        }
        return false;
    }
}
