using System.Globalization;
using FsCheck;
using FsCheck.Fluent;

namespace LdapSync.Mapping;

/// <summary>R9 for many patterns: together they match what each matches by itself, in time and memory that do not explode.</summary>
public class PatternSetTests
{
    private static readonly Arbitrary<string> Patterns = Arb.From(Gen.ArrayOf(Some.Text("ab*?[]!-@Ü😀", 6).Generator).Select(patterns => string.Join('\n', patterns)));

    private static readonly Arbitrary<string> Texts = Some.Text("abAB@Ü[]!-*?0😀😁", 6);

    [Fact]
    public void R9_a_set_matches_what_its_patterns_match_one_by_one()
    {
        var matches = 0;
        Law.Holds(Patterns, Texts, Texts, (patterns, first, second) =>
        {
            WildcardPattern[] all = [.. patterns.Split('\n').Select(text => new WildcardPattern(text))];
            var set = new PatternSet(all);
            // Twice, and mixed: what is kept from one text serves the next.
            foreach (var text in new[] { first, second, first })
            {
                var found = Found(set, text);
                matches += found.Length;
                found.Should().Equal(OneByOne(all, text));
            }
        });
        matches.Should().BeGreaterThan(100);
    }

    [Theory]
    [InlineData("a", "a@b")]
    [InlineData("a@b|a@b|A@B", "a@b")]
    [InlineData("*", "")]
    [InlineData("*|?|a*|*a|*a*|a", "a")]
    [InlineData("svc-*|svc-*@example.com|*@example.com|*c-1@*|svc-?@*|[s-v]*", "svc-1@example.com")]
    [InlineData("*@sub.example.com|*@example.com|*example.com|*.com", "ann@sub.example.com")]
    [InlineData("[!a]*|[a-c]*|?nn*|*@ü*|*Ü*", "ann@Ü")]
    public void R9_each_kind_of_pattern_is_found_beside_the_others(string patterns, string text)
    {
        WildcardPattern[] all = [.. patterns.Split('|').Select(pattern => new WildcardPattern(pattern))];
        var found = Found(new PatternSet(all), text);

        found.Should().Equal(OneByOne(all, text));
    }

    [Fact]
    public void R9_patterns_that_bring_forth_ever_new_states_are_followed_without_keeping_them()
    {
        var random = new Random(5);
        string[] texts = [.. Enumerable.Range(0, 3_000).Select(_ => $"{Letters(random, 30)}@{Letters(random, 20)}.{Letters(random, 2)}")];
        WildcardPattern[] patterns = [.. Enumerable.Range(0, 300).Select(_ => new WildcardPattern($"*{Letters(random, 1)}*{Letters(random, 1)}*{Letters(random, 2)}*@*"))];
        var automaton = new PatternAutomaton([.. patterns.Select((pattern, i) => (i, pattern.Tokens))], backwards: false);

        foreach (var (i, text) in texts.Index())
        {
            var found = automaton.Match(text.AsSpan()).ToArray();
            if (i % 100 == 0) found.Order().Should().Equal(OneByOne(patterns, text));
        }
        automaton.KeepsStates.Should().BeFalse();
        var before = automaton.StatesMade;
        foreach (var text in texts) automaton.Match(text.AsSpan());
        automaton.StatesMade.Should().Be(before);
    }

    [Fact]
    public void R9_states_are_kept_where_texts_are_alike_however_many_there_are()
    {
        WildcardPattern[] patterns = [new("svc-*"), new("*@sub.example.com"), new("*test*")];
        var automaton = new PatternAutomaton([.. patterns.Select((pattern, i) => (i, pattern.Tokens))], backwards: false);
        automaton.Match("svc-test@sub.example.com".AsSpan()).ToArray().Should().BeEquivalentTo([0, 1, 2]);
        string[] texts = [.. Enumerable.Range(0, 10_000).Select(i => string.Create(CultureInfo.InvariantCulture, $"user{i}@example.com"))];
        foreach (var text in texts) automaton.Match(text.AsSpan());
        var before = automaton.StatesMade;
        before.Should().BeLessThan(200);
        foreach (var text in texts) automaton.Match(text.AsSpan());
        automaton.StatesMade.Should().Be(before);
        automaton.KeepsStates.Should().BeTrue();
    }

    private static int[] Found(PatternSet set, string text)
    {
        int[] found = [.. set.Match(WildcardPattern.Lower(text))];
        Array.Sort(found);
        return found;
    }

    private static IEnumerable<int> OneByOne(WildcardPattern[] patterns, string text) => patterns.Index().Where(pattern => pattern.Item.IsMatch(text)).Select(pattern => pattern.Index);

    private static string Letters(Random random, int count) => string.Concat(Enumerable.Range(0, count).Select(_ => (char)('a' + random.Next(26))));
}
