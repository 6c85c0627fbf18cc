using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace LdapSync.Mapping;

/// <summary>R9 for any pattern: what the fast matcher says is what the rules say when they are followed word by word.</summary>
public class WildcardPatternPropertyTests
{
    // Each syntax character several times over, and letters on both sides of them in Unicode's order.
    private const string Alphabet = "ab*?[]!-^*?[]!-0AÜü~😀𐐀𐐨";

    private static readonly Arbitrary<string> Patterns = Arb.From(
        Gen.OneOf(Some.Text(Alphabet, 10).Generator, Gen.ArrayOf(Piece()).Resize(3).Select(pieces => string.Concat(pieces))),
        Some.Text(Alphabet, 10).Shrinker);

    private static readonly Arbitrary<string> Texts = Some.Text("abABÜ[]!-^*?0~😀😁𐐀", 4);

    [Fact]
    public void R9_a_match_is_what_following_the_rules_word_by_word_finds()
    {
        var (matches, misses) = (0, 0);
        Law.Holds(Patterns, Texts, (pattern, text) =>
        {
            var expected = FollowTheRules(Runes(pattern), Runes(text));
            _ = expected ? matches++ : misses++;

            new WildcardPattern(pattern).IsMatch(text).Should().Be(expected);
        });
        // A law about matches that never sees one proves nothing.
        matches.Should().BeGreaterThan(misses / 20);
    }

    [Fact]
    public void R9_case_makes_no_difference() => Law.Holds(Patterns, Texts, (pattern, text) =>
    {
        var matches = new WildcardPattern(pattern).IsMatch(text);

        new WildcardPattern(pattern.ToUpperInvariant()).IsMatch(text).Should().Be(matches);
        new WildcardPattern(pattern).IsMatch(text.ToUpperInvariant()).Should().Be(matches);
    });

    [Fact]
    public void R9_a_pattern_without_wildcards_matches_itself_and_nothing_else() => Law.Holds(Some.Text("abA]!-^.@Ü😀𐐀", 8), Texts, (pattern, text) =>
    {
        var literal = new WildcardPattern(pattern);

        literal.IsExact.Should().BeTrue();
        literal.IsMatch(pattern).Should().BeTrue();
        literal.IsMatch(text).Should().Be(WildcardPattern.Lower(text) == WildcardPattern.Lower(pattern));
        literal.IsMatch(pattern + "a").Should().BeFalse();
        literal.IsMatch("a" + pattern).Should().BeFalse();
    });

    [Fact]
    public void R9_an_exact_pattern_may_be_replaced_by_a_look_up() => Law.Holds(Patterns, Texts, (text, other) =>
    {
        var pattern = new WildcardPattern(text);
        if (pattern.IsExact) pattern.IsMatch(other).Should().Be(WildcardPattern.Lower(other) == WildcardPattern.Lower(text));
    });

    [Fact]
    public void R9_stars_around_a_pattern_find_it_anywhere() => Law.Holds(Patterns, Texts, Texts, (pattern, before, after) =>
    {
        if (!new WildcardPattern(pattern).IsMatch("ab")) return;

        // A bracket that is still open could take what follows.
        if (!pattern.Contains('[', StringComparison.Ordinal)) new WildcardPattern($"*{pattern}*").IsMatch($"{before}ab{after}").Should().BeTrue();
        new WildcardPattern($"*{pattern}").IsMatch($"{before}ab").Should().BeTrue();
    });

    /// <summary>Python's fnmatch as its manual has it. Tries everything, which only short texts can bear.</summary>
    private static bool FollowTheRules(ReadOnlySpan<Rune> pattern, ReadOnlySpan<Rune> text)
    {
        if (pattern.IsEmpty) return text.IsEmpty;
        if (pattern[0].Value == '*') return FollowTheRules(pattern[1..], text) || (!text.IsEmpty && FollowTheRules(pattern, text[1..]));
        if (text.IsEmpty) return false;

        var accepts = pattern[0].Value == '?' || pattern[0] == text[0];
        var length = 1;
        if (pattern[0].Value == '[')
        {
            var start = pattern.Length > 1 && pattern[1].Value == '!' ? 2 : 1;
            // The set has at least one character: a bracket in its first place does not close it.
            var end = pattern.Length > start ? pattern[(start + 1)..].IndexOf(new Rune(']')) : -1;
            if (end >= 0)
            {
                accepts = IsIn(pattern.Slice(start, end + 1), text[0]) == (start == 1);
                length = start + end + 2;
            }
        }
        return accepts && FollowTheRules(pattern[length..], text[1..]);
    }

    private static bool IsIn(ReadOnlySpan<Rune> set, Rune rune) => set switch
    {
        [] => false,
        [var from, { Value: '-' }, var to, .. var rest] => (from <= rune && rune <= to) || IsIn(rest, rune),
        [var one, .. var rest] => one == rune || IsIn(rest, rune),
    };

    private static Gen<string> Piece()
    {
        var character = Some.Of("a", "b", "B", "0", "!", "-", "^", "]", "Ü", "~", "😀").Generator;
        var element = Gen.OneOf(character, character.Zip(character, (from, to) => $"{from}-{to}"));
        var set = Gen.ArrayOf(element).Resize(2).Zip(Gen.Elements("[", "[!"), (elements, start) => $"{start}{string.Concat(elements)}]");
        return Gen.Frequency((2, Gen.Elements("*", "?", "a", "b")), (1, set));
    }

    private static Rune[] Runes(string text) => [.. text.ToLowerInvariant().EnumerateRunes()];
}
