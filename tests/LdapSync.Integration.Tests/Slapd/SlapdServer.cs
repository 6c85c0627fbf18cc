using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace LdapSync.Slapd;

/// <summary>
/// A real OpenLDAP server: a child process with its own folder, data, authority and free ports on loopback. Ends, folder and all, when it is disposed of.
/// </summary>
internal sealed class SlapdServer : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ldapsync-slapd-");
    private readonly TestAuthority _authority = new();
    private ServerProcess? _process;

    private SlapdServer()
    {
    }

    /// <summary>The port for clear text and StartTLS.</summary>
    public int Port { get; private set; }

    /// <summary>The port for TLS from the start.</summary>
    public int SslPort { get; private set; }

    /// <summary>The root that signed the server's certificate, as a PEM file.</summary>
    public string CaFile => InFolder("ca.pem");

    /// <summary>Loads the data and starts; skips the test where slapd is not installed, unless LDAPSYNC_REQUIRE_SERVERS is 1.</summary>
    public static async Task<SlapdServer> StartAsync(SlapdOptions? options = null)
    {
        SlapdInstallation.RequireOrSkip();
        var server = new SlapdServer();
        try
        {
            await server.LoadAsync(options ?? new SlapdOptions());
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
    public SyncOptions Settings(string baseDn = SlapdOptions.Suffix) => new()
    {
        Servers = { "localhost" },
        Port = Port,
        User = SlapdOptions.Reader,
        Password = SlapdOptions.Password,
        CaFile = CaFile,
        BaseDns = { baseDn },
    };

    /// <summary>A client's certificate from the server's own authority, with its key, as one PEM file.</summary>
    public async Task<string> IssueClientAsync(string name)
    {
        var (certificate, key) = _authority.IssueClient(name);
        await File.WriteAllTextAsync(InFolder("client.pem"), certificate + key);
        return InFolder("client.pem");
    }

    /// <summary>Ends the process at once, as a crash would.</summary>
    public Task KillAsync() => _process?.KillAsync() ?? Task.CompletedTask;

    /// <summary>Ends the process as a crash would and starts it anew with the same data, on other ports.</summary>
    public async Task RestartAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
        await StartProcessAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
        _authority.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task LoadAsync(SlapdOptions options)
    {
        await File.WriteAllTextAsync(CaFile, _authority.Pem);
        if (options.CertificateNames.Count > 0)
        {
            string[] names = [.. options.CertificateNames];
            using var certificate = options.IsCertificateExpired ? _authority.IssueExpired(names) : _authority.Issue(names);
            using var key = certificate.GetECDsaPrivateKey()!;
            await File.WriteAllTextAsync(InFolder("server.pem"), certificate.ExportCertificatePem());
            await File.WriteAllTextAsync(InFolder("server.key"), key.ExportPkcs8PrivateKeyPem());
        }
        _folder.CreateSubdirectory("data");
        await File.WriteAllTextAsync(InFolder("slapd.conf"), SlapdConfiguration.Write(_folder.FullName, options));
        await File.WriteAllTextAsync(InFolder("data.ldif"), SlapdConfiguration.Entries + options.Ldif);

        await ServerProcess.RunAsync(SlapdInstallation.Slapadd, "-q", "-f", InFolder("slapd.conf"), "-l", InFolder("data.ldif"));
    }

    // Between finding a free port and listening on it, somebody else may take it: then slapd ends, and the next try finds other ports.
    private async Task StartProcessAsync()
    {
        const int tries = 5;
        for (var i = 1; ; i++)
        {
            (Port, SslPort) = FreePorts();
            _process = ServerProcess.Start(
                SlapdInstallation.Slapd,
                "-f",
                InFolder("slapd.conf"),
                "-h",
                string.Create(CultureInfo.InvariantCulture, $"ldap://127.0.0.1:{Port} ldaps://127.0.0.1:{SslPort}"),
                "-d",
                "none"); // stay in the foreground and tell only what is important
            if (await _process.AcceptsAsync(new(IPAddress.Loopback, Port)) && await _process.AcceptsAsync(new(IPAddress.Loopback, SslPort))) return;
            if (i == tries) throw new InvalidOperationException($"slapd does not start: {await _process.Messages}");
            await _process.DisposeAsync();
        }
    }

    private static (int Port, int SslPort) FreePorts()
    {
        using var first = new TcpListener(IPAddress.Loopback, 0);
        using var second = new TcpListener(IPAddress.Loopback, 0);
        first.Start();
        second.Start();
        return (((IPEndPoint)first.LocalEndpoint).Port, ((IPEndPoint)second.LocalEndpoint).Port);
    }

    private string InFolder(string file) => Path.Combine(_folder.FullName, file);
}
