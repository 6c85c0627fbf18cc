namespace LdapSync.Samba;

/// <summary>One domain controller with the made-up company, shared by the tests of a class, which only read.</summary>
public sealed class DomainController : IAsyncLifetime
{
    private SambaServer? _server;
    private Exception? _unavailable;

    /// <summary>The server; the test is skipped or fails where there is none.</summary>
    internal SambaServer Server
    {
        get
        {
            SambaInstallation.RequireOrSkip();
            return _server ?? throw new InvalidOperationException("Samba did not start.", _unavailable);
        }
    }

    public async ValueTask InitializeAsync()
    {
        try
        {
            _server = await SambaServer.StartAsync(Company.Ldif);
        }
        catch (Exception e)
        {
            // A skip or failure belongs to the tests; here it would look like a fault of the class.
            _unavailable = e;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
    }
}
