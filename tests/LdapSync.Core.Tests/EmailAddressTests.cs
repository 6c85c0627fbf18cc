namespace LdapSync;

public class EmailAddressTests
{
    [Theory]
    [InlineData("Info@Bücher.example", "info@xn--bcher-kva.example")]
    [InlineData("info@BÜCHER.example", "info@xn--bcher-kva.example")]
    [InlineData("O'Brien+x@Example.COM", "o'brien+x@example.com")]
    [InlineData("jürgen@example.com", "jürgen@example.com")]
    [InlineData("JÜRGEN@example.com", "jürgen@example.com")]
    public void R5_addresses_compare_without_case_and_domains_as_a_labels(string text, string canonical)
    {
        var address = EmailAddress.Parse(text);

        address.Canonical.Should().Be(canonical);
        address.ToString().Should().Be(text);
        address.Should().Be(EmailAddress.Parse(canonical));
        address.GetHashCode().Should().Be(EmailAddress.Parse(canonical).GetHashCode());
    }

    [Theory]
    [InlineData("νίκος@example.com", "ΝΊΚΟΣ@example.com")]
    [InlineData("µ@example.com", "Μ@example.com")] // micro sign, capital mu
    [InlineData("ſam@example.com", "SAM@example.com")]
    [InlineData("\u212a@example.com", "k@example.com")] // kelvin sign
    public void R5_letters_that_share_a_capital_are_one_letter(string text, string other)
    {
        // An address that somebody typed in capitals must not become another mailbox.
        EmailAddress.Parse(text).Should().Be(EmailAddress.Parse(other));
        EmailAddress.Parse(text).GetHashCode().Should().Be(EmailAddress.Parse(other).GetHashCode());
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("a", "no @")]
    [InlineData("@example.com", "before the @")]
    [InlineData("a@", "after the @")]
    [InlineData("a@b@example.com", "more than one @")]
    [InlineData("a b@example.com", "blank")]
    [InlineData("a\u0007@example.com", "control")]
    [InlineData("a@example", "only one label")]
    [InlineData("a@1.2.3.4", "number")]
    [InlineData("a@-x.com", "hyphen")]
    [InlineData(".a@example.com", "dot")]
    [InlineData("a..b@example.com", "dot")]
    [InlineData("a@x..com", "empty label")]
    public void R5_refusals_say_why(string text, string reason)
    {
        EmailAddress.TryParse(text, out _, out var why).Should().BeFalse();
        why.Should().Contain(reason);
        FluentActions.Invoking(() => EmailAddress.Parse(text)).Should().Throw<FormatException>().WithMessage($"*{reason}*");
    }

    [Fact]
    public void R5_a_lone_surrogate_is_no_text()
    {
        EmailAddress.TryParse("\ud800@example.com", out _, out var why).Should().BeFalse();
        why.Should().Contain("well-formed");
    }

    [Fact]
    public void R5_length_limits_are_64_octets_and_254_octets()
    {
        var domain = string.Join('.', Enumerable.Repeat(new string('d', 46), 4)) + ".e"; // 189
        EmailAddress.TryParse(new string('l', 64) + "@" + domain, out _, out _).Should().BeTrue();
        EmailAddress.TryParse(new string('l', 64) + "@" + domain + "x", out _, out var tooLong).Should().BeFalse();
        tooLong.Should().Contain("254");
        EmailAddress.TryParse(new string('l', 65) + "@example.com", out _, out var longLocal).Should().BeFalse();
        longLocal.Should().Contain("64");
        EmailAddress.TryParse(new string('é', 33) + "@example.com", out _, out longLocal).Should().BeFalse();
        longLocal.Should().Contain("64", "octets count, not characters");
    }

    [Fact]
    public void Order_is_ordinal_on_the_canonical_form()
    {
        EmailAddress[] addresses = [EmailAddress.Parse("B@example.com"), EmailAddress.Parse("a@example.com"), EmailAddress.Parse("_@example.com")];

        addresses.Order().Select(a => a.ToString()).Should().Equal("_@example.com", "a@example.com", "B@example.com");
    }

    [Fact]
    public void The_canonical_form_is_an_address_itself()
    {
        // 32 letters of 2 octets, whose lower case has 3.
        EmailAddress.TryParse(new string('Ⱥ', 32) + "@example.com", out _, out var why).Should().BeFalse();
        why.Should().Contain("64");
        var address = EmailAddress.Parse(new string('Ⱥ', 21) + "@example.com");
        EmailAddress.Parse(address.Canonical).Canonical.Should().Be(address.Canonical);
    }

    [Fact]
    public void The_empty_address_of_default_is_no_account() => FluentActions.Invoking(() => new MailAccount(default)).Should().Throw<ArgumentException>();
}
