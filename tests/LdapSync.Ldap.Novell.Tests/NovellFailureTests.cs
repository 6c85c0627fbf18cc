using System.Net;
using System.Net.Sockets;
using LdapSync.Contract;
using LdapSync.Contracts;
using LdapSync.Directories;
using LdapSync.Slapd;

namespace LdapSync;

/// <summary>What goes wrong with Novell's library is said as with the connection of our own, and in time.</summary>
[Collection<SlapdCompany>]
public sealed class NovellFailureTests(SlapdCompany company)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task R2_a_certificate_of_an_unknown_authority_is_refused(bool useSsl)
    {
        var settings = useSsl ? company.SslSettings() : company.Settings();
        settings.CaFile = null;

        (await FailureAsync(settings)).Should().Contain("the server's certificate is not acceptable (RemoteCertificateChainErrors)").And.Contain("CaFile");
    }

    [Fact]
    public async Task R2_a_certificate_for_another_name_is_refused()
    {
        await using var other = await SlapdServer.StartAsync(new SlapdOptions { CertificateNames = ["elsewhere.example.com"] });

        (await FailureAsync(other.Settings())).Should().Contain("the server's certificate is not acceptable (RemoteCertificateNameMismatch)");
    }

    [Fact]
    public async Task R2_where_the_server_offers_no_StartTLS_no_password_is_sent()
    {
        await using var plain = await SlapdServer.StartAsync(new SlapdOptions { CertificateNames = [] });

        (await FailureAsync(plain.Settings())).Should().Contain("StartTLS failed").And.Contain("the password is not sent in clear text");
    }

    [Fact]
    public async Task A_wrong_password_is_a_sentence()
    {
        var settings = company.Settings();
        settings.Password = "another password";

        (await FailureAsync(settings)).Should().Contain("bind as User failed: wrong user name or password (49 invalidCredentials)");
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_a_sentence()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var settings = company.Settings();
        settings.Port = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();

        (await FailureAsync(settings)).Should().Contain("connect failed: the connection was refused");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_server_that_accepts_and_says_nothing_ends_in_time(bool useSsl)
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var settings = company.Settings();
        (settings.Port, settings.UseSsl) = (((IPEndPoint)silent.LocalEndpoint).Port, useSsl);
        settings.ConnectTimeout = settings.AnswerTimeout = TimeSpan.FromMilliseconds(200);

        (await FailureAsync(settings)).Should().Contain("no answer within 0.2 seconds");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_server_that_hangs_up_is_a_sentence(bool useSsl)
    {
        using var rude = new TcpListener(IPAddress.Loopback, 0);
        rude.Start();
        var settings = company.Settings();
        (settings.Port, settings.UseSsl) = (((IPEndPoint)rude.LocalEndpoint).Port, useSsl);
        var failure = FailureAsync(settings);
        (await rude.AcceptTcpClientAsync(TestContext.Current.CancellationToken)).Dispose();

        (await failure).Should().StartWith(useSsl ? "ldaps://" : "ldap://");
    }

    private static async Task<string> FailureAsync(SyncOptions settings)
    {
        var failure = (await FluentActions.Awaiting(() => ReadAsync(settings)).Should().ThrowAsync<SyncException>()).Which;
        failure.ToString().Should().NotContain(settings.User).And.NotContain(settings.Password);
        return failure.Message;
    }

    private static async Task<List<LdapEntry>> ReadAsync(SyncOptions settings)
    {
        var query = new DirectoryQuery([DistinguishedName.Parse(ContractCompany.Sales)], LdapFilter.Parse("(mail=*)"), ["mail"]);
        return await Novell.Source(settings).ReadAsync(query, TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);
    }
}
