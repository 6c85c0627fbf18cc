using System.Security.Cryptography;
using LdapSync.Ldap.Protocol;
using LdapSync.Ldap.Scripted;

namespace LdapSync.Ldap;

/// <summary>The certificate that is shown to servers: faults of its files are sentences, and nothing of the key is in them.</summary>
public sealed class ClientCertificateTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ldapsync-client-");
    private readonly TestAuthority _authority = new();
    private readonly string _certificate, _key;

    public ClientCertificateTests() => (_certificate, _key) = _authority.IssueClient("CN=reader");

    public void Dispose()
    {
        _authority.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void Certificate_and_key_may_stand_in_one_file_or_in_two()
    {
        var options = Reading.Options("dc1");
        options.ClientCertificateFile = Write("both.pem", _certificate + _authority.Pem + "\n" + _key);
        Faults(options).Should().BeEmpty();

        (options.ClientCertificateFile, options.ClientKeyFile) = (Write("client.pem", _certificate), Write("client.key", _key));
        Faults(options).Should().BeEmpty();
        ClientCertificate.Read(options.ClientCertificateFile, options.ClientKeyFile)!.Context.TargetCertificate.HasPrivateKey.Should().BeTrue();
    }

    [Fact]
    public void Intermediates_behind_the_certificate_go_to_the_server_too()
    {
        using var between = _authority.IssueAuthority("Between");
        var (certificate, key) = between.IssueClient("CN=reader");

        ClientCertificate.Read(Write("chain.pem", certificate + between.Pem + "\n" + key), null)!.Context.IntermediateCertificates.Should().ContainSingle().Which.Subject.Should().Be("CN=Between");
    }

    [Fact]
    public async Task The_key_is_let_go_of_with_the_connection_and_not_some_time_later()
    {
        var own = ClientCertificate.Read(Write("both.pem", _certificate + _key), null)!;
        var connection = new LdapConnection(new TlsTrust(null, own));

        await connection.DisposeAsync();

        own.Context.TargetCertificate.Handle.Should().Be(0, "it is disposed");
    }

    [Fact]
    public void A_file_that_is_not_there_is_a_fault() => Fault("missing", null).Should().StartWith("LdapSync:ClientCertificateFile: \"").And.Contain("cannot be read: ");

    [Fact]
    public void A_key_file_that_is_not_there_is_a_fault() => Fault(Write("client.pem", _certificate), "missing").Should().StartWith("LdapSync:ClientKeyFile: \"").And.Contain("cannot be read: ");

    [Fact]
    public void A_key_alone_is_a_fault() => Fault(null, Write("client.key", _key)).Should().Contain("ClientCertificateFile names none");

    [Fact]
    public void A_file_without_certificate_is_a_fault() => Fault(Write("client.pem", _key), null).Should().Contain("holds no certificate in PEM form");

    [Fact]
    public void A_missing_key_is_a_fault_that_names_where_it_may_be() =>
        Fault(Write("client.pem", _certificate), null).Should().Contain("holds no private key in PEM form; add it, or name its file in LdapSync:ClientKeyFile");

    [Fact]
    public void A_key_with_a_password_is_a_fault()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var encrypted = key.ExportEncryptedPkcs8PrivateKeyPem("secret", new PbeParameters(PbeEncryptionAlgorithm.Aes128Cbc, HashAlgorithmName.SHA256, 1));

        Fault(Write("client.pem", _certificate), Write("client.key", encrypted)).Should().StartWith("LdapSync:ClientKeyFile: ").And.Contain("has a password");
    }

    [Fact]
    public void The_key_of_another_certificate_is_a_fault() =>
        Fault(Write("client.pem", _certificate), Write("client.key", _authority.IssueClient("CN=other").Key)).Should().Contain("is not that of the first certificate");

    [Fact]
    public void A_damaged_file_is_a_fault_without_its_content()
    {
        foreach (var damaged in (string[])[_key.Replace("M", "!", StringComparison.Ordinal), _key[..60] + _key[80..], "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"])
        {
            Fault(Write("client.pem", _certificate), Write("client.key", damaged)).Should().StartWith("LdapSync:ClientKeyFile: the key in ").And.NotContain(damaged.Split('\n')[1]);
        }
        Fault(Write("client.pem", _certificate.Replace("M", "!", StringComparison.Ordinal) + _key), null).Should().StartWith("LdapSync:ClientCertificateFile: ");
    }

    [Fact]
    public void Bind_External_needs_a_certificate_and_nothing_else()
    {
        var options = Reading.Options("dc1");
        options.Bind = BindMethod.External;
        Faults(options).Should().HaveCount(2).And.Contain(fault => fault.Contains("LdapSync:ClientCertificateFile")).And.Contain(fault => fault.Contains("leave out User and Password"));

        (options.User, options.Password, options.ClientCertificateFile) = (null, null, Write("both.pem", _certificate + _key));
        Faults(options).Should().BeEmpty();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_server_that_asks_and_gets_none_may_still_serve(bool isShown)
    {
        using var certificate = _authority.Issue("127.0.0.1");
        await using var server = ScriptedServer.StartTls(certificate, fromStart: true, Answer);
        server.AsksForCertificate = true;
        var options = Secure(server);
        if (isShown) options.ClientCertificateFile = Write("both.pem", _certificate + _key);

        (await Reading.ReadAllAsync(options)).Should().ContainSingle();
        server.ClientName.Should().Be(isShown ? "CN=reader" : null);
    }

    [Fact]
    public async Task A_connection_that_is_lost_later_has_nothing_to_do_with_certificates()
    {
        using var certificate = _authority.Issue("127.0.0.1");
        await using var server = ScriptedServer.StartTls(certificate, fromStart: true, request => request.Operation == Request.Search ? Scripted.Answer.Close : Answer(request));
        server.AsksForCertificate = true;

        (await Reading.FailureAsync<SourceException>(Secure(server))).Should().Contain("the server closed the connection").And.NotContain("certificate");
    }

    [Fact]
    public async Task A_library_that_cannot_bind_by_certificate_says_so()
    {
        ILdapConnection connection = new FakeConnection();

        (await connection.BindExternalAsync(TestContext.Current.CancellationToken)).Code.Should().Be(LdapResultCode.AuthMethodNotSupported);
    }

    [Theory]
    [InlineData(LdapResultCode.AuthMethodNotSupported, "let the server ask for client certificates")]
    [InlineData(LdapResultCode.InvalidCredentials, "map the certificate to a user")]
    [InlineData(LdapResultCode.Busy, "try again later")]
    public void A_refused_certificate_is_no_wrong_password(LdapResultCode code, string change) =>
        BindSentences.Describe(new LdapResult(code), BindMethod.External).Should().Contain(change).And.NotContain("assword");

    private static Answer Answer(Request request) => request.Operation == Request.Bind
        ? Reply.Bound(request)
        : (byte[])[.. Reply.Entry(request, "cn=Ann,dc=example,dc=com"), .. Reply.Done(request, [])];

    private SyncOptions Secure(ScriptedServer server)
    {
        var options = Reading.Options(server.Address);
        (options.UseSsl, options.CaFile) = (true, Write("ca.pem", _authority.Pem));
        return options;
    }

    private string Write(string name, string text)
    {
        var file = Path.Combine(_folder.FullName, name);
        File.WriteAllText(file, text);
        return file;
    }

    private string Fault(string? certificateFile, string? keyFile)
    {
        var options = Reading.Options("dc1");
        (options.ClientCertificateFile, options.ClientKeyFile) = (certificateFile is "missing" ? Path.Combine(_folder.FullName, "missing") : certificateFile, keyFile is "missing" ? Path.Combine(_folder.FullName, "missing") : keyFile);
        return Faults(options).Should().ContainSingle().Which;
    }

    private static List<string> Faults(SyncOptions options) => [.. new LdapSettingsValidator().Validate(null, options).Failures ?? []];
}
