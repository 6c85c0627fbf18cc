using LdapSync.Slapd;

namespace LdapSync;

/// <summary>A real server that demands a client's certificate, or takes it for the user.</summary>
public class ClientCertificateOnSlapdTests
{
    private static readonly SlapdOptions Demanding = new() { GlobalConfiguration = "TLSVerifyClient demand", Ldif = ExchangeLdif.Company };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_certificate_is_shown_where_the_server_asks_for_one(bool useSsl)
    {
        await using var server = await SlapdServer.StartAsync(Demanding);
        var settings = Settings(server, useSsl);
        settings.ClientCertificateFile = await server.IssueClientAsync("CN=sync host");

        (await Reading.ReadAsync(settings)).Should().NotBeEmpty();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_server_that_demands_one_and_gets_none_is_understood(bool useSsl)
    {
        await using var server = await SlapdServer.StartAsync(Demanding);

        (await Reading.FailureAsync<SourceException>(Settings(server, useSsl))).Should().Contain("asked for a client certificate, got none").And.Contain("ClientCertificateFile");
    }

    [Fact]
    public async Task One_from_a_stranger_is_refused_and_the_message_says_where_to_look()
    {
        await using var server = await SlapdServer.StartAsync(Demanding);
        await using var other = await SlapdServer.StartAsync();
        var settings = Settings(server, useSsl: true);
        settings.ClientCertificateFile = await other.IssueClientAsync("CN=sync host");

        (await Reading.FailureAsync<SourceException>(settings)).Should().Contain("after it was shown the client certificate").And.Contain("from an authority that the server trusts");
    }

    [Fact]
    public async Task Bind_External_reads_as_whom_the_certificate_names()
    {
        await using var server = await SlapdServer.StartAsync(Demanding with { Access = $"access to dn.subtree=\"{ExchangeLdif.Base}\" by dn.exact=\"cn=sync host,dc=example,dc=com\" read by * none" });
        var settings = External(server, await server.IssueClientAsync("CN=sync host, DC=example, DC=com"));

        (await Reading.ReadAsync(settings)).Should().NotBeEmpty();
    }

    [Fact]
    public async Task Bind_External_says_so_when_the_server_asks_for_no_certificate()
    {
        await using var server = await SlapdServer.StartAsync(new SlapdOptions { Ldif = ExchangeLdif.Company });
        var settings = External(server, await server.IssueClientAsync("CN=sync host"));

        var failure = (await FluentActions.Awaiting(() => Reading.ReadAsync(settings)).Should().ThrowAsync<SourceException>()).Which;
        failure.Message.Should().Contain("bind by certificate failed: the server, or the LDAP library in use, does not take binds by certificate (7 authMethodNotSupported); let the server ask for client certificates");
    }

    [Fact]
    public async Task R2_Bind_External_needs_TLS_whatever_else_is_allowed()
    {
        await using var server = await SlapdServer.StartAsync(new SlapdOptions { CertificateNames = [] });
        var settings = External(server, await server.IssueClientAsync("CN=sync host"));
        settings.AllowClearTextPassword = true;

        var failure = (await FluentActions.Awaiting(() => Reading.ReadAsync(settings)).Should().ThrowAsync<SourceException>()).Which;
        failure.Message.Should().Contain("StartTLS failed: the server does not offer it").And.Contain("nobody to show a certificate to");
    }

    private static SyncOptions Settings(SlapdServer server, bool useSsl)
    {
        var settings = server.Settings();
        if (useSsl) (settings.UseSsl, settings.Port) = (true, server.SslPort);
        return settings;
    }

    private static SyncOptions External(SlapdServer server, string certificate)
    {
        var settings = server.Settings();
        (settings.Bind, settings.ClientCertificateFile, settings.User, settings.Password) = (BindMethod.External, certificate, null, null);
        return settings;
    }
}
