namespace LdapSync.Mapping;

public class WildcardPatternTests
{
    [Theory]
    [InlineData("*", "", true)]
    [InlineData("*", "anything@example.com", true)]
    [InlineData("", "", true)]
    [InlineData("", "a", false)]
    [InlineData("svc-*@example.com", "SVC-backup@Example.com", true)]
    [InlineData("svc-*@example.com", "svc-backup@example.com.au", false)]
    [InlineData("?b", "ab", true)]
    [InlineData("?b", "b", false)]
    [InlineData("?", "😀", true)]
    [InlineData("??", "😀", false)]
    [InlineData("forgetme[0-9]@x", "forgetme7@x", true)]
    [InlineData("forgetme[!0-9]@x", "forgetme7@x", false)]
    [InlineData("forgetme[!0-9]@x", "forgetmes@x", true)]
    [InlineData("[]]", "]", true)]
    [InlineData("[!]]", "]", false)]
    [InlineData("[^a]", "^", true)]
    [InlineData("[^a]", "b", false)]
    [InlineData("[a", "[a", true)]
    [InlineData("[!", "[!", true)]
    [InlineData("[z-a]", "m", false)]
    [InlineData("[z-a]", "z", false)]
    [InlineData("[!z-a]", "m", true)]
    [InlineData("[a-c-e]", "-", true)]
    [InlineData("[a-c-e]", "d", false)]
    [InlineData("[-a]", "-", true)]
    [InlineData("[a-]", "-", true)]
    [InlineData(@"a\*b", @"a\xb", true)]
    [InlineData("[A-Z]", "q", true)]
    [InlineData("JÜRGEN@*", "jürgen@example.com", true)]
    public void R9_patterns_are_fnmatch_without_case(string pattern, string text, bool matches) =>
        new WildcardPattern(pattern).IsMatch(text).Should().Be(matches);

    [Fact]
    public void R9_a_hostile_pattern_does_not_blow_up()
    {
        // 2^60 steps for a naive backtracker; the test would not end.
        var pattern = new WildcardPattern(string.Concat(Enumerable.Repeat("*a", 60)) + "b");

        pattern.IsMatch(new string('a', 254)).Should().BeFalse();
    }

    [Fact]
    public void A_text_longer_than_any_address_is_matched_too() =>
        new WildcardPattern("a*z").IsMatch("a" + new string('x', 100_000) + "z").Should().BeTrue();
}
