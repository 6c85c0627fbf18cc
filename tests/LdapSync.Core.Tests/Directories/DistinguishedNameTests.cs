namespace LdapSync.Directories;

/// <summary>RFC 4514, and the comparison of names.</summary>
public class DistinguishedNameTests
{
    [Theory]
    [InlineData(@"CN=Müller\, Zoë,OU=Sales\, North,DC=example,DC=com", @"OU=Sales\, North,DC=example,DC=com")]
    [InlineData("cn=a+uid=b, dc=com", "dc=com")]
    [InlineData("dc=com", null)]
    [InlineData("", null)]
    public void The_parent_is_the_name_of_the_entry_above(string name, string? parent) => (DistinguishedName.Parse(name).Parent?.ToString()).Should().Be(parent);

    [Theory]
    [InlineData("UID=jsmith,DC=example,DC=net", "uid=JSmith,dc=EXAMPLE,dc=net")]
    [InlineData("cn=Ann,dc=com", "2.5.4.3=Ann,0.9.2342.19200300.100.1.25=com")]
    [InlineData("cn=Ann , dc = example ; dc=com", "cn=Ann,dc=example,dc=com")]
    [InlineData("cn=Ann  Lee,dc=com", "cn= ann lee ,dc=com")]
    [InlineData("OU=Sales+CN=J.  Smith,DC=net", "cn=j. smith + ou=sales,dc=net")]
    [InlineData(@"CN=James \""Jim\"" Smith\, III,DC=net", @"cn=James \22Jim\22 Smith\2C III,dc=net")]
    [InlineData("CN=\"Smith, James; \\\"Jim\\\" + <a=b>\",DC=net", @"cn=Smith\, James\; \""Jim\"" \+ \<a\=b\>,dc=net")]
    [InlineData(@"CN=Lu\C4\8Di\C4\87", "cn=LUČIĆ")]
    [InlineData(@"cn=a\20", "cn=a")]
    [InlineData(@"cn=\#a", @"cn=\23a")]
    [InlineData("1.3.6.1.4.1.1466.0=#04024869,DC=com", "1.3.6.1.4.1.1466.0=hi,dc=com")]
    [InlineData(@"CN=x\0ADEL:1,DC=com", "cn=x del:1,dc=com")]
    [InlineData("cn=", "CN= ")]
    [InlineData("", "  ")]
    public void Equal_whatever_the_spelling(string left, string right)
    {
        var (a, b) = (DistinguishedName.Parse(left), DistinguishedName.Parse(right));

        a.Should().Be(b);
        a.GetHashCode().Should().Be(b.GetHashCode());
        a.IsAtOrBelow(b).Should().BeTrue();
        b.IsAtOrBelow(a).Should().BeTrue();
        a.ToString().Should().Be(left, "a name is shown as it was spelled");
        DistinguishedName.Parse(a.ToLdap()).Should().Be(a);
        DistinguishedName.Parse(b.ToLdap()).Should().Be(a);
    }

    [Theory]
    [InlineData("UID=jsmith , DC=Example;2.5.4.11=x", "uid=jsmith,dc=Example,ou=x")]
    [InlineData("CN=\"Smith, James; \\\"Jim\\\" + <a=b>\",DC=net", @"cn=Smith\, James\; \""Jim\"" \+ \<a\=b\>,dc=net")]
    [InlineData(@"cn=\20 a\  + sn=\#\23\\,cn=\00", @"cn=\  a\ +sn=\##\\,cn=\00")]
    [InlineData(@"CN=Lu\C4\8Di\C4\87", "cn=Lučić")]
    [InlineData(@"cn=a\ff", @"cn=\61\ff")]
    [InlineData("1.3.6.1.4.1.1466.0=#04024869", "1.3.6.1.4.1.1466.0=Hi")]
    [InlineData("cn=", "cn=")]
    [InlineData(" ", "")]
    public void Servers_are_asked_in_the_spelling_of_RFC_4514(string read, string sent) => DistinguishedName.Parse(read).ToLdap().Should().Be(sent);

    [Theory]
    [InlineData("cn=a", "cn=b")]
    [InlineData("cn=a", "sn=a")]
    [InlineData("cn=a,dc=com", "cn=a")]
    [InlineData("cn=ab", "cn=a b")]
    [InlineData("cn=a+sn=b", "cn=a,sn=b")]
    [InlineData("cn=a+sn=b", @"cn=a\+sn\=b")]
    [InlineData("cn=a,sn=b", @"cn=a\,sn=b")]
    [InlineData("cn=a", "")]
    [InlineData(@"cn=\C4", @"cn=\C5")]
    [InlineData(@"cn=\ff", @"cn=#0401FE")]
    [InlineData(@"cn=\#ff", @"cn=\ff")]
    public void Unequal(string left, string right) => DistinguishedName.Parse(left).Should().NotBe(DistinguishedName.Parse(right));

    [Theory]
    [InlineData("cn=a,ou=b,dc=c", "dc=c", true)]
    [InlineData("cn=a,ou=b,dc=c", "OU=B, DC=C", true)]
    [InlineData("cn=a,ou=b,dc=c", "cn=a,ou=b,dc=c", true)]
    [InlineData("cn=a,ou=b,dc=c", "", true)]
    [InlineData("", "", true)]
    [InlineData("", "dc=c", false)]
    [InlineData("dc=c", "ou=b,dc=c", false)]
    [InlineData("cn=a,ou=bb,dc=c", "ou=b,dc=c", false)]
    [InlineData(@"cn=a\,ou=b,dc=c", "ou=b,dc=c", false)]
    [InlineData("cn=a,ou=b,dc=c,dc=d", "dc=c", false)]
    public void At_or_below_goes_by_steps_not_by_text(string name, string ancestor, bool expected) =>
        DistinguishedName.Parse(name).IsAtOrBelow(DistinguishedName.Parse(ancestor)).Should().Be(expected);

    [Theory]
    [InlineData("example.com", "expected an attribute type at position 1, found 'example.com'")]
    [InlineData("user@example.com", "expected an attribute type at position 1, found 'user@example.com'")]
    [InlineData("cn", "expected '=' after 'cn' at position 3, found the end of the text")]
    [InlineData("=a", "expected an attribute type at position 1, found '='")]
    [InlineData("cn=a,", "expected an attribute type at position 6, found the end of the text")]
    [InlineData("cn=a,,dc=com", "expected an attribute type at position 6, found ','")]
    [InlineData(",cn=a", "expected an attribute type at position 1, found ','")]
    [InlineData("cn=Smith, John,dc=com", "expected '=' after 'John' at position 15, found ','; write \\, for a comma that belongs to the value before")]
    [InlineData("cn=a+b", "expected '=' after 'b' at position 7, found the end of the text; write \\, for a comma that belongs to the value before")]
    [InlineData("cn=a\"b", "expected ',' at position 5, found '\"'; write \\\" for one that is meant")]
    [InlineData("cn=a<b", "expected ',' at position 5, found '<'; write \\< for one that is meant")]
    [InlineData("cn=\"a", "expected '\"' at position 6, found the end of the text")]
    [InlineData("cn=\"a\"b", "expected ',' at position 7, found 'b'")]
    [InlineData("cn=a\\", "expected a special character or two hexadecimal digits after the '\\' at position 5; write \\\\ for a backslash that is meant")]
    [InlineData("cn=a\\zz", "expected a special character or two hexadecimal digits after the '\\' at position 5; write \\\\ for a backslash that is meant")]
    [InlineData("cn=a\0b", "expected ',' at position 5, found the character U+0000; write \\00 for a zero octet")]
    [InlineData("cn=#", "expected the BER of a value in pairs of hexadecimal digits after the '#' at position 4; write \\# for one that is meant")]
    [InlineData("cn=#040", "expected the BER of a value in pairs of hexadecimal digits after the '#' at position 4; write \\# for one that is meant")]
    [InlineData("cn=#0403ff", "expected the BER of a value in pairs of hexadecimal digits after the '#' at position 4; write \\# for one that is meant")]
    [InlineData("cn=#0401ffx", "expected ',' at position 11, found 'x'")]
    public void Refusals_say_what_was_expected_where(string text, string reason)
    {
        DistinguishedName.TryParse(text, out var dn, out var why).Should().BeFalse();

        dn.Should().BeNull();
        why.Should().Be(reason);
        FluentActions.Invoking(() => DistinguishedName.Parse(text)).Should().Throw<FormatException>().WithMessage($"The distinguished name cannot be read: {reason}.");
    }

    [Fact]
    public void Half_a_character_is_refused()
    {
        // Not above: an attribute cannot carry such a text.
        DistinguishedName.TryParse("cn=\ud800", out _, out var reason).Should().BeFalse();

        reason.Should().Be("expected a character at position 4, found the character U+D800, half of one");
    }

    [Theory]
    [InlineData("cn= a  b ,dc=x", "a  b")]
    [InlineData(@"cn=\ a\20 ,dc=x", " a ")]
    [InlineData("cn=\" a \" , dc=x", " a ")]
    public void Blanks_around_a_value_belong_to_it_only_when_escaped_or_quoted(string text, string value) =>
        DistinguishedName.Parse(text).Rdns[0].Attributes[0].Value.Should().Equal(System.Text.Encoding.UTF8.GetBytes(value));

    [Fact]
    public void Nothing_is_no_name() => DistinguishedName.TryParse(null, out _, out _).Should().BeFalse();

    [Fact]
    public void Outermost_keeps_what_stands_below_no_other_in_order_and_once()
    {
        string[] bases = ["ou=b,dc=x", "cn=a,OU=B, dc=x", "dc=y", "OU=B,DC=X", "ou=bb,dc=x"];

        DistinguishedName.Outermost(bases.Select(DistinguishedName.Parse)).Select(dn => dn.ToString()).Should().Equal("ou=b,dc=x", "dc=y", "ou=bb,dc=x");
        DistinguishedName.Outermost(bases.Append("").Select(DistinguishedName.Parse)).Select(dn => dn.ToString()).Should().Equal("");
        DistinguishedName.Outermost([]).Should().BeEmpty();
    }

    [Fact]
    public void Any_value_can_be_written_with_escapes_and_any_text_is_read_or_refused_with_a_reason()
    {
        const string Alphabet = "ab ,;+=\"\\<>#é\u20ac\n\0\ud83d\ude00012";
        var random = new Random(1);
        for (var i = 0; i < 20_000; i++)
        {
            var text = new string([.. Enumerable.Range(0, random.Next(12)).Select(_ => Alphabet[random.Next(Alphabet.Length)])]);
            foreach (var name in (string[])[text, "cn=" + text, "cn=a," + text])
            {
                if (!DistinguishedName.TryParse(name, out var dn, out var reason)) reason.Should().NotBeNullOrEmpty();
                else dn.Should().Be(DistinguishedName.Parse(name));
            }

            var octets = System.Text.Encoding.UTF8.GetBytes(text);
            var escaped = string.Concat(octets.Select(octet => $"\\{octet:x2}"));
            DistinguishedName.Parse($"cn={escaped},dc=x").Rdns[0].Attributes[0].Value.Should().Equal(octets);
        }
    }
}
