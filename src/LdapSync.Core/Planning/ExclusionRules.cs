using System.Globalization;
using LdapSync.Mapping;

namespace LdapSync.Planning;

/// <summary>Which addresses are left alone (R9, R10). The same rules are asked for both sides. Remembers what matched: one instance a plan.</summary>
internal sealed class ExclusionRules
{
    private static readonly IdnMapping Idn = new() { AllowUnassigned = true };

    private readonly WildcardPattern[] _patterns;
    private readonly Dictionary<string, List<int>> _exact = new(StringComparer.Ordinal);
    private readonly List<int> _wild = [];
    private readonly HashSet<EmailAddress>[] _matched;

    public ExclusionRules(IEnumerable<string> patterns)
    {
        _patterns = [.. patterns.Distinct(StringComparer.Ordinal).Select(text => new WildcardPattern(text))];
        _matched = [.. _patterns.Select(_ => new HashSet<EmailAddress>())];
        for (var i = 0; i < _patterns.Length; i++)
        {
            if (!_patterns[i].IsExact)
            {
                _wild.Add(i);
                continue;
            }
            var text = WildcardPattern.Lower(_patterns[i].Text);
            if (!_exact.TryGetValue(text, out var same)) _exact.Add(text, same = []);
            same.Add(i);
        }
    }

    /// <summary>Each pattern with the number of different addresses it matched so far, in the order of the settings.</summary>
    public IReadOnlyList<PatternUse> Uses => [.. _patterns.Select((pattern, i) => new PatternUse(pattern.Text, _matched[i].Count))];

    /// <summary>The first pattern, in the order of the settings, that matches an address; null when none does. Every pattern that matches is counted.</summary>
    public string? Match(EmailAddress address)
    {
        if (_patterns.Length == 0) return null;
        var first = int.MaxValue;
        foreach (var spelling in Spellings(address))
        {
            foreach (var i in _exact.GetValueOrDefault(spelling) ?? []) Note(i);
            foreach (var i in _wild)
            {
                if (_patterns[i].IsMatchLowered(spelling)) Note(i);
            }
        }
        return first == int.MaxValue ? null : _patterns[first].Text;

        void Note(int pattern)
        {
            _matched[pattern].Add(address);
            first = Math.Min(first, pattern);
        }
    }

    /// <summary>
    /// The address as it stands in the directory and, where its domain is internationalised, with both spellings of the domain: one side may keep A-labels where
    /// the other keeps Unicode, and an address hidden on one side only would be created or deleted.
    /// </summary>
    private static IEnumerable<string> Spellings(EmailAddress address)
    {
        var text = WildcardPattern.Lower(address.ToString());
        yield return text;
        var domain = address.Domain;
        if (!domain.Contains("xn--", StringComparison.Ordinal)) yield break;

        var local = text[..(text.LastIndexOf('@') + 1)];
        if (local + domain is var ascii && ascii != text) yield return ascii;
        if (ToUnicode(domain) is { } unicode && local + unicode is var shown && shown != text) yield return shown;
    }

    private static string? ToUnicode(string domain)
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
