using System.Diagnostics;
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
    private Process? _process;

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

    /// <summary>Ends the process at once, as a crash would.</summary>
    public async Task KillAsync()
    {
        if (_process is null) return;
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process?.Dispose();
        _authority.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task LoadAsync(SlapdOptions options)
    {
        await File.WriteAllTextAsync(CaFile, _authority.Pem);
        if (options.CertificateNames.Count > 0)
        {
            using var certificate = _authority.Issue([.. options.CertificateNames]);
            using var key = certificate.GetECDsaPrivateKey()!;
            await File.WriteAllTextAsync(InFolder("server.pem"), certificate.ExportCertificatePem());
            await File.WriteAllTextAsync(InFolder("server.key"), key.ExportPkcs8PrivateKeyPem());
        }
        _folder.CreateSubdirectory("data");
        await File.WriteAllTextAsync(InFolder("slapd.conf"), SlapdConfiguration.Write(_folder.FullName, options));
        await File.WriteAllTextAsync(InFolder("data.ldif"), SlapdConfiguration.Entries + options.Ldif);

        using var slapadd = Start(SlapdInstallation.Slapadd, "-q", "-f", InFolder("slapd.conf"), "-l", InFolder("data.ldif"));
        var messages = await slapadd.StandardError.ReadToEndAsync();
        await slapadd.WaitForExitAsync();
        if (slapadd.ExitCode != 0) throw new InvalidOperationException($"slapadd refused the test's data: {messages}");
    }

    // Between finding a free port and listening on it, somebody else may take it: then slapd ends, and the next try finds other ports.
    private async Task StartProcessAsync()
    {
        const int tries = 5;
        for (var i = 1; ; i++)
        {
            (Port, SslPort) = FreePorts();
            _process = Start(
                SlapdInstallation.Slapd,
                "-f",
                InFolder("slapd.conf"),
                "-h",
                string.Create(CultureInfo.InvariantCulture, $"ldap://127.0.0.1:{Port} ldaps://127.0.0.1:{SslPort}"),
                "-d",
                "none"); // stay in the foreground and tell only what is important
            var messages = _process.StandardError.ReadToEndAsync(); // from now on, so that it never waits for a reader
            if (await AcceptsAsync(_process, Port) && await AcceptsAsync(_process, SslPort)) return;
            _process.Dispose();
            _process = null;
            if (i == tries) throw new InvalidOperationException($"slapd does not start: {await messages}");
        }
    }

    /// <summary>Connects until somebody listens; false when the process has ended instead.</summary>
    private static async Task<bool> AcceptsAsync(Process process, int port)
    {
        while (!process.HasExited)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, port);
                return true;
            }
            catch (SocketException)
            {
                await Task.Delay(5);
            }
        }
        return false;
    }

    private static Process Start(string program, params string[] arguments) =>
        Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, UseShellExecute = false }) ?? throw new InvalidOperationException($"{program} does not start.");

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
