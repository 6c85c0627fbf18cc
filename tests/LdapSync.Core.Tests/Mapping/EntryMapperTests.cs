using System.Text;
using LdapSync.Directories;

namespace LdapSync.Mapping;

public class EntryMapperTests
{
    private const string Dn = "cn=Ann,dc=example,dc=com";

    private static MappedEntry Map(SyncOptions options, params (string, string)[] attributes) => new EntryMapper(options).Map(new LdapEntry(Dn, attributes));

    private static MappedEntry Map(params (string, string)[] attributes) => Map(new SyncOptions(), attributes);

    [Fact]
    public void R3_the_first_valid_mail_is_the_primary_and_further_ones_are_aliases()
    {
        var mapped = Map(("mail", "no address"), ("mail", "ann@example.com"), ("mail", "ann2@example.com"));

        mapped.Account!.Primary.ToString().Should().Be("ann@example.com");
        mapped.Account.Aliases.Should().Equal(Given.Address("ann2"));
        mapped.SkippedValues.Should().ContainSingle().Which.Value.Should().Be("no address");
    }

    [Fact]
    public void R3_an_entry_without_a_valid_mail_is_skipped_with_the_reason()
    {
        Map(("proxyAddresses", "smtp:ann@example.com")).Skipped!.Reason.Should().Be("it has no mail");
        Map(("mail", "ann")).Skipped!.Reason.Should().Contain("'ann'").And.Contain("no @");
        Map(("mail", "ann"), ("mail", "bob")).Skipped!.Reason.Should().Contain("none of the 2 values");
        Map(("mail", "ann")).Account.Should().BeNull();
    }

    [Theory]
    [InlineData("smtp:a@example.com")]
    [InlineData("SMTP:a@example.com")]
    [InlineData("Smtp:a@example.com")]
    [InlineData(" smtp: a@example.com ")]
    [InlineData("a@example.com")]
    public void R4_smtp_is_stripped_in_any_case_and_a_value_without_a_colon_is_an_address(string value) =>
        Map(("mail", "ann@example.com"), ("proxyAddresses", value)).Account!.Aliases.Should().Equal(Given.Address("a"));

    [Theory]
    [InlineData("X400:c=US;a= ;p=Example;o=Exchange;s=Ann;")]
    [InlineData("X500:/o=Example/cn=ann@example.com")]
    [InlineData("sip:ann@example.com")]
    [InlineData("EUM:1234;phone-context=x.example.com")]
    [InlineData("xsmtp:ann2@example.com")]
    [InlineData(":ann2@example.com")]
    public void R4_other_prefixes_are_left_out_without_a_word_but_counted(string value)
    {
        var mapped = Map(("mail", "ann@example.com"), ("proxyAddresses", value));

        mapped.Account!.Aliases.Should().BeEmpty();
        mapped.SkippedValues.Should().BeEmpty();
        mapped.NonMailValues.Should().Be(1);
    }

    [Fact]
    public void R4_other_kinds_of_address_are_counted_over_all_entries()
    {
        var directory = new MappedDirectory();
        directory.Add(Map(("mail", "ann@example.com"), ("proxyAddresses", "sip:ann"), ("proxyAddresses", "eum:1234")));
        directory.Add(Map(("mail", "bob@example.com"), ("proxyAddresses", "sip:bob")));

        directory.NonMailValues.Should().Be(3);
    }

    [Fact]
    public void R4_an_invalid_alias_costs_that_value_and_never_the_entry()
    {
        var mapped = Map(("mail", "ann@example.com"), ("proxyAddresses", "smtp:a b@example.com"), ("proxyAddresses", "smtp:ok@example.com"));

        mapped.Account!.Aliases.Should().Equal(Given.Address("ok"));
        mapped.SkippedValues.Should().ContainSingle().Which.Should().Be(
            new SkippedValue(Dn, "proxyAddresses", "smtp:a b@example.com", "it has a blank or control character"));
    }

    [Fact]
    public void R4_a_value_that_is_not_text_costs_that_value()
    {
        var entry = new LdapEntry(Dn,
        [
            new LdapAttribute("mail", [Encoding.UTF8.GetBytes("ann@example.com")]),
            new LdapAttribute("proxyAddresses", [new byte[] { (byte)'j', 0xfc, (byte)'@' }]),
        ]);

        var mapped = new EntryMapper(new SyncOptions()).Map(entry);

        mapped.Account.Should().NotBeNull();
        mapped.SkippedValues.Should().Equal(new SkippedValue(Dn, "proxyAddresses", "<3 octets>", "it is not UTF-8 text"));
    }

    [Fact]
    public void An_account_lists_each_alias_once_and_never_its_own_address()
    {
        var mapped = Map(("mail", "Ann@example.com"), ("proxyAddresses", "SMTP:ann@EXAMPLE.com"), ("proxyAddresses", "smtp:B@example.com"), ("proxyAddresses", "smtp:b@example.com"));

        mapped.Account!.Aliases.Should().Equal(Given.Address("b"));
        mapped.Account.Aliases[0].ToString().Should().Be("B@example.com", "of two spellings the lower in ordinal order stays, whatever the order of the values");
        Map(("mail", "Ann@example.com"), ("proxyAddresses", "smtp:b@example.com"), ("proxyAddresses", "smtp:B@example.com"))
            .Account!.Aliases[0].ToString().Should().Be("B@example.com");
    }

    [Fact]
    public void Where_proxyAddresses_is_the_email_attribute_the_mark_tells_the_primary()
    {
        var options = new SyncOptions { EmailAttribute = "proxyAddresses" };

        Map(options, ("proxyAddresses", "smtp:a@example.com"), ("proxyAddresses", "SMTP:ann@example.com"))
            .Account!.Primary.Should().Be(Given.Address("ann"));
    }

    [Fact]
    public void Of_several_marked_values_the_first_is_the_primary() =>
        Map(new SyncOptions { EmailAttribute = "proxyAddresses" }, ("proxyAddresses", "SMTP:b@example.com"), ("proxyAddresses", "SMTP:a@example.com"))
            .Account!.Primary.Should().Be(Given.Address("b"));

    [Fact]
    public void Several_alias_attributes_are_read_and_names_compare_without_case()
    {
        var options = new SyncOptions { EmailAttribute = "MAIL", AliasAttributes = ["mailAlternateAddress, otherMailbox"] };

        var mapped = Map(options, ("mail", "ann@example.com"), ("mailalternateaddress", "a1@example.com"), ("otherMailbox", "a2@example.com"), ("proxyAddresses", "smtp:a3@example.com"));

        mapped.Account!.Aliases.Should().Equal(Given.Address("a1"), Given.Address("a2"));
        new EntryMapper(options).Attributes.Should().Equal("MAIL", "mailAlternateAddress", "otherMailbox", "objectGUID", "entryUUID");
    }

    [Theory]
    [InlineData("objectClass", "Group", AccountKind.DistributionList)]
    [InlineData("OBJECTCLASS", "gr*", AccountKind.DistributionList)]
    [InlineData("objectClass", "grou", AccountKind.Mailbox)]
    [InlineData("objectClass", "person", AccountKind.Mailbox)]
    [InlineData("groupType", "*", AccountKind.Mailbox)]
    public void R6_an_entry_is_a_list_when_any_value_matches_the_pattern(string attribute, string pattern, AccountKind kind)
    {
        var options = new SyncOptions { DistributionListAttribute = attribute, DistributionListValue = pattern };

        Map(options, ("mail", "ann@example.com"), ("objectClass", "top"), ("objectClass", "group")).Account!.Kind.Should().Be(kind);
    }

    [Theory]
    [InlineData("objectClass", null)]
    [InlineData("objectClass", " ")]
    [InlineData(null, "group")]
    [InlineData(" ", "group")]
    public void R6_without_an_attribute_and_a_pattern_no_entry_is_a_list(string? attribute, string? pattern) =>
        Map(new SyncOptions { DistributionListAttribute = attribute, DistributionListValue = pattern }, ("mail", "ann@example.com"), ("objectClass", "group")).Account!.Kind.Should().Be(AccountKind.Mailbox);

    [Fact]
    public void R6_the_attribute_that_tells_lists_is_read_too() =>
        new EntryMapper(new SyncOptions { DistributionListAttribute = "objectClass", DistributionListValue = "group" }).Attributes
            .Should().Equal("mail", "proxyAddresses", "objectClass", "objectGUID", "entryUUID");

    [Fact]
    public void The_stable_id_is_objectGUID_or_entryUUID_and_zeros_are_none()
    {
        var guid = Guid.Parse("01234567-89ab-cdef-0123-456789abcdef");
        LdapEntry With(string name, byte[] value) => new(Dn, [new LdapAttribute("mail", [Encoding.UTF8.GetBytes("ann@example.com")]), new LdapAttribute(name, [value])]);
        var mapper = new EntryMapper(new SyncOptions());

        mapper.Map(With("objectGUID", guid.ToByteArray())).Account!.SourceId.Should().Be(guid.ToString());
        mapper.Map(With("entryUUID", Encoding.ASCII.GetBytes(guid.ToString().ToUpperInvariant()))).Account!.SourceId.Should().Be(guid.ToString());
        mapper.Map(With("objectGUID", new byte[16])).Account!.SourceId.Should().BeNull();
        mapper.Map(With("objectGUID", [1, 2, 3])).Account!.SourceId.Should().BeNull();
        mapper.Map(With("entryUUID", [0xff])).Account!.SourceId.Should().BeNull();
    }

    [Fact]
    public void Values_of_the_email_attribute_are_counted_once_where_it_is_an_alias_attribute_too()
    {
        var mapped = Map(new SyncOptions { EmailAttribute = "proxyAddresses" }, ("proxyAddresses", "SMTP:ann@example.com"), ("proxyAddresses", "smtp:b ad"), ("proxyAddresses", "sip:x"));

        mapped.SkippedValues.Should().ContainSingle();
        mapped.NonMailValues.Should().Be(1);
    }

    [Fact]
    public void Long_lists_of_aliases_are_read_like_short_ones()
    {
        var values = Enumerable.Range(0, 100).SelectMany(i => new[] { $"smtp:A{i}@example.com", $"smtp:a{i}@example.com" }).Select(v => ("proxyAddresses", v));

        Map([("mail", "ann@example.com"), .. values]).Account!.Aliases.Select(a => a.ToString()).Should().BeEquivalentTo(Enumerable.Range(0, 100).Select(i => $"A{i}@example.com"));
    }

    [Fact]
    public async Task Progress_is_told_each_thousand_entries_and_at_the_end()
    {
        var told = new List<int>();

        await new EntryMapper(new SyncOptions()).MapAsync(Entries(2500), told.Add, TestContext.Current.CancellationToken);

        told.Should().Equal(1000, 2000, 2500);

        static async IAsyncEnumerable<LdapEntry> Entries(int count)
        {
            await Task.Yield();
            for (var i = 0; i < count; i++) yield return Given.Entry($"u{i}");
        }
    }

    [Fact]
    public void A_missing_argument_is_named()
    {
        FluentActions.Invoking(() => new EntryMapper(null!)).Should().Throw<ArgumentNullException>().WithParameterName("options");
        FluentActions.Invoking(() => new EntryMapper(new SyncOptions()).Map(null!)).Should().Throw<ArgumentNullException>().WithParameterName("entry");
    }

    [Fact]
    public void A_mail_of_another_kind_is_named_as_what_it_is() => Map(("mail", "X500:/o=Example")).Skipped!.Reason.Should().Be("its mail holds another kind of address");
}
