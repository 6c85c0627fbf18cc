using LdapSync.Directories;

namespace LdapSync.Ldap.Inspection;

/// <summary>What the settings make of the first entries is what a plan makes of them.</summary>
public class DirectorySampleTests
{
    private static readonly LdapEntry[] Entries =
    [
        new("cn=Ann,dc=example,dc=com", ("objectClass", "user"), ("mail", "ann@example.com"), ("proxyAddresses", "smtp:a.smith@example.com"), ("proxyAddresses", "smtp:svc-ann@example.com"), ("proxyAddresses", "x500:/o=x")),
        new("cn=Team,dc=example,dc=com", ("objectClass", "group"), ("mail", "team@example.com")),
        new("cn=Robot,dc=example,dc=com", ("mail", "svc-robot@example.com")),
        new("cn=Odd,dc=example,dc=com", ("mail", "no address")),
        new("cn=Lee,dc=example,dc=com", ("mail", "lee@example.org"), ("proxyAddresses", "smtp:lee@example.com")),
        new("cn=Nobody,dc=example,dc=com", ("cn", "Nobody")),
        new("cn=Twin,dc=example,dc=com", ("mail", "ann@example.com")),
    ];

    private static SyncOptions Options => new()
    {
        Exclusions = { "svc-*" },
        DistributionListAttribute = "objectClass",
        DistributionListValue = "gr*p",
        Domains = { "example.com" },
    };

    [Fact]
    public void Counts_are_those_of_a_plan_for_an_empty_target()
    {
        var sample = Sample();

        (sample.Entries, sample.IsWhole, sample.Accounts, sample.DistributionLists, sample.Aliases).Should().Be((7, true, 3, 1, 1));
        (sample.WithoutAddress, sample.Skipped.Count, sample.Conflicts.Count).Should().Be((2, 2, 1));
        sample.Excluded.Select(excluded => $"{excluded.Address} by {excluded.Pattern}").Should().Equal("svc-ann@example.com by svc-*", "svc-robot@example.com by svc-*");
        sample.Domains.Select(domain => (domain.Key, domain.Value)).Should().Equal(("example.com", 3));
    }

    [Fact]
    public void Each_of_the_first_entries_shows_address_aliases_kind_pattern_and_reasons()
    {
        var first = Sample(shown: 6).First;

        first.Select(entry => (entry.Dn.Split(',')[0], $"{entry.Address}", entry.Kind, string.Join(' ', entry.Aliases), string.Join(' ', entry.Excluded.Select(e => $"{e.Address}/{e.Pattern}")))).Should().Equal(
            ("cn=Ann", "ann@example.com", AccountKind.Mailbox, "a.smith@example.com", "svc-ann@example.com/svc-*"),
            ("cn=Team", "team@example.com", AccountKind.DistributionList, "", ""),
            ("cn=Robot", "", null, "", "svc-robot@example.com/svc-*"),
            ("cn=Odd", "", null, "", ""),
            ("cn=Lee", "lee@example.com", AccountKind.Mailbox, "", ""),
            ("cn=Nobody", "", null, "", ""));
        first[3].LeftOut.Should().Contain(reason => reason.Contains("mail 'no address'"));
        first[4].LeftOut.Should().Equal("lee@example.org is in a domain that is not served");
        first[5].LeftOut.Should().Equal("it has no mail");
    }

    [Fact]
    public void Of_an_empty_sample_no_share_lacks_an_address() =>
        DirectorySample.Of([], isWhole: true, shown: 10, Options).ShareWithoutAddress.Should().Be(0);

    private static DirectorySample Sample(int shown = 10) => DirectorySample.Of(Entries, isWhole: true, shown, Options);
}
