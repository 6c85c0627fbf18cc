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
    [InlineData("[a-a]", "a", true)]
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

    [Theory]
    [InlineData("İSTANBUL", "i\u0307stanbul")] // one letter becomes two
    [InlineData("Σ", "σ")]
    [InlineData("ΣΑΣ ΣΑ", "σας σα")]
    [InlineData("ΑΣΣ", "ασς")]
    [InlineData("1Σ", "1σ")]
    [InlineData("中Σ", "中σ")]
    [InlineData("ΑΣ1", "ας1")]
    [InlineData("\u01c5Σ", "\u01c6ς")]          // a title case letter
    [InlineData("𐐀Σ", "𐐨ς")]                   // letters beyond 16 bits
    [InlineData("ΑΣ𐐀", "ασ𐐨")]
    [InlineData("𐐀ΑΣ", "𐐨ας")]
    [InlineData("Α\U0001D167Σ", "α\U0001D167ς")] // a mark beyond 16 bits
    [InlineData("ΑΣ\U0001D167Α", "ασ\U0001D167α")]
    public void R9_letters_are_lowered_as_Python_lowers_them(string text, string lowered) => WildcardPattern.Lower(text).Should().Be(lowered);

    [Theory]
    [InlineData("'")]
    [InlineData(".")]
    [InlineData(":")]
    [InlineData("\u00b7")] // middle dot
    [InlineData("\u2018")] // single quotation marks
    [InlineData("\u2019")]
    [InlineData("\u2024")] // one dot leader
    [InlineData("\u2027")] // hyphenation point
    [InlineData("\u0301")] // a non-spacing mark
    [InlineData("\u20dd")] // an enclosing mark
    [InlineData("\u00ad")] // a format: the soft hyphen
    [InlineData("\u02b0")] // a modifier letter
    [InlineData("^")]      // a modifier symbol
    [InlineData("''")]
    public void R9_what_stands_inside_words_does_not_end_one(string inside)
    {
        WildcardPattern.Lower($"ΑΣ{inside}Α").Should().Be($"ασ{inside}α");
        WildcardPattern.Lower($"Α{inside}Σ").Should().Be($"α{inside}ς");
        WildcardPattern.Lower($"{inside}Σ").Should().Be($"{inside}σ");
        WildcardPattern.Lower($"ΑΣ{inside}").Should().Be($"ας{inside}");
    }

    [Theory]
    [InlineData(" ")]
    [InlineData("-")]
    [InlineData("1")]
    [InlineData("@")]
    public void R9_everything_else_ends_a_word(string between)
    {
        WildcardPattern.Lower($"ΑΣ{between}ΣΑ").Should().Be($"ας{between}σα");
        WildcardPattern.Lower($"Α{between}Σ").Should().Be($"α{between}σ");
    }

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
