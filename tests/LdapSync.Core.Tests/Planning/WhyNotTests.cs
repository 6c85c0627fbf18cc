using LdapSync.Directories;
using LdapSync.Mapping;

namespace LdapSync.Planning;

/// <summary>Why an entry that has an address does not bring it into a plan: pure, without a directory.</summary>
public class WhyNotTests
{
    private const string Base = "ou=Staff,dc=example,dc=com";

    private static EntryFinding? Examine(LdapEntry entry, string asked = "ann", Action<SyncOptions>? change = null, LdapEntry[]? read = null, params MailAccount[] existing)
    {
        var options = new SyncOptions { BaseDns = [Base], SearchFilter = "(&(objectClass=person)(&(mail=*)(!(employeeType=guest))))", AllowEmptyDirectory = true };
        change?.Invoke(options);
        var mapper = new EntryMapper(options);
        var plan = new SyncPlanner(options).Plan(read ?? [], existing);
        var query = new DirectoryQuery([.. options.BaseDns.Select(DistinguishedName.Parse)], LdapFilters.Resolve(options.SearchFilter), mapper.Attributes);
        return new WhyNot(plan, new AskedAddress(Given.Address(asked), plan), mapper, query).Examine(entry);
    }

    private static LdapEntry Person(params (string Name, string Value)[] attributes) =>
        new("cn=Ann," + Base, [("objectClass", "person"), .. attributes.Any(a => a.Name == "mail") ? [] : new[] { ("mail", "ann.smith@example.com") }, .. attributes]);

    private static void ShouldBe(EntryFinding? finding, AddressVerdict verdict, string reason)
    {
        finding.Should().NotBeNull();
        finding!.Verdict.Should().Be(verdict, finding.Reason);
        finding.Reason.Should().Be(reason);
    }

    [Fact]
    public void The_origin_is_the_raw_value_with_its_attribute_as_the_directory_spells_them() =>
        Examine(Person(("ProxyAddresses", "smtp: Ann@Example.COM "), ("proxyaddresses", "x@example.com")))!.Origins.Should().Equal(new AddressOrigin("cn=Ann," + Base, "ProxyAddresses", "smtp: Ann@Example.COM "));

    [Fact]
    public void An_entry_that_does_not_have_it_says_nothing() =>
        Examine(Person(("mail", "joann@example.com"), ("proxyAddresses", "ann@example.com.au"), ("description", "ann@example.com"))).Should().BeNull();

    [Fact]
    public void An_entry_may_be_outside_every_base() =>
        ShouldBe(Examine(new("cn=Ann,ou=Guests,dc=example,dc=com", ("mail", "ann@example.com")), change: options => options.BaseDns = [Base, "ou=Rooms,dc=example,dc=com"]),
            AddressVerdict.OutsideBases, $"it is outside every base DN: {Base}; ou=Rooms,dc=example,dc=com");

    [Fact]
    public void Without_bases_nothing_is_outside() =>
        Examine(new("cn=Ann,dc=elsewhere", ("mail", "ann@example.com"), ("objectClass", "person")), change: options => options.BaseDns = [])!.Verdict.Should().Be(AddressVerdict.ChangedSince);

    [Fact]
    public void A_filter_that_leaves_the_entry_out_is_named_by_the_first_part_that_is_not_true() =>
        ShouldBe(Examine(Person(("mail", "ann@example.com"), ("employeeType", "guest"))), AddressVerdict.Filtered, "the search filter leaves it out, since (!(employeeType=guest)) is not true for it");

    [Theory]
    [InlineData("(mail=bob@example.com)", "(mail=bob@example.com)")]
    [InlineData("(|(cn=a)(cn=b))", "(|(cn=a)(cn=b))")]
    [InlineData("(&(mail=*)(|(cn=a)(&)(cn=b))(cn=x\\2a))", "(cn=x\\2a)")]
    [InlineData("(&(cn:unknownMatch:=x)(cn=y))", "(cn:unknownMatch:=x)")]
    public void Of_other_filters_it_is_the_whole_or_the_innermost_part(string filter, string part) =>
        Examine(Person(("mail", "ann@example.com")), change: options => options.SearchFilter = filter)!.Reason.Should().Be($"the search filter leaves it out, since {part} is not true for it");

    [Fact]
    public void An_entry_that_is_skipped_says_why() =>
        ShouldBe(Examine(Person(("mail", "ann@example.com"), ("userAccountControl", "514")), change: options => options.DisabledAccounts = DisabledAccounts.Exclude),
            AddressVerdict.EntrySkipped, "it asks for no account: it is disabled (userAccountControl 514), and DisabledAccounts is Exclude");

    [Fact]
    public void An_entry_without_a_readable_address_of_its_own_says_so() =>
        ShouldBe(Examine(Person(("mail", "nobody"), ("proxyAddresses", "smtp:ann@example.com"))), AddressVerdict.EntrySkipped, "it asks for no account: its mail 'nobody' is no mail address: it has no @");

    [Fact]
    public void An_address_may_stand_in_an_attribute_that_is_not_read() =>
        ShouldBe(Examine(Person(("userPrincipalName", "ANN@example.com"))), AddressVerdict.NotRead, "the address stands only in userPrincipalName, which neither EmailAttribute nor AliasAttributes names");

    [Theory]
    [InlineData("sip:ann@example.com")]
    [InlineData("X500:ann@example.com")]
    [InlineData(":ann@example.com")]
    public void It_may_be_another_kind_of_address(string value) =>
        ShouldBe(Examine(Person(("proxyAddresses", value))), AddressVerdict.OtherKind, $"its proxyAddresses '{value}' is another kind of address");

    [Fact]
    public void It_may_stand_in_a_value_that_is_no_address_and_controls_are_shown() =>
        ShouldBe(Examine(Person(("proxyAddresses", "smtp:ann@example.com\nbob@example.com"))), AddressVerdict.InvalidValue,
            "its proxyAddresses 'smtp:ann@example.com\\u000abob@example.com' is no mail address: it has more than one @");

    [Fact]
    public void A_pattern_may_hide_it_or_the_whole_entry()
    {
        ShouldBe(Examine(Person(("proxyAddresses", "smtp:ann@example.com")), change: options => options.Exclusions = ["bob@*", "ann@*"]), AddressVerdict.Excluded, "the exclusion ann@* hides the address");
        ShouldBe(Examine(Person(("proxyAddresses", "smtp:ann@example.com")), change: options => options.Exclusions = ["ann.*"]), AddressVerdict.Excluded,
            "the exclusion ann.* hides it as a whole, by its own address ann.smith@example.com");
    }

    [Fact]
    public void Its_domain_may_not_be_served() =>
        ShouldBe(Examine(Person(("proxyAddresses", "smtp:ann@other.example")), "ann@other.example", options => options.Domains = ["example.com"]), AddressVerdict.NotServed, "the domain other.example is not served");

    [Fact]
    public void It_may_have_lost_the_address_to_another() =>
        ShouldBe(Examine(Person(("proxyAddresses", "smtp:ann@example.com")), read: [Person(("proxyAddresses", "smtp:ann@example.com")), Given.Entry("ann")]), AddressVerdict.LostConflict,
            "it lost ann@example.com to ann@example.com (cn=ann,dc=example,dc=com)");

    [Fact]
    public void What_nothing_keeps_out_was_not_there_when_the_plan_was_made() =>
        Examine(Person(("mail", "ann@example.com")))!.Verdict.Should().Be(AddressVerdict.ChangedSince);

    [Theory]
    [InlineData("cn=a,ou=b,dc=example,dc=com", "dc=example,dc=com")]
    [InlineData("OU=b, DC=example , DC=com", "DC=example , DC=com")]
    [InlineData("ou=\"a,dc=x\",DC=example;0.9.2342.19200300.100.1.25=com", "DC=example;0.9.2342.19200300.100.1.25=com")]
    [InlineData("ou=a\\,dc\\=x,o=Example", "o=Example")]
    [InlineData("ou=Staff,o=Example,c=de", "c=de")]
    [InlineData("dc=com", "dc=com")]
    [InlineData("o=a\\,b", "o=a\\,b")]
    [InlineData("", "")]
    public void The_top_of_a_directory_is_told_from_the_base(string dn, string top) => DistinguishedName.Parse(dn).Suffix().ToString().Should().Be(top);
}
