namespace LdapSync.Directories;

/// <summary>The filters with a name, and what a setting means.</summary>
public class LdapFiltersTests
{
    private static readonly Dictionary<string, string> Presets = new()
    {
        ["Exchange"] = LdapFilters.Exchange,
        ["ExchangeWithoutLocal"] = LdapFilters.ExchangeWithoutLocal,
        ["AnyMail"] = LdapFilters.AnyMail,
        ["Domino"] = LdapFilters.Domino,
    };

    [Fact]
    public void The_default_is_the_filter_of_the_product_page()
    {
        const string Published = """
            (&(mailnickname=*)(!(mailnickname=discoverysearchmailbox*))(!(mailnickname=federatedemail*))(!(mailnickname=systemmailbox*))
              (|(objectClass=publicFolder)
                (&(objectCategory=person)(objectClass=user)(!(homeMDB=*))(!(msExchHomeServerName=*)))
                (&(objectCategory=person)(objectClass=user)(|(homeMDB=*)(msExchHomeServerName=*)))
                (objectCategory=person)(objectCategory=group)(objectClass=msExchDynamicDistributionList)
              )
              (!(objectClass=contact))
            )
            """;

        LdapFilter.Parse(Published).ToString().Should().Be(LdapFilters.Exchange, "blanks and lines between filters are understood");
        LdapFilters.ExchangeWithoutLocal.Should().Be(
            LdapFilters.Exchange.Replace("(!(mailnickname=systemmailbox*))", "(!(mailnickname=systemmailbox*))(!(mail=*.local))", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_preset_is_canonical_and_found_by_its_name_without_case()
    {
        foreach (var (name, filter) in Presets)
        {
            LdapFilter.Parse(filter).ToString().Should().Be(filter);
            LdapFilters.TryGet(name.ToUpperInvariant(), out var found).Should().BeTrue();
            found.Should().Be(filter);
            LdapFilters.Resolve($" {name.ToLowerInvariant()}\n").ToString().Should().Be(filter);
        }
        LdapFilters.TryGet("Notes", out _).Should().BeFalse();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \t\r\n")]
    public void A_blank_setting_is_the_default(string? setting) => LdapFilters.Resolve(setting).ToString().Should().Be(LdapFilters.Exchange);

    [Fact]
    public void A_setting_that_is_no_name_is_a_filter_with_or_without_blanks_around()
    {
        LdapFilters.Resolve("\n (mail=a*)\r\n").ToString().Should().Be("(mail=a*)");
        FluentActions.Invoking(() => LdapFilters.Resolve("mail=a*")).Should().Throw<FormatException>().WithMessage("*position 1*parentheses*");
        FluentActions.Invoking(() => LdapFilters.Resolve("Notes")).Should().Throw<FormatException>().WithMessage("'Notes' is no search filter*AnyMail*");
    }

    [Fact]
    public void Exchange_takes_mail_enabled_objects_but_no_system_mailboxes_and_no_contacts()
    {
        var filter = LdapFilter.Parse(LdapFilters.Exchange);
        const string Person = "CN=Person,CN=Schema,CN=Configuration,DC=example,DC=com";

        filter.Matches(new LdapEntry("cn=a", ("mailNickname", "ann"), ("objectClass", "user"), ("objectCategory", Person))).Should().BeTrue();
        filter.Matches(new LdapEntry("cn=g", ("mailNickname", "all"), ("objectClass", "group"), ("objectCategory", "CN=Group,CN=Schema,DC=a"))).Should().BeTrue();
        filter.Matches(new LdapEntry("cn=f", ("mailNickname", "news"), ("objectClass", "publicFolder"))).Should().BeTrue();
        filter.Matches(new LdapEntry("cn=d", ("mailNickname", "dyn"), ("objectClass", "msExchDynamicDistributionList"))).Should().BeTrue();
        filter.Matches(new LdapEntry("cn=c", ("mailNickname", "ext"), ("objectClass", "contact"), ("objectCategory", Person))).Should().BeFalse();
        filter.Matches(new LdapEntry("cn=s", ("mailNickname", "SystemMailbox{1}"), ("objectClass", "user"), ("objectCategory", Person))).Should().BeFalse();
        filter.Matches(new LdapEntry("cn=u", ("mail", "u@example.com"), ("objectClass", "user"), ("objectCategory", Person))).Should().BeFalse();
    }

    [Fact]
    public void Domino_takes_people_groups_and_mail_in_databases_with_an_address()
    {
        var filter = LdapFilter.Parse(LdapFilters.Domino);

        foreach (var objectClass in (string[])["dominoPerson", "dominoGroup", "dominoServerMailInDatabase"])
        {
            filter.Matches(new LdapEntry("cn=x,o=Acme", ("objectClass", objectClass), ("mail", "x@example.com"))).Should().BeTrue();
            filter.Matches(new LdapEntry("cn=x,o=Acme", ("objectClass", objectClass))).Should().BeFalse();
        }
        filter.Matches(new LdapEntry("cn=srv,o=Acme", ("objectClass", "dominoServer"), ("mail", "x@example.com"))).Should().BeFalse();
    }
}
