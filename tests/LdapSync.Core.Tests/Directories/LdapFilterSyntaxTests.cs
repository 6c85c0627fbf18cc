namespace LdapSync.Directories;

/// <summary>Reading, printing and encoding: RFC 4515 and RFC 4511 section 4.5.1.7.</summary>
public class LdapFilterSyntaxTests
{
    [Theory]
    [InlineData("(cn=Babs Jensen)")]
    [InlineData("(!(cn=Tim Howes))")]
    [InlineData("(&(objectClass=Person)(|(sn=Jensen)(cn=Babs J*)))")]
    [InlineData("(o=univ*of*mich*)")]
    [InlineData("(seeAlso=)")]
    [InlineData("(cn:caseExactMatch:=Fred Flintstone)")]
    [InlineData("(cn:=Betty Rubble)")]
    [InlineData("(sn:dn:2.4.6.8.10:=Barney Rubble)")]
    [InlineData("(o:dn:=Ace Industry)")]
    [InlineData("(:1.2.3:=Wilma Flintstone)")]
    [InlineData("(:dn:2.4.6.8.10:=Dino)")]
    [InlineData("(o=Parens R Us \\28for all your parenthetical needs\\29)")]
    [InlineData("(cn=*\\2a*)")]
    [InlineData("(filename=C:\\5cMyFile)")]
    [InlineData("(bin=\\00\\00\\00\\04)")]
    [InlineData("(sn=Lu\u010di\u0107)")]
    [InlineData("(objectGUID=\\c3\\28\\ff)")]
    [InlineData("(mail;lang-en;x-1>=a)")]
    [InlineData("(2.5.4.3<=b)")]
    [InlineData("(cn~=c=d)")]
    [InlineData("(&)")]
    [InlineData("(|)")]
    [InlineData("(cn= a )")]
    [InlineData("(cn=😀)")]
    public void What_is_printed_as_rfc_4515_has_it_is_read_back(string text)
    {
        var filter = LdapFilter.Parse(text);

        filter.ToString().Should().Be(text);
        LdapFilter.Parse(filter.ToString()).Should().Be(filter);
        filter.GetHashCode().Should().Be(LdapFilter.Parse(text).GetHashCode());
    }

    [Theory]
    [InlineData("(cn=\\C3\\A4)", "(cn=ä)")]
    [InlineData("(cn=a\nb)", "(cn=a\\0ab)")]
    [InlineData("(cn=\\41)", "(cn=A)")]
    [InlineData("(cn:DN:=x)", "(cn:dn:=x)")]
    [InlineData("(| (cn=foo) (cn=test) )", "(|(cn=foo)(cn=test))")]
    [InlineData("( &\r\n  (a=b)\r\n\t( ! (c=d) )\r\n)", "(&(a=b)(!(c=d)))")]
    [InlineData("( cn=a )", "(cn=a )")]
    public void Other_spellings_become_the_canonical_one(string text, string canonical) => LdapFilter.Parse(text).ToString().Should().Be(canonical);

    [Theory]
    [InlineData("", "expected '(' at position 1, found the end of the text")]
    [InlineData("cn=foo", "expected '(' at position 1, found 'c'; a filter stands in parentheses, as in (cn=foo)")]
    [InlineData("&(a=b)(c=d)", "expected '(' at position 1, found '&'; a filter stands in parentheses, as in (cn=foo)")]
    [InlineData(" (cn=foo)", "expected '(' at position 1, found ' '; a filter stands in parentheses, as in (cn=foo)")]
    [InlineData("(cn=foo", "expected ')' at position 8, found the end of the text")]
    [InlineData("(&(cn=foo)(sn=bar)", "expected '(' or ')' at position 19, found the end of the text")]
    [InlineData("(a=b)(c=d)", "expected the end of the filter at position 6, found '('; several filters are joined by (&...) or (|...)")]
    [InlineData("(cn=foo))", "expected the end of the filter at position 9, found ')'; several filters are joined by (&...) or (|...)")]
    [InlineData("()", "expected an attribute at position 2, found ')'")]
    [InlineData("((a=b))", "expected an attribute at position 2, found '('")]
    [InlineData("(=b)", "expected an attribute at position 2, found '='")]
    [InlineData("(a_b=c)", "expected an attribute at position 2, found 'a_b'")]
    [InlineData("(1a=c)", "expected an attribute at position 2, found '1a'")]
    [InlineData("(a;=c)", "expected an attribute at position 2, found 'a;'")]
    [InlineData("(1.02=c)", "expected an attribute at position 2, found '1.02'")]
    [InlineData("(cn =a)", "expected '=', '>=', '<=', '~=' or ':=' at position 4, found ' '")]
    [InlineData("(cn)", "expected '=', '>=', '<=', '~=' or ':=' at position 4, found ')'")]
    [InlineData("(a>b)", "expected '=' at position 4, found 'b'")]
    [InlineData("(a<=*)", "expected ')' at position 5, found '*'; a star stands for any text after '=' only, write \\2a for one that is meant")]
    [InlineData("(a=b**c)", "expected no second star at position 6, found '*'; one star stands for any text")]
    [InlineData("(a=\\*)", "expected two hexadecimal digits after the '\\' at position 4; write \\5c for a backslash that is meant")]
    [InlineData("(a=b\\5", "expected two hexadecimal digits after the '\\' at position 5; write \\5c for a backslash that is meant")]
    [InlineData("(a=\\4\0)", "expected two hexadecimal digits after the '\\' at position 4; write \\5c for a backslash that is meant")]
    [InlineData("(a=b(c)", "expected ')' at position 5, found '('; write \\28 for a parenthesis that is meant")]
    [InlineData("(a=b\0c)", "expected ')' at position 5, found the character U+0000; write \\00 for a zero octet")]
    [InlineData("(!)", "expected '(' at position 3, found ')'")]
    [InlineData("(!(a=b)(c=d))", "expected ')' at position 8, found '('; only one filter can be negated: join them by (|...)")]
    [InlineData("(&(a=b)|(c=d))", "expected '(' or ')' at position 8, found '|'")]
    [InlineData("(:=b)", "expected an attribute or a matching rule before ':=' at position 2, found ':'")]
    [InlineData("(:dn:=b)", "expected an attribute or a matching rule before ':=' at position 5, found ':'")]
    [InlineData("(a::=b)", "expected a matching rule at position 4, found ':'")]
    [InlineData("(a:x)", "expected ':' at position 5, found ')'")]
    [InlineData("(a:dn=b)", "expected ':' at position 6, found '='")]
    public void Refusals_say_what_was_expected_where(string text, string reason)
    {
        LdapFilter.TryParse(text, out var filter, out var why).Should().BeFalse();

        filter.Should().BeNull();
        why.Should().Be(reason);
        FluentActions.Invoking(() => LdapFilter.Parse(text)).Should().Throw<FormatException>().WithMessage($"The search filter cannot be read: {reason}.");
    }

    [Fact]
    public void Half_a_character_is_refused()
    {
        // Not above: an attribute cannot carry such a text.
        LdapFilter.TryParse("(a=b\ud83dc)", out _, out var reason).Should().BeFalse();

        reason.Should().Be("expected a character at position 5, found the character U+D83D, half of one");
    }

    [Fact]
    public void A_long_name_is_not_repeated_whole()
    {
        LdapFilter.TryParse($"({new string('_', 100_000)}=x)", out _, out var reason).Should().BeFalse();

        reason!.Length.Should().BeLessThan(150);
    }

    [Theory]
    [InlineData("(!", ")")]
    [InlineData("(&", ")")]
    [InlineData("(| \n", " )")]
    public void Nesting_is_bounded_and_never_exhausts_the_stack(string open, string close)
    {
        string Nest(int levels) => string.Concat(Enumerable.Repeat(open, levels)) + "(a=b)" + string.Concat(Enumerable.Repeat(close, levels));
        var thread = new Thread(
            () =>
            {
                var deepest = LdapFilter.Parse(Nest(499));
                deepest.Matches(new LdapEntry("", ("a", "x")));
                LdapFilter.Parse(deepest.ToString()).ToBer().Should().Equal(deepest.ToBer());
                LdapFilter.TryParse(Nest(500), out _, out var reason).Should().BeFalse();
                reason.Should().StartWith("more than 500 filters stand inside each other at position ");
                LdapFilter.TryParse(Nest(100_000), out _, out _).Should().BeFalse();
            },
            maxStackSize: 512 * 1024);
        thread.Start();
        thread.Join();
    }

    [Fact]
    public void Filters_beside_each_other_are_not_bounded()
    {
        var many = $"(|{string.Concat(Enumerable.Repeat("(!(cn=a))", 10_000))})";

        LdapFilter.Parse(many).ToString().Should().Be(many);
    }

    [Theory]
    [InlineData("(&)", "a000")]
    [InlineData("(cn=a)", "a3070402636e040161")]
    [InlineData("(!(cn=*))", "a2048702636e")]
    [InlineData("(cn=i*x*y*f)", "a4120402636e300c800169810178810179820166")]
    [InlineData("(cn>=a)", "a5070402636e040161")]
    [InlineData("(cn<=a)", "a6070402636e040161")]
    [InlineData("(cn~=a)", "a8070402636e040161")]
    [InlineData("(cn:=a)", "a9078202636e830161")]
    [InlineData("(cn:dn:1.2:=a)", "a90f8103312e328202636e8301618401ff")]
    [InlineData("(|(b=\\ff)(a=))", "a10fa306040162" + "0401ffa305040161" + "0400")]
    public void The_wire_form_is_the_smallest_in_the_order_of_the_text(string text, string ber) =>
        Convert.ToHexStringLower(LdapFilter.Parse(text).ToBer()).Should().Be(ber);

    [Fact]
    public void Long_values_take_long_lengths_on_the_wire()
    {
        var ber = LdapFilter.Parse($"(cn={new string('x', 300)})").ToBer();

        ber.Should().HaveCount(312).And.StartWith(new byte[] { 0xa3, 0x82, 0x01, 0x34, 0x04, 0x02, 0x63, 0x6e, 0x04, 0x82, 0x01, 0x2c });
    }
}
