using LdapSync.Directories.Filters;

namespace LdapSync.Directories;

/// <summary>Laws that hold for any filter, tried on many random ones. The seeds are fixed: a failure repeats.</summary>
public class LdapFilterPropertyTests
{
    private const int Rounds = 20_000;
    private const string Alphabet = "()()&|!=<>~:*\\ abAB01.;-,+\"#é\n\0\ud83d\ude00";

    [Fact]
    public void Reading_what_was_printed_gives_the_same_filter()
    {
        var random = new Random(1);
        for (var i = 0; i < Rounds; i++)
        {
            var filter = RandomFilter(random, depth: 4);
            var again = LdapFilter.Parse(filter.ToString());
            if (!again.Equals(filter) || !again.ToBer().AsSpan().SequenceEqual(filter.ToBer())) Assert.Fail($"{filter} became {again}");
        }
    }

    [Fact]
    public void Any_text_is_read_or_refused_with_a_reason()
    {
        var random = new Random(2);
        for (var i = 0; i < Rounds; i++)
        {
            var text = i % 2 == 0 ? RandomText(random, 30) : Damage(random, RandomFilter(random, depth: 3).ToString());
            if (LdapFilter.TryParse(text, out var filter, out var reason)) LdapFilter.Parse(filter.ToString()).Should().Be(filter);
            else if (string.IsNullOrEmpty(reason)) Assert.Fail($"no reason for {text}");
        }
    }

    [Fact]
    public void The_laws_of_three_valued_logic_hold()
    {
        var random = new Random(3);
        for (var i = 0; i < Rounds; i++)
        {
            var (f, g, entry) = (RandomFilter(random, 3), RandomFilter(random, 3), RandomEntry(random));
            var (a, b) = (f.Evaluate(entry), g.Evaluate(entry));
            new Not(new And([f, g])).Evaluate(entry).Should().Be(new Or([new Not(f), new Not(g)]).Evaluate(entry), "De Morgan");
            new Not(new Or([f, g])).Evaluate(entry).Should().Be(new And([new Not(f), new Not(g)]).Evaluate(entry), "De Morgan");
            new Not(new Not(f)).Evaluate(entry).Should().Be(a);
            new And([f, g]).Evaluate(entry).Should().Be(a < b ? a : b);
            new Or([g, f]).Evaluate(entry).Should().Be(a > b ? a : b);
            f.Matches(entry).Should().Be(a == Truth.True);
        }
    }

    [Fact]
    public void Text_compares_as_its_words_without_case()
    {
        var random = new Random(4);
        for (var i = 0; i < Rounds; i++)
        {
            var (value, assertion) = (RandomWords(random), RandomWords(random));
            var expected = string.Equals(Words(value), Words(assertion), StringComparison.OrdinalIgnoreCase);
            if (LdapFilter.Parse($"(a={assertion})").Matches(new LdapEntry("", ("a", value))) != expected) Assert.Fail($"'{value}' and '{assertion}'");
        }

        static string Words(string text) => string.Join(' ', text.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void Substrings_compare_as_a_pattern_does()
    {
        var random = new Random(5);
        for (var i = 0; i < Rounds; i++)
        {
            var value = RandomOf(random, "abAé", 6);
            var pattern = $"{RandomOf(random, "ab", 2)}*{RandomOf(random, "aé", 2)}b*{RandomOf(random, "abÉ", 2)}";
            var expected = System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(pattern, value, ignoreCase: true);
            if (LdapFilter.Parse($"(x={pattern})").Matches(new LdapEntry("", ("x", value))) != expected) Assert.Fail($"'{value}' and '{pattern}'");
        }
    }

    private static LdapFilter RandomFilter(Random random, int depth) => random.Next(depth > 0 ? 11 : 8) switch
    {
        0 => new Present(RandomAttribute(random)),
        1 or 2 => new EqualityMatch(RandomAttribute(random), RandomValue(random)),
        3 => new GreaterOrEqual(RandomAttribute(random), RandomValue(random)),
        4 => new LessOrEqual(RandomAttribute(random), RandomValue(random)),
        5 => new ApproximateMatch(RandomAttribute(random), RandomValue(random)),
        6 => new Substrings(RandomAttribute(random), RandomValue(random), ListOf(random, RandomValue), random.Next(2) == 0 ? null : RandomValue(random)),
        7 => new ExtensibleMatch(RandomAttribute(random), random.Next(2) == 0, RandomRule(random), RandomValue(random)),
        8 => new Not(RandomFilter(random, depth - 1)),
        9 => new And(ListOf(random, r => RandomFilter(r, depth - 1))),
        _ => new Or(ListOf(random, r => RandomFilter(r, depth - 1))),
    };

    private static List<T> ListOf<T>(Random random, Func<Random, T> make) => [.. Enumerable.Range(0, random.Next(4)).Select(_ => make(random))];

    private static string RandomAttribute(Random random) => random.Next(5) switch { 0 => "a", 1 => "b", 2 => "a;x-1", 3 => "2.5.4.3", _ => "objectCategory" };

    private static string? RandomRule(Random random) => random.Next(4) switch { 0 => null, 1 => "2.5.13.5", 2 => "1.2.840.113556.1.4.804", _ => "9.9" };

    private static AssertionValue RandomValue(Random random)
    {
        var octets = new byte[random.Next(1, 6)];
        for (var i = 0; i < octets.Length; i++) octets[i] = random.Next(3) == 0 ? (byte)random.Next(256) : "01aB *()\\="u8[random.Next(10)];
        return new AssertionValue(octets);
    }

    private static LdapEntry RandomEntry(Random random) =>
        new("cn=a,ou=B", ListOf(random, r => new LdapAttribute(RandomAttribute(r), ListOf(r, value => (ReadOnlyMemory<byte>)RandomValue(value).Octets))));

    private static string Damage(Random random, string text)
    {
        var at = random.Next(text.Length);
        return random.Next(2) == 0 ? text.Remove(at, 1) : text.Insert(at, RandomText(random, 2));
    }

    private static string RandomText(Random random, int length) => RandomOf(random, Alphabet, length);

    private static string RandomWords(Random random) => RandomOf(random, "aA  é", 5);

    private static string RandomOf(Random random, string alphabet, int length) =>
        new([.. Enumerable.Range(0, random.Next(length + 1)).Select(_ => alphabet[random.Next(alphabet.Length)])]);
}
