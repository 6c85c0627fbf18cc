using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace LdapSync.Samba;

/// <summary>
/// A real Active Directory domain controller: a child process with its own folder, domain, authority and loopback address, on the ports that Active Directory always
/// has. Ends, folder and all, when it is disposed of. Making the domain takes some seconds.
/// </summary>
internal sealed class SambaServer : IAsyncDisposable
{
    private const int Port = 389;
    private const int SslPort = 636;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ldapsync-samba-");
    private readonly TestAuthority _authority = new();

    // The ports are fixed, so the address has to be free: one of 16 million, by chance.
    private readonly IPAddress _address = new([127, AnyOctet(), AnyOctet(), AnyOctet()]);

    private ServerProcess? _process;

    private SambaServer()
    {
    }

    /// <summary>Makes a domain with Exchange's schema and the entries, and starts; skips the test where Samba cannot run, unless LDAPSYNC_REQUIRE_SERVERS is 1.</summary>
    public static async Task<SambaServer> StartAsync(string ldif)
    {
        SambaInstallation.RequireOrSkip();
        var server = new SambaServer();
        try
        {
            await server.MakeDomainAsync(ldif);
            await server.StartProcessAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Settings that read from this server by StartTLS; each call gives new ones.</summary>
    public SyncOptions Settings(string baseDn = Company.Root) => new()
    {
        Servers = { _address.ToString() },
        User = Company.ReaderName,
        Password = Company.ReaderPassword,
        CaFile = InFolder("ca.pem"),
        BaseDns = { baseDn },
    };

    public async ValueTask DisposeAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
        _authority.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task MakeDomainAsync(string ldif)
    {
        await WriteCertificatesAsync();
        await File.WriteAllTextAsync(InFolder("smb.conf"), SambaConfiguration.Write(_folder.FullName, _address));
        await File.WriteAllTextAsync(InFolder("entries.ldif"), ldif);
        var sources = Path.Combine(AppContext.BaseDirectory, "Samba");
        await ServerProcess.RunAsync(
            SambaInstallation.Python,
            "-I", // with the modules of its packages, whatever the environment says about others
            Path.Combine(sources, "domain.py"),
            InFolder("smb.conf"),
            Company.AdministratorPassword,
            Path.Combine(sources, "exchange-schema.ldif"),
            InFolder("entries.ldif"));
    }

    private async Task WriteCertificatesAsync()
    {
        using var certificate = _authority.Issue(_address.ToString());
        using var key = certificate.GetECDsaPrivateKey()!;
        await File.WriteAllTextAsync(InFolder("ca.pem"), _authority.Pem);
        await File.WriteAllTextAsync(InFolder("server.pem"), certificate.ExportCertificatePem());
        await File.WriteAllTextAsync(InFolder("server.key"), key.ExportPkcs8PrivateKeyPem());
        // Samba takes no key that others may read. (It runs on no Windows, which the compiler cannot know.)
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(InFolder("server.key"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    private async Task StartProcessAsync()
    {
        // Interactive is to say: in the foreground, and only as long as standard input is open, so that it does not outlive tests that crash.
        // Without a process group of its own: it would end the whole group together with itself.
        _process = ServerProcess.Start(SambaInstallation.Samba, "--interactive", "--model=single", "--no-process-group", $"--configfile={InFolder("smb.conf")}");
        if (await _process.AcceptsAsync(new(_address, Port)) && await _process.AcceptsAsync(new(_address, SslPort))) return;
        throw new InvalidOperationException($"samba does not start: {await _process.Messages}");
    }

    private static byte AnyOctet() => (byte)Random.Shared.Next(1, 255);

    private string InFolder(string file) => Path.Combine(_folder.FullName, file);
}
