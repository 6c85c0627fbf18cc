using LdapSync.Directories;

namespace LdapSync.Planning.Pairs;

/// <summary>Which entries can be read as octets alone, so that they may be one of a pair; the others are mapped by the rules, with the same plan.</summary>
public class EntryOfPairTests
{
    private static readonly MailAccount[] Ann = [Given.Account("ann", "a1", "a2")];

    private static int Pairs(params (string Name, string Value)[] attributes) => Paired.Count(Ann, [Paired.Entry("ann", attributes)]);

    [Fact]
    public void An_entry_that_asks_for_what_its_account_has_is_one_of_a_pair() =>
        Pairs(("mail", "ann@example.com"), ("proxyAddresses", "smtp:a1@example.com"), ("proxyAddresses", "smtp:a2@example.com")).Should().Be(1);

    [Theory]
    [InlineData("proxyAddresses", "SMTP:ann@example.com")] // says what mail says
    [InlineData("proxyAddresses", "SMTP:ANN@Example.com")]
    [InlineData("PROXYADDRESSES", "Smtp:A1@EXAMPLE.com")]
    [InlineData("proxyAddresses", "a1@example.com")]
    [InlineData("proxyAddresses", "X500:/o=Example/cn=ann")]
    [InlineData("proxyAddresses", "x500:smtp:a1@example.com")]
    [InlineData("proxyAddresses", ":a1@example.com", 0)]
    [InlineData("description", " no address ")]
    [InlineData("description;lang-de", "keine Adresse", 0)] // options in any name: who knows what they are subtypes of
    [InlineData("mail;lang-en", "ann@example.com", 0)]
    [InlineData("mail;lang-en", "a1@example.com", 0)]
    [InlineData("proxyAddresses;x-old", "smtp:a1@example.com", 0)]
    [InlineData("mail", "a1@example.com", 0)] // several values of mail: their order counts
    [InlineData("MAIL", "ann@example.com", 0)]
    [InlineData("proxyAddresses", " smtp:a1@example.com", 0)] // blanks are taken off by the rules
    [InlineData("proxyAddresses", "smtp:a1@example.com ", 0)]
    [InlineData("proxyAddresses", "\tsmtp:a1@example.com", 0)]
    [InlineData("proxyAddresses", "smtp: a1@example.com", 0)]
    [InlineData("proxyAddresses", "smtp :a1@example.com", 0)]
    [InlineData("proxyAddresses", "x500 :a1@example.com", 0)]
    [InlineData("proxyAddresses", "\u00a0a1@example.com", 0)]
    [InlineData("proxyAddresses", "smtp:", 0)]
    [InlineData("proxyAddresses", " ", 0)]
    [InlineData("proxyAddresses", "smtp:smtp:a1@example.com", 0)]
    [InlineData("proxyAddresses", "nobody", 0)]
    [InlineData("proxyAddresses", "@example.com", 0)]
    [InlineData("proxyAddresses", "a1@", 0)]
    [InlineData("proxyAddresses", "ünn@example.com", 0)]
    [InlineData("proxyAddresses", "a1@bücher.example", 0)]
    [InlineData("proxyAddresses", "\u212a@example.com", 0)] // the sign of Kelvin is a k in lower case
    [InlineData("proxyAddresses", "ü500:a1@example.com", 0)]
    public void A_value_more_leaves_it_one_where_octets_tell_what_it_means(string name, string value, int pairs = 1) =>
        Pairs(("mail", "ann@example.com"), ("proxyAddresses", "smtp:a2@example.com"), ("proxyAddresses", "smtp:a1@example.com"), (name, value)).Should().Be(
            // An alias that stands there twice counts once, in the lower of its spellings, and the rules know which.
            value.StartsWith("Smtp:", StringComparison.Ordinal) || value is "a1@example.com" ? 0 : pairs);

    [Theory]
    [InlineData("smtp:ann@example.com")]
    [InlineData("SMTP:ANN@EXAMPLE.COM")]
    [InlineData(" ann@example.com", 0)]
    [InlineData("ann@example.com ", 0)]
    [InlineData("", 0)]
    [InlineData("sip:ann@example.com", 0)]
    [InlineData("bob@example.com", 0)]
    [InlineData("ann@@example.com", 0)]
    public void The_own_address_may_have_the_prefix_of_mail(string mail, int pairs = 1) =>
        Pairs(("mail", mail), ("proxyAddresses", "smtp:a1@example.com"), ("proxyAddresses", "a2@example.com")).Should().Be(pairs);

    [Fact]
    public void Values_of_other_kinds_are_counted_in_all_the_same()
    {
        var plan = Paired.Plan(Ann, [Paired.Entry("ann", ("mail", "ann@example.com"), ("proxyAddresses", "sip:a1@example.com"), ("proxyAddresses", "X400:c=xx"))]);

        plan.Sides.Pairs!.Count.Should().Be(1);
        plan.NonMailValues.Should().Be(2);
    }

    [Fact]
    public void Values_that_are_no_text_are_left_to_the_rules() =>
        Paired.Count(Ann, [new LdapEntry("cn=ann", [Attribute("mail", "ann@example.com"u8), Attribute("proxyAddresses", [0xff, (byte)'@', (byte)'b'])])]).Should().Be(0);

    [Fact]
    public void An_attribute_that_stands_there_twice_is_read_as_one() =>
        Paired.Count(Ann, [new LdapEntry("cn=ann", [Attribute("mail", "ann@example.com"u8), Attribute("proxyAddresses", "a1@example.com"u8), Attribute("proxyAddresses", "a2@example.com"u8)])]).Should().Be(1);

    [Fact]
    public void A_mail_attribute_that_stands_there_twice_is_left_to_the_rules() =>
        Paired.Count(Ann, [new LdapEntry("cn=ann", [Attribute("mail", "ann@example.com"u8), Attribute("MAIL", "a1@example.com"u8)])]).Should().Be(0);

    [Fact]
    public void An_entry_without_a_mail_attribute_or_without_a_value_of_it_is_left_to_the_rules()
    {
        Pairs(("proxyAddresses", "SMTP:ann@example.com")).Should().Be(0);
        Paired.Count(Ann, [new LdapEntry("cn=ann", [new LdapAttribute("mail", [])])]).Should().Be(0);
    }

    [Theory]
    [InlineData(30, 1)]
    [InlineData(31, 0)]
    public void An_entry_with_many_attributes_is_left_to_the_rules(int others, int pairs) =>
        Pairs([("mail", "ann@example.com"), .. Enumerable.Range(0, others).Select(i => ($"other{i}", "x")), ("proxyAddresses", "a1@example.com")]).Should().Be(pairs);

    [Fact]
    public void Attributes_may_stand_at_other_places_from_one_entry_to_the_next() =>
        Paired.Count(
            [Given.Account("ann", "a1"), Given.Account("bob", "b1"), Given.Account("cid", "c1")],
            [
                Paired.Entry("ann", ("mail", "ann@example.com"), ("proxyAddresses", "a1@example.com")),
                Paired.Entry("bob", ("proxyAddresses", "b1@example.com"), ("title", "b2@example.com"), ("mail", "bob@example.com")),
                Paired.Entry("cid", ("title", "ann@example.com"), ("mail", "cid@example.com"), ("proxyAddresses", "c1@example.com")),
            ]).Should().Be(3);

    [Fact]
    public void Every_value_counts_once_where_the_settings_name_an_attribute_twice() =>
        Paired.Plan(
            Ann,
            [Paired.Entry("ann", ("mail", "ann@example.com"), ("proxyAddresses", "a1@example.com"), ("proxyAddresses", "sip:x"))],
            new SyncOptions { AliasAttributes = ["proxyAddresses", "ProxyAddresses", "mail"] }).NonMailValues.Should().Be(1);

    [Fact]
    public void Where_the_email_attribute_is_that_of_the_aliases_an_entry_with_one_value_is_one_of_a_pair()
    {
        var options = new SyncOptions { EmailAttribute = "proxyAddresses" };

        Paired.Count(Ann, [Paired.Entry("ann", ("proxyAddresses", "SMTP:ann@example.com"))], options).Should().Be(1);
        Paired.Count(Ann, [Paired.Entry("ann", ("proxyAddresses", "smtp:a1@example.com"), ("proxyAddresses", "SMTP:ann@example.com"))], options).Should().Be(0);
    }

    [Theory]
    [InlineData(DisabledAccounts.Include, 1)]
    [InlineData(DisabledAccounts.Exclude, 0)]
    public void R8_an_entry_that_is_disabled_is_one_of_a_pair_only_where_it_counts(DisabledAccounts setting, int pairs) =>
        Paired.Count(Ann, [Paired.Entry("ann", ("mail", "ann@example.com"), ("userAccountControl", "514"))], new SyncOptions { DisabledAccounts = setting }).Should().Be(pairs);

    private static LdapAttribute Attribute(string name, ReadOnlySpan<byte> value) => new(name, [value.ToArray()]);
}
