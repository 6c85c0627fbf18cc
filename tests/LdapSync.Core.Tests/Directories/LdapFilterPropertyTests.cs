using System.IO.Enumeration;
using System.Text;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using LdapSync.Directories.Filters;

namespace LdapSync.Directories;

/// <summary>Laws that hold for any filter.</summary>
public partial class LdapFilterPropertyTests
{
    private const string Alphabet = "a()()&|!=<>~:*\\ bAB01.;-,+\"#é\n\0\ud83d\ude00";

    private static readonly Arbitrary<EntryShape> Entries = EntryShape.Of(
        Some.Of("cn=a,ou=B", "not a name"),
        Some.ListOf(EntryShape.AttributeOf(Some.Of("a", "b", "A;X-1", "2.5.4.3", "objectCategory"), Some.ListOf(Some.Octets(5), 3)), 4));

    [Fact]
    public void Reading_what_was_printed_gives_the_same_filter() => Law.Holds(FilterShape.Any, shape =>
    {
        var again = LdapFilter.Parse(shape.Filter.ToString());

        again.Should().Be(shape.Filter);
        again.ToString().Should().Be(shape.Filter.ToString());
        again.GetHashCode().Should().Be(shape.Filter.GetHashCode());
        // Two filters are equal when they print the same; on the wire it shows whether they also are the same.
        again.ToBer().Should().Equal(shape.Filter.ToBer());
    });

    [Fact]
    public void Another_spelling_of_a_filter_is_the_same_filter() => Law.Holds(FilterShape.Any, shape =>
    {
        var text = shape.Filter.ToString();
        text = text[0] + text[1..].Replace("(", "\r\n\t (", StringComparison.Ordinal).Replace("))", ") )", StringComparison.Ordinal);
        text = string.Concat(text.EnumerateRunes().Select(rune => rune.IsAscii ? rune.ToString() : string.Concat(Encoding.UTF8.GetBytes(rune.ToString()).Select(octet => $"\\{octet:x2}"))));
        text = Escape().Replace(text, escape => escape.Value.ToUpperInvariant());

        var again = LdapFilter.Parse(text);

        again.Should().Be(shape.Filter);
        again.ToBer().Should().Equal(shape.Filter.ToBer());
    });

    [Fact]
    public void Filters_are_equal_exactly_when_they_are_the_same_on_the_wire() => Law.Holds(FilterShape.Any, FilterShape.Any, (a, b) =>
    {
        a.Filter.Equals(b.Filter).Should().Be(a.Filter.ToBer().AsSpan().SequenceEqual(b.Filter.ToBer()));
        if (a.Filter.Equals(b.Filter)) a.Filter.GetHashCode().Should().Be(b.Filter.GetHashCode());
    });

    [Fact]
    public void Any_text_is_read_or_refused_with_a_reason()
    {
        var damaged = Arb.From(FilterShape.Any.Generator.SelectMany(shape => Damage(shape.Filter.ToString())), Some.Text(Alphabet, 1).Shrinker);

        Law.Holds(Arb.From(Gen.OneOf(Some.Text(Alphabet, 30).Generator, damaged.Generator), damaged.Shrinker), text =>
        {
            if (LdapFilter.TryParse(text, out var filter, out var reason)) LdapFilter.Parse(filter.ToString()).Should().Be(filter);
            else reason.Should().NotBeNullOrEmpty();
        });
    }

    [Fact]
    public void The_laws_of_three_valued_logic_hold()
    {
        var seen = new HashSet<Truth>();
        Law.Holds(FilterShape.Any, FilterShape.Any, Entries, (first, second, shape) =>
        {
            var (f, g, entry) = (first.Filter, second.Filter, shape.Entry);
            var (a, b) = (f.Evaluate(entry), g.Evaluate(entry));
            seen.Add(a);

            new Not(new And([f, g])).Evaluate(entry).Should().Be(new Or([new Not(f), new Not(g)]).Evaluate(entry), "De Morgan");
            new Not(new Or([f, g])).Evaluate(entry).Should().Be(new And([new Not(f), new Not(g)]).Evaluate(entry), "De Morgan");
            new Not(new Not(f)).Evaluate(entry).Should().Be(a);
            (new Not(f).Evaluate(entry) == a).Should().Be(a == Truth.Undefined, "only what is undefined is its own negation");
            new And([f, g]).Evaluate(entry).Should().Be(a < b ? a : b);
            new Or([g, f]).Evaluate(entry).Should().Be(a > b ? a : b);
            new And([f]).Evaluate(entry).Should().Be(new Or([f]).Evaluate(entry)).And.Be(a);
            f.Matches(entry).Should().Be(a == Truth.True);
            LdapFilter.Parse(f.ToString()).Evaluate(entry).Should().Be(a, "what is printed means the same");
        });
        seen.Should().HaveCount(3, "a law of three values is to be tried on three");
    }

    [Fact]
    public void Text_compares_as_its_words_without_case()
    {
        var words = Some.Text("aA  é", 5);

        Law.Holds(words, words, (value, assertion) =>
            LdapFilter.Parse($"(a={assertion})").Matches(new LdapEntry("", ("a", value)))
                .Should().Be(string.Equals(Words(value), Words(assertion), StringComparison.OrdinalIgnoreCase)));

        static string Words(string text) => string.Join(' ', text.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void Substrings_compare_as_a_pattern_does()
    {
        var patterns = Some.Text("abÉ**", 7).Filter(text => text.Contains('*', StringComparison.Ordinal) && !text.Contains("**", StringComparison.Ordinal));

        Law.Holds(patterns, Some.Text("abAé", 6), (pattern, value) =>
            LdapFilter.Parse($"(x={pattern})").Matches(new LdapEntry("", ("x", value)))
                .Should().Be(pattern == "*" || FileSystemName.MatchesSimpleExpression(pattern, value, ignoreCase: true)));
    }

    private static Gen<string> Damage(string text) => Gen.Choose(0, text.Length - 1).SelectMany(at => Gen.OneOf(
        Gen.Constant(text.Remove(at, 1)),
        Some.Text(Alphabet, 2).Generator.Select(inserted => text.Insert(at, inserted))));

    [GeneratedRegex(@"\\[0-9a-f]{2}")]
    private static partial Regex Escape();
}
