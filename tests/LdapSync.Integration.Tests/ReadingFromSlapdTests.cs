using LdapSync.Directories;
using LdapSync.Ldap;
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
    public async Task Values_arrive_as_the_directory_holds_them_text_or_not()
    {
        var ann = (await Reading.ReadAsync(Server.Settings(ExchangeLdif.Base), "(mailNickname=ann)")).Should().ContainSingle().Subject;

        ann.Find("proxyAddresses").Single().Values.Select(value => System.Text.Encoding.UTF8.GetString(value.Span))
            .Should().Equal("SMTP:ann@example.com", "smtp:a.mailbox@example.com", "X500:/o=Example/cn=ann");
        ann.Find("objectGUID").Single().Values.Single().ToArray().Should().Equal(Convert.FromBase64String("AAECA//+/fyAgYKDhIWGhw=="));
        ann.Attributes.Select(attribute => attribute.Name).Should().BeEquivalentTo("mail", "proxyAddresses", "objectGUID");
    }

    [Fact]
    public async Task R1_thousands_of_entries_arrive_over_several_pages_each_once()
    {
        var entries = await Reading.ReadAsync(Server.Settings(CompanyServer.Staff));

        entries.Select(entry => entry.Dn).Should().OnlyHaveUniqueItems().And.HaveCount(CompanyServer.StaffCount);
    }

    [Fact]
    public async Task Each_base_is_searched_and_one_below_another_is_not_read_twice()
    {
        var settings = Server.Settings(ExchangeLdif.Base);
        settings.BaseDns.Add(CompanyServer.Staff);
        settings.BaseDns.Add("cn=User 7," + CompanyServer.Staff);
        settings.BaseDns.Add(CompanyServer.Staff.ToUpperInvariant());

        var entries = await Reading.ReadAsync(settings, "(|(mailNickname=user7)(mailNickname=ann))");

        entries.Select(entry => entry.Dn).Should().Equal($"cn=Ann Mailbox,{ExchangeLdif.Base}", $"cn=User 7,{CompanyServer.Staff}");
    }

    [Fact]
    public async Task A_filter_that_finds_nothing_is_an_empty_read() => (await Reading.ReadAsync(Server.Settings(), "(mail=nobody@example.com)")).Should().BeEmpty();

    [Fact]
    public async Task The_servers_are_tried_in_order()
    {
        var settings = Server.Settings(ExchangeLdif.Base);
        settings.Servers.Clear();
        settings.Servers.Add($"localhost:1, localhost:{Server.Port}");

        (await Reading.ReadAsync(settings)).Should().NotBeEmpty();
    }

    [Fact]
    public async Task SSL_with_a_private_authority_reads_the_same()
    {
        var settings = Server.Settings(ExchangeLdif.Base);
        (settings.UseSsl, settings.Port) = (true, Server.SslPort);

        (await Reading.ReadAsync(settings)).Select(entry => entry.Dn).Should().Equal((await Reading.ReadAsync(Server.Settings(ExchangeLdif.Base))).Select(entry => entry.Dn));
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

    [Fact]
    public async Task Cancelling_in_the_middle_ends_the_read()
    {
        using var cancel = new CancellationTokenSource();
        var settings = Server.Settings(CompanyServer.Staff);
        var read = 0;

        await FluentActions.Awaiting(async () =>
        {
            await foreach (var _ in new LdapDirectorySource(settings).ReadAsync(Reading.Query(settings, "(mail=*)"), cancel.Token))
            {
                if (++read == 1500) await cancel.CancelAsync();
            }
        }).Should().ThrowAsync<OperationCanceledException>();

        read.Should().Be(1500);
    }
}
