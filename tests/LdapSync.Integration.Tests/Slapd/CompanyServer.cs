namespace LdapSync.Slapd;

/// <summary>One slapd with the made-up company and 5,000 further users, shared by the tests of a class, which only read.</summary>
public sealed class CompanyServer : IAsyncLifetime
{
    internal const int StaffCount = 5000;
    internal const string Staff = "ou=Staff," + SlapdOptions.Suffix;
    private SlapdServer? _server;
    private Exception? _unavailable;

    /// <summary>The server; the test is skipped or fails where there is none.</summary>
    internal SlapdServer Server
    {
        get
        {
            SlapdInstallation.RequireOrSkip();
            return _server ?? throw new InvalidOperationException("slapd did not start.", _unavailable);
        }
    }

    public async ValueTask InitializeAsync()
    {
        try
        {
            _server = await SlapdServer.StartAsync(new SlapdOptions { Ldif = ExchangeLdif.Company + ExchangeLdif.Users("Staff", StaffCount) });
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
