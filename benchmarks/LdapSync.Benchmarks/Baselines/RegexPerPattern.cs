using System.Text.RegularExpressions;

namespace LdapSync.Benchmarks.Baselines;

/// <summary>What a script would do with exclusion patterns: a compiled regular expression for each, tried one after the other.</summary>
internal sealed class RegexPerPattern(IEnumerable<string> patterns)
{
    private readonly Regex[] _expressions =
    [
        .. patterns.Select(pattern => new Regex(
            $"^{Regex.Escape(pattern).Replace(@"\*", ".*", StringComparison.Ordinal).Replace(@"\?", ".", StringComparison.Ordinal).Replace(@"\[", "[", StringComparison.Ordinal)}$",
            RegexOptions.Compiled | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Singleline)),
    ];

    public int Count(IEnumerable<string> addresses) => addresses.Count(address => _expressions.Any(expression => expression.IsMatch(address)));
}
