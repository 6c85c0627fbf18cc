namespace LdapSync.Directories;

public class InMemoryDirectorySourceTests
{
    private static readonly InMemoryDirectorySource Source = new(
    [
        new LdapEntry("dc=example,dc=com", ("objectClass", "domain")),
        new LdapEntry("cn=Ann,ou=Staff,dc=example,dc=com", ("mail", "ann@example.com")),
        new LdapEntry("cn=Bob,ou=Guests,dc=example,dc=com", ("mail", "bob@example.com")),
    ])
    { Name = "test company" };

    [Fact]
    public async Task R1_a_base_dn_that_does_not_exist_is_a_settings_fault()
    {
        var read = () => LdifFileSourceTests.ReadAsync(Source, "(mail=*)", "dc=example,dc=org");

        (await read.Should().ThrowAsync<SettingsException>()).WithMessage("*'dc=example,dc=org'*test company*");
    }

    [Fact]
    public async Task A_dn_that_comes_twice_or_is_none_is_refused()
    {
        var twice = () => LdifFileSourceTests.ReadAsync(new InMemoryDirectorySource([new LdapEntry("cn=a"), new LdapEntry("CN=A")]), "(mail=*)");
        var none = () => LdifFileSourceTests.ReadAsync(new InMemoryDirectorySource([new LdapEntry("Ann")]), "(mail=*)");

        (await twice.Should().ThrowAsync<SourceException>()).WithMessage("memory, entry 2: *entry 1*");
        (await none.Should().ThrowAsync<SourceException>()).WithMessage("memory, entry 1: *distinguished name*");
    }

    [Fact]
    public async Task It_can_be_empty_and_is_read_anew_every_time()
    {
        var entries = new List<LdapEntry>();
        var source = new InMemoryDirectorySource(entries);
        (await LdifFileSourceTests.ReadAsync(source, "(mail=*)")).Should().BeEmpty();

        entries.Add(new LdapEntry("cn=a", ("mail", "a@example.com")));

        (await LdifFileSourceTests.ReadAsync(source, "(mail=*)")).Should().Equal("cn=a");
    }
}
