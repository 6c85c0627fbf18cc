using LdapSync.Ldap.Scripted;

namespace LdapSync.Ldap;

/// <summary>The password and the connection are protected (R2).</summary>
public sealed class ProtectionTests : IDisposable
{
    private readonly TestAuthority _authority = new();
    private readonly string _caFile = Path.GetTempFileName();

    public ProtectionTests() => File.WriteAllText(_caFile, _authority.Pem);

    public void Dispose()
    {
        _authority.Dispose();
        File.Delete(_caFile);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task R2_a_trusted_certificate_protects_the_password(bool fromStart)
    {
        using var certificate = _authority.Issue("localhost", "127.0.0.1");
        await using var server = ScriptedServer.StartTls(certificate, fromStart, Directory);

        (await Reading.ReadAllAsync(Secure(server, fromStart))).Should().ContainSingle();

        await server.WaitForCloseAsync();
        server.Requests.Select(request => request.Operation).Should().Equal(
            fromStart ? [Request.Bind, Request.Search, Request.Unbind] : [Request.Extended, Request.Bind, Request.Search, Request.Unbind]);
    }

    [Theory]
    [InlineData(LdapResultCode.ProtocolError)]
    [InlineData(LdapResultCode.Unavailable)]
    public async Task R2_without_StartTLS_the_password_is_not_sent(LdapResultCode code)
    {
        await using var server = ScriptedServer.Start(request => Reply.Extended(request, code, "no TLS here"));
        var options = Reading.Options(server.Address);
        options.AllowClearTextPassword = false;

        (await Reading.FailureAsync<SourceException>(options)).Should()
            .StartWith($"ldap://{server.Address}: StartTLS failed: the server does not offer it").And.Contain("clear text").And.Contain("\"no TLS here\"").And.Contain("AllowClearTextPassword");
        await server.WaitForCloseAsync();
        server.Requests.Should().NotContain(request => request.Operation == Request.Bind).And.NotContain(request => request.Contains(Reading.Password));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task R2_allowing_clear_text_does_not_lower_the_check_of_a_certificate(bool fromStart)
    {
        using var stranger = new TestAuthority("Stranger");
        using var certificate = stranger.Issue("localhost", "127.0.0.1");
        await using var server = ScriptedServer.StartTls(certificate, fromStart, Directory);
        var options = Secure(server, fromStart);
        options.AllowClearTextPassword = true;

        (await Reading.FailureAsync<SourceException>(options)).Should()
            .Contain("TLS handshake failed: the certificate comes from an authority that is not trusted (CN=Stranger)").And.Contain("CaFile");
        server.Requests.Should().NotContain(request => request.Operation == Request.Bind);
    }

    [Fact]
    public async Task R2_the_systems_authorities_do_not_know_a_private_one()
    {
        using var certificate = _authority.Issue("127.0.0.1");
        await using var server = ScriptedServer.StartTls(certificate, fromStart: true, Directory);
        var options = Secure(server, useSsl: true);
        options.CaFile = null;

        (await Reading.FailureAsync<SourceException>(options)).Should().Contain("not trusted").And.Contain("name a PEM file with its root in CaFile");
    }

    [Fact]
    public async Task R2_a_certificate_for_another_name_is_refused_with_both_names()
    {
        using var certificate = _authority.Issue("dc1.example.com", "192.0.2.1");
        await using var server = ScriptedServer.StartTls(certificate, fromStart: true, Directory);

        (await Reading.FailureAsync<SourceException>(Secure(server, useSsl: true))).Should()
            .Contain("the certificate is for dc1.example.com, 192.0.2.1, not for 127.0.0.1").And.NotContain("not trusted");
    }

    [Fact]
    public async Task R2_an_expired_certificate_is_refused_with_its_dates()
    {
        using var certificate = _authority.IssueExpired("127.0.0.1");
        await using var server = ScriptedServer.StartTls(certificate, fromStart: true, Directory);

        (await Reading.FailureAsync<SourceException>(Secure(server, useSsl: true))).Should()
            .Contain("out of date (valid from 2020-01-01 00:00Z to 2020-01-02 00:00Z)").And.NotContain("not trusted");
    }

    [Fact]
    public async Task A_port_without_TLS_is_told_from_a_bad_certificate()
    {
        await using var closing = ScriptedServer.Start(_ => Answer.Close);
        (await Reading.FailureAsync<SourceException>(Secure(closing, useSsl: true))).Should().Contain("TLS handshake failed: the server does not speak TLS on this port");

        await using var talking = ScriptedServer.StartTalking("220 mail.example.com ESMTP\r\n"u8.ToArray());
        (await Reading.FailureAsync<SourceException>(Secure(talking, useSsl: true))).Should().Contain("TLS handshake failed: what the server answers is no TLS");
    }

    [Fact]
    public async Task A_server_that_agrees_to_StartTLS_and_hangs_up_was_asked_on_the_right_port()
    {
        await using var server = ScriptedServer.Start(request => new Answer(Reply.Extended(request, LdapResultCode.Success), ThenClose: true));

        (await Reading.FailureAsync<SourceException>(Secure(server, useSsl: false))).Should()
            .Contain("TLS handshake failed: the server agreed to TLS and then ended the handshake; look into its log").And.NotContain("port").And.NotContain("636");
    }

    [Fact]
    public async Task R2_what_is_sent_in_clear_behind_the_StartTLS_answer_is_refused()
    {
        using var certificate = _authority.Issue("127.0.0.1");
        await using var server = ScriptedServer.StartTls(certificate, fromStart: false, request => request.Operation == Request.Extended
            ? (Answer)(byte[])[.. Reply.Extended(request, LdapResultCode.Success), .. Reply.Bound(request)]
            : Directory(request));

        (await Reading.FailureAsync<SourceException>(Secure(server, useSsl: false))).Should().Contain("ahead of the TLS handshake");
    }

    [Fact]
    public async Task A_file_of_several_authorities_trusts_each()
    {
        using var other = new TestAuthority("Other");
        await File.WriteAllTextAsync(_caFile, other.Pem + "\n" + _authority.Pem, TestContext.Current.CancellationToken);
        using var certificate = _authority.Issue("127.0.0.1");
        await using var server = ScriptedServer.StartTls(certificate, fromStart: true, Directory);

        (await Reading.ReadAllAsync(Secure(server, useSsl: true))).Should().ContainSingle();
    }

    [Fact]
    public async Task R2_an_authority_of_the_same_name_is_not_the_same()
    {
        using var anew = new TestAuthority();
        using var certificate = anew.Issue("127.0.0.1");
        await using var server = ScriptedServer.StartTls(certificate, fromStart: true, Directory);

        (await Reading.FailureAsync<SourceException>(Secure(server, useSsl: true))).Should().Contain("not trusted (CN=Test authority)").And.Contain("CaFile");
    }

    [Fact]
    public async Task Both_forms_of_a_user_name_go_to_the_server_as_they_are()
    {
        await using var server = ScriptedServer.StartSearching(request => Reply.Done(request, []));
        foreach (var user in (string[])["reader@example.com", Reading.User])
        {
            var options = Reading.Options(server.Address);
            options.User = user;
            await Reading.ReadAllAsync(options);
        }

        server.Requests.Where(request => request.Operation == Request.Bind).Select(request => request.Credentials())
            .Should().Equal(("reader@example.com", Reading.Password), (Reading.User, Reading.Password));
    }

    private static Answer Directory(Request request) => request.Operation switch
    {
        Request.Extended => Reply.Extended(request, LdapResultCode.Success),
        Request.Bind => Reply.Bound(request),
        _ => (byte[])[.. Reply.Entry(request, "cn=Ann,dc=example,dc=com"), .. Reply.Done(request, [])],
    };

    private SyncOptions Secure(ScriptedServer server, bool useSsl)
    {
        var options = Reading.Options(server.Address);
        (options.UseSsl, options.CaFile, options.AllowClearTextPassword) = (useSsl, _caFile, false);
        return options;
    }
}
