using LdapSync.Ldap;
using LdapSync.Slapd;

namespace LdapSync;

/// <summary>Servers with settings of their own: limits, protection wanted or missing, data elsewhere, a crash.</summary>
public class RefusingSlapdTests
{
    // OpenLDAP wants a security strength of so many bits before it takes a password.
    private const string NoPasswordInClear = "security simple_bind=128";

    [Fact]
    public async Task R2_StartTLS_comes_before_the_password()
    {
        await using var server = await SlapdServer.StartAsync(new SlapdOptions { GlobalConfiguration = NoPasswordInClear, Ldif = ExchangeLdif.Company });

        (await Reading.ReadAsync(server.Settings())).Should().NotBeEmpty();
    }

    [Fact]
    public async Task A_server_that_wants_protection_but_has_no_certificate_says_so()
    {
        await using var server = await SlapdServer.StartAsync(new SlapdOptions { GlobalConfiguration = NoPasswordInClear, CertificateNames = [] });
        var settings = server.Settings();
        settings.AllowClearTextPassword = true;

        (await Reading.FailureAsync<SourceException>(settings)).Should().Contain("bind as User failed: the server wants a protected connection (13 confidentialityRequired)");
    }

    [Fact]
    public async Task R2_without_StartTLS_the_password_is_only_sent_where_that_is_allowed()
    {
        await using var server = await SlapdServer.StartAsync(new SlapdOptions { CertificateNames = [], Ldif = ExchangeLdif.Company });
        var settings = server.Settings();

        (await Reading.FailureAsync<SourceException>(settings)).Should().Contain("the password is not sent in clear text").And.Contain("AllowClearTextPassword");

        settings.AllowClearTextPassword = true;
        (await Reading.ReadAsync(settings)).Should().NotBeEmpty();
    }

    [Fact]
    public async Task R2_a_certificate_for_another_name_is_refused()
    {
        await using var server = await SlapdServer.StartAsync(new SlapdOptions { CertificateNames = ["ldap.example.com"] });

        (await Reading.FailureAsync<SourceException>(server.Settings())).Should().Contain("the certificate is for ldap.example.com, not for localhost");
    }

    [Fact]
    public async Task R2_an_expired_certificate_is_refused_with_its_dates()
    {
        await using var server = await SlapdServer.StartAsync(new SlapdOptions { IsCertificateExpired = true });

        (await Reading.FailureAsync<SourceException>(server.Settings())).Should()
            .Contain("out of date (valid from 2020-01-01 00:00Z to 2020-01-02 00:00Z); renew it").And.NotContain("not trusted");
    }

    [Fact]
    public async Task R2_an_authority_that_was_set_up_anew_under_its_old_name_is_another()
    {
        await using var server = await SlapdServer.StartAsync();
        await using var old = await SlapdServer.StartAsync();
        var settings = server.Settings();
        settings.CaFile = old.CaFile;

        (await Reading.FailureAsync<SourceException>(settings)).Should().Contain("the certificate comes from an authority that is not trusted (CN=Test authority)");
    }

    [Fact]
    public async Task R2_TLS_below_1_2_is_refused()
    {
        // Debian's slapd uses GnuTLS, whose priority strings stand in this directive.
        await using var server = await SlapdServer.StartAsync(new SlapdOptions { GlobalConfiguration = "TLSCipherSuite NORMAL:-VERS-ALL:+VERS-TLS1.1" });

        (await Reading.FailureAsync<SourceException>(server.Settings())).Should().Contain("TLS handshake failed: ").And.Contain("version 1.2 or later");
    }

    [Theory]
    [InlineData("size=500", "4 sizeLimitExceeded", "size limit")]
    [InlineData("size.soft=unlimited size.hard=unlimited size.pr=100", "11 adminLimitExceeded", "size.pr")]
    [InlineData("size.prtotal=700", "4 sizeLimitExceeded", "size limit")]
    [InlineData("size.prtotal=disabled", "11 adminLimitExceeded", "size.prtotal")]
    public async Task R1_a_limit_of_the_server_throws_and_is_named(string limits, string code, string said)
    {
        await using var server = await SlapdServer.StartAsync(new SlapdOptions
        {
            Ldif = ExchangeLdif.Users("Staff", 1200),
            DatabaseConfiguration = $"limits dn.exact=\"{SlapdOptions.Reader}\" {limits}",
        });

        (await Reading.FailureAsync<SourceException>(server.Settings())).Should().Contain(code).And.Contain(said);
    }

    [Fact]
    public async Task R1_a_part_of_the_tree_on_another_server_throws()
    {
        const string elsewhere = $"""
            dn: ou=Elsewhere,{SlapdOptions.Suffix}
            objectClass: referral
            objectClass: extensibleObject
            ou: Elsewhere
            ref: ldap://ldap2.example.com/ou=Elsewhere,{SlapdOptions.Suffix}

            """;
        await using var server = await SlapdServer.StartAsync(new SlapdOptions { Ldif = ExchangeLdif.Company + elsewhere });

        (await Reading.FailureAsync<SourceException>(server.Settings())).Should()
            .Contain("another server holds a part of it, ldap://ldap2.example.com/ou=Elsewhere,dc=example,dc=com??sub").And.Contain("narrower BaseDns");
        (await Reading.ReadAsync(server.Settings(ExchangeLdif.Base))).Should().NotBeEmpty("a base beside it is whole");
        (await Reading.FailureAsync<SourceException>(server.Settings($"ou=Elsewhere,{SlapdOptions.Suffix}"))).Should().Contain("10 referral").And.Contain("ldap2.example.com");
    }

    [Fact]
    public async Task R1_a_server_that_dies_in_the_middle_throws()
    {
        await using var server = await SlapdServer.StartAsync(new SlapdOptions { Ldif = ExchangeLdif.Users("Staff", 3000) });
        var settings = server.Settings();
        var read = 0;

        await FluentActions.Awaiting(async () =>
        {
            await foreach (var _ in new LdapDirectorySource(settings).ReadAsync(Reading.Query(settings, "(mail=*)"), TestContext.Current.CancellationToken))
            {
                if (++read == 1) await server.KillAsync();
            }
        }).Should().ThrowAsync<SourceException>().WithMessage($"ldap://localhost:{server.Port}: search below \"{SlapdOptions.Suffix}\" failed: *");

        read.Should().BeOneOf([1000, 2000], "pages that have arrived are delivered, and the second may have been read ahead");
    }

    [Fact]
    public async Task A_server_that_does_not_run_refuses_the_connection()
    {
        await using var server = await SlapdServer.StartAsync();
        var settings = server.Settings();
        await server.KillAsync();

        (await Reading.FailureAsync<SourceException>(settings)).Should()
            .Be($"ldap://localhost:{server.Port}: connect failed: the connection was refused; check that the server runs, and the port.");
    }
}
