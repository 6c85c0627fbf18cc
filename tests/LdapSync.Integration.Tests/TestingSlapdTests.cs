using LdapSync.Ldap;
using LdapSync.Ldap.Inspection;
using LdapSync.Slapd;

namespace LdapSync;

/// <summary>The connection test against OpenLDAP.</summary>
public sealed class TestingSlapdTests(CompanyServer company) : IClassFixture<CompanyServer>
{
    private SlapdServer Server => company.Server;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task OpenLDAP_tells_who_it_is_and_whose_the_connection_is(bool useSsl)
    {
        var settings = Settings();
        (settings.UseSsl, settings.Port) = (useSsl, useSsl ? Server.SslPort : Server.Port);

        var server = await RunAsync(settings);

        server.Failure.Should().BeNull();
        (server.IsProtected, server.Tls!.Version, server.BoundAs, server.Facts!.Product, server.Facts.IsActiveDirectory)
            .Should().Be((true, "TLS 1.3", $"dn:{SlapdOptions.Reader}", "OpenLDAP", false));
        server.Tls.Certificate!.Names.Should().Equal("localhost", "127.0.0.1");
        server.Facts.NamingContexts.Should().Equal(SlapdOptions.Suffix);
        server.Facts.Controls.Select(control => $"{control}").Should().Contain("paged results");
        server.Facts.Extensions.Select(extension => $"{extension}").Should().Contain(["StartTLS", "WhoAmI"]);
        server.Bases.Should().ContainSingle().Which.Should().Be(new BaseReport(SlapdOptions.Suffix, Exists: true, null, CanWrite: null));
        (server.Sample!.Entries, server.Sample.IsWhole, server.Sample.WithoutAddress, server.Sample.First.Count).Should().Be((1000, false, 0, 10));
        server.Sample.First[0].Address.Should().NotBeNull();
        server.Warnings.Should().BeEmpty();
    }

    [Fact]
    public async Task A_wrong_password_is_the_step_that_fails()
    {
        var settings = Settings();
        settings.Password = "another password";

        var server = await RunAsync(settings);

        (server.Steps[^1].Name, server.Failure, server.IsProtected).Should().Be(
            ("bind as User", $"ldap://localhost:{Server.Port}: bind as User failed: wrong user name or password (49 invalidCredentials); check User and Password.", true));
        server.Tls!.Certificate.Should().NotBeNull();
    }

    [Fact]
    public async Task A_wrong_base_has_the_nearest_entry_that_exists()
    {
        var server = await RunAsync(Settings("ou=a,ou=b," + SlapdOptions.Suffix));

        server.Bases.Should().ContainSingle().Which.Should().Be(new BaseReport("ou=a,ou=b," + SlapdOptions.Suffix, Exists: false, SlapdOptions.Suffix, null));
        server.Failure.Should().Contain("does not exist on ldap://localhost").And.Contain($"the nearest entry that does exist is \"{SlapdOptions.Suffix}\"");
        (server.Steps[^1].Name, server.Sample).Should().Be(("bases", null));
    }

    [Fact]
    public async Task A_filter_without_an_index_and_one_that_finds_nobody_are_told()
    {
        var settings = Settings(CompanyServer.Staff);
        settings.SearchFilter = "(&(mail=*nobody)(!(cn=x)))";

        (await RunAsync(settings)).Warnings.Select(warning => warning.Kind).Should().Equal(ConnectionWarningKind.UnindexedFilter, ConnectionWarningKind.NoEntries);
    }

    [Fact]
    public async Task A_certificate_that_is_refused_is_shown_with_its_dates()
    {
        await using var server = await SlapdServer.StartAsync(new SlapdOptions { IsCertificateExpired = true });

        var tested = await RunAsync(server.Settings());

        (tested.Steps[^1].Name, tested.Tls!.Version, tested.Tls.Certificate!.NotAfter).Should().Be(("TLS handshake", null, new DateTimeOffset(2020, 1, 2, 0, 0, 0, TimeSpan.Zero)));
        tested.Failure.Should().Contain("out of date (valid from 2020-01-01 00:00Z to 2020-01-02 00:00Z)");
    }

    [Fact]
    public async Task Without_TLS_the_password_travels_in_clear_text_where_that_is_allowed()
    {
        await using var server = await SlapdServer.StartAsync(new SlapdOptions { CertificateNames = [], Ldif = ExchangeLdif.Company });
        var settings = server.Settings();

        (await RunAsync(settings)).Steps[^1].Name.Should().Be("StartTLS");

        (settings.AllowClearTextPassword, settings.SearchFilter) = (true, "(mail=*)");
        var tested = await RunAsync(settings);
        (tested.IsReadable, tested.IsProtected, tested.Tls).Should().Be((true, false, null));
        tested.Warnings.Should().ContainSingle().Which.Kind.Should().Be(ConnectionWarningKind.ClearText);
    }

    [Fact]
    public async Task A_bind_by_certificate_shows_whom_the_server_takes_it_for()
    {
        await using var server = await SlapdServer.StartAsync(new SlapdOptions { GlobalConfiguration = "TLSVerifyClient demand", Ldif = ExchangeLdif.Company });
        var settings = server.Settings();
        (settings.Bind, settings.User, settings.Password, settings.SearchFilter) = (BindMethod.External, null, null, "(mail=*)");
        settings.ClientCertificateFile = await server.IssueClientAsync("CN=sync host, DC=example, DC=com");

        var tested = (await new ConnectionTest(settings).RunAsync(TestContext.Current.CancellationToken)).Servers.Single();

        tested.Failure.Should().BeNull();
        (tested.BoundAs, tested.Facts!.Product).Should().Be(("dn:cn=sync host,dc=example,dc=com", "OpenLDAP"));
        tested.Steps.Select(step => step.Name).Should().Contain("bind by certificate");
        tested.Warnings.Should().BeEmpty();
    }

    [Fact]
    public async Task An_account_that_may_see_nothing_finds_nothing()
    {
        await using var server = await SlapdServer.StartAsync(new SlapdOptions
        {
            Ldif = ExchangeLdif.Company,
            Access = $"access to dn.subtree=\"{ExchangeLdif.Base}\" by dn.exact=\"{SlapdOptions.Reader}\" search by * break",
        });
        var settings = server.Settings();
        settings.SearchFilter = "(mail=*)";

        var tested = await RunAsync(settings);

        tested.IsReadable.Should().BeTrue();
        tested.Warnings.Should().Contain(warning => warning.Kind == ConnectionWarningKind.NoEntries);
    }

    private SyncOptions Settings(string baseDn = SlapdOptions.Suffix)
    {
        var settings = Server.Settings(baseDn);
        settings.SearchFilter = "(mail=*)";
        return settings;
    }

    private static async Task<ServerReport> RunAsync(SyncOptions settings)
    {
        var report = await new ConnectionTest(settings).RunAsync(TestContext.Current.CancellationToken);
        using var text = new StringWriter();
        ConnectionReportText.Write(report, text);
        (text + ConnectionReportJson.Write(report)).Should().NotContain(settings.Password);
        return report.Servers.Should().ContainSingle().Subject;
    }
}
