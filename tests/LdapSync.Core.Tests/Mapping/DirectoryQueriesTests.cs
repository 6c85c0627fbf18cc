using LdapSync.Directories;
using LdapSync.Planning;

namespace LdapSync.Mapping;

public class DirectoryQueriesTests
{
    private static readonly SyncOptions Options = new()
    {
        BaseDns = ["ou=A,dc=example,dc=com\nou=B,dc=example,dc=com"],
        SearchFilter = "(&(mail=*)(createTimestamp>=20260101000000Z)(MEMBEROF=cn=all))",
        EmailAttribute = "mail",
        AliasAttributes = ["otherMailbox"],
    };

    [Fact]
    public void Everything_is_each_entry_below_the_bases_with_all_attributes_and_the_operational_ones_that_settings_need()
    {
        var query = DirectoryQueries.Everything(Options);

        query.BaseDns.Select(dn => dn.ToString()).Should().Equal(Options.BaseDns);
        query.Filter.ToString().Should().Be("(objectClass=*)");
        query.Attributes.Should().Equal(
            "*", "mail", "otherMailbox", "objectGUID", "entryUUID", "userAccountControl", "msExchRecipientTypeDetails", "createTimestamp", "MEMBEROF");
    }

    [Fact]
    public void Everything_may_be_narrowed_by_a_filter_or_the_name_of_one()
    {
        DirectoryQueries.Everything(Options, "(cn=a*)").Filter.ToString().Should().Be("(cn=a*)");
        DirectoryQueries.Everything(Options, "AnyMail").Filter.ToString().Should().Be(LdapFilters.AnyMail);
        FluentActions.Invoking(() => DirectoryQueries.Everything(Options, "cn=a")).Should().Throw<FormatException>();
    }

    [Fact]
    public async Task Shared_mailboxes_come_with_all_that_the_check_of_the_filter_looks_at()
    {
        const string enabledOnly = "(&(mail=*)(!(userAccountControl:1.2.840.113556.1.4.803:=2)))";
        var options = new SyncOptions { SearchFilter = enabledOnly };
        var query = DirectoryQueries.SharedMailboxes(options);
        LdapEntry[] entries =
        [
            new("cn=ann", ("mail", "ann@example.com"), ("userAccountControl", "512")),
            new("cn=info", ("mail", "info@example.com"), ("userAccountControl", "514"), ("msExchRecipientTypeDetails", "4")),
            new("cn=cloud", ("mail", "cloud@example.com"), ("userAccountControl", "514"), ("msExchRecipientTypeDetails", "34359738368")),
            new("cn=room", ("mail", "room@example.com"), ("userAccountControl", "514"), ("msExchRecipientTypeDetails", "16")),
        ];

        var found = await new InMemoryDirectorySource(entries).ReadAsync(query, TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);

        query.Attributes.Should().Equal("userAccountControl", "msExchRecipientTypeDetails", "mail");
        found.Select(entry => entry.Dn).Should().Equal("cn=info", "cn=cloud");
        SettingsLint.CheckFilter(enabledOnly, found).Should().ContainSingle().Which.Evidence.Should().Equal("cn=cloud", "cn=info");
    }
}
