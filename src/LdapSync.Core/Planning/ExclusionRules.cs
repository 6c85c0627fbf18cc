using System.Globalization;
using System.Text;
using LdapSync.Mapping;
using LdapSync.Planning.Pairs;

namespace LdapSync.Planning;

/// <summary>Which addresses are left alone (R9, R10). The same rules are asked for both sides. Remembers what matched: one instance a plan.</summary>
internal sealed class ExclusionRules
{
    private static readonly IdnMapping Idn = new() { AllowUnassigned = true };

    private readonly WildcardPattern[] _patterns;
    private readonly PatternSet _set;
    private readonly HashSet<EmailAddress>[] _matched;
    private readonly HashSet<ulong> _exact;
    private readonly AddressHasher _hasher;

    public ExclusionRules(IEnumerable<string> patterns, AddressHasher? hasher = null)
    {
        _hasher = hasher ?? AddressHasher.OfProcess;
        _patterns = [.. patterns.Distinct(StringComparer.Ordinal).Select(text => new WildcardPattern(text))];
        _set = new PatternSet(_patterns);
        _matched = Nothing(_patterns);
        _exact = [.. _set.Exact.Where(text => Ascii.IsValid(text) && text.Contains('@', StringComparison.Ordinal)).Select(text => _hasher.Address(text))];
    }

    private ExclusionRules(ExclusionRules others) =>
        (_patterns, _set, _exact, _hasher, _matched) = (others._patterns, others._set, others._exact, others._hasher, Nothing(others._patterns));

    /// <summary>The same rules, which remember nothing yet. Both are for one thread.</summary>
    public ExclusionRules Anew() => new(this);

    /// <summary>Whether they may serve another plan: what one directory brought forth must not make all later plans slow.</summary>
    public bool AreQuick => _set.KeepsStates;

    /// <summary>Each pattern with the number of different addresses it matched so far, in the order of the settings.</summary>
    public IReadOnlyList<PatternUse> Uses => [.. _patterns.Select((pattern, i) => new PatternUse(pattern.Text, _matched[i].Count))];

    /// <summary>Whether any pattern may match an address in ASCII and lower case; counts nothing. Wrong only where a pattern without wildcards has the same hash.</summary>
    public bool Hides(ReadOnlySpan<byte> local, PatternSet.Ending domain, ulong hash) => _patterns.Length > 0 && (_exact.Contains(hash) || _set.MatchesAny(local, domain));

    /// <summary>The first pattern, in the order of the settings, that matches an address; null when none does. Every pattern that matches is counted.</summary>
    public string? Match(EmailAddress address)
    {
        if (_patterns.Length == 0) return null;
        var first = int.MaxValue;
        var canonical = address.Canonical;
        // The canonical form of an ASCII address is the address in lower case, as patterns see it. Of others both are asked for: a target may keep either.
        Ask(canonical, address, ref first);
        if (!Ascii.IsValid(address.ToString())) Ask(WildcardPattern.Lower(address.ToString()), address, ref first);
        if (canonical.Contains("xn--", StringComparison.Ordinal)) AskOtherSpellings(address, ref first);
        return first == int.MaxValue ? null : _patterns[first].Text;
    }

    /// <summary>
    /// An internationalised domain has two spellings, and one side may keep A-labels where the other keeps Unicode. An address hidden on one side only would be
    /// created or deleted, so both spellings are asked for.
    /// </summary>
    private void AskOtherSpellings(EmailAddress address, ref int first)
    {
        var text = WildcardPattern.Lower(address.ToString());
        var local = text[..(text.LastIndexOf('@') + 1)];
        Ask(local + address.Domain, address, ref first);
        if (ToUnicode(address.Domain) is { } unicode) Ask(local + unicode, address, ref first);
    }

    private void Ask(string spelling, EmailAddress address, ref int first)
    {
        foreach (var pattern in _set.Match(spelling))
        {
            _matched[pattern].Add(address);
            first = Math.Min(first, pattern);
        }
    }

    private static HashSet<EmailAddress>[] Nothing(WildcardPattern[] patterns) => [.. patterns.Select(_ => new HashSet<EmailAddress>())];

    /// <summary>A domain with its A-labels spelled out; null where they cannot be.</summary>
    public static string? ToUnicode(string domain)
    {
        try
        {
            return Idn.GetUnicode(domain);
        }
        catch (ArgumentException)
        {
            return null; // A label that only looks like punycode has one spelling.
        }
    }
}
