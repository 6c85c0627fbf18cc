using LdapSync.Directories;
using LdapSync.Slapd;

namespace LdapSync;

/// <summary>What is read from a real server that holds Exchange-like entries.</summary>
public sealed class ReadingFromSlapdTests(CompanyServer company) : IClassFixture<CompanyServer>
{
    private SlapdServer Server => company.Server;

    [Fact]
    public async Task The_default_filter_finds_recipients_and_neither_contacts_nor_system_mailboxes()
    {
        var entries = await Reading.ReadAsync(Server.Settings(ExchangeLdif.Base), LdapFilters.Exchange);

        entries.Select(entry => entry.Dn).Should().BeEquivalentTo(ExchangeLdif.Recipients.Select(name => $"cn={name},{ExchangeLdif.Base}"));
    }

    [Fact]
    public async Task R1_thousands_of_entries_arrive_over_several_pages_each_once()
    {
        var entries = await Reading.ReadAsync(Server.Settings(CompanyServer.Staff));

        entries.Select(entry => entry.Dn).Should().OnlyHaveUniqueItems().And.HaveCount(CompanyServer.StaffCount);
    }

    [Fact]
    public async Task The_servers_are_tried_in_order()
    {
        var settings = Server.Settings(ExchangeLdif.Base);
        settings.Servers.Clear();
        settings.Servers.Add($"localhost:1, localhost:{Server.Port}");

        (await Reading.ReadAsync(settings)).Should().NotBeEmpty();
    }

    [Fact]
    public async Task R2_without_its_authority_the_certificate_is_refused()
    {
        var settings = Server.Settings();
        settings.CaFile = null;

        (await Reading.FailureAsync<SourceException>(settings)).Should().Be(
            $"ldap://localhost:{Server.Port}: TLS handshake failed: the certificate comes from an authority that is not trusted (CN=Test authority); " +
            "name a PEM file with its root in CaFile, or install it in the system's store.");
    }

    [Fact]
    public async Task SSL_on_a_port_without_it_says_so()
    {
        var settings = Server.Settings();
        settings.UseSsl = true;

        (await Reading.FailureAsync<SourceException>(settings)).Should().Contain("TLS handshake failed: the server does not speak TLS on this port");
    }

    [Fact]
    public async Task Clear_text_on_a_port_with_SSL_ends_too()
    {
        var settings = Server.Settings();
        settings.Port = Server.SslPort;
        settings.AnswerTimeout = TimeSpan.FromSeconds(1);

        (await Reading.FailureAsync<SourceException>(settings)).Should().StartWith($"ldap://localhost:{Server.SslPort}: StartTLS failed: ");
    }

    [Fact]
    public async Task A_wrong_password_is_a_sentence()
    {
        var settings = Server.Settings();
        settings.Password = "another password";

        (await Reading.FailureAsync<SourceException>(settings)).Should()
            .Be($"ldap://localhost:{Server.Port}: bind as User failed: wrong user name or password (49 invalidCredentials); check User and Password.");
    }

    [Fact]
    public async Task A_user_name_that_is_no_DN_is_refused_by_slapd_with_what_to_change()
    {
        var settings = Server.Settings();
        settings.User = "reader@example.com";

        (await Reading.FailureAsync<SourceException>(settings)).Should().Contain("34 invalidDNSyntax").And.Contain("give User as the distinguished name");
    }

    [Theory]
    [InlineData("ou=Nowhere," + SlapdOptions.Suffix, "the nearest entry that does exist is \"dc=example,dc=com\"")]
    [InlineData("dc=example,dc=org", "correct BaseDns")]
    public async Task R1_a_base_that_does_not_exist_is_a_fault_of_the_settings(string baseDn, string said) =>
        (await Reading.FailureAsync<SettingsException>(Server.Settings(baseDn))).Should().Contain($"\"{baseDn}\" does not exist on ldap://localhost:{Server.Port}").And.Contain(said);
}
