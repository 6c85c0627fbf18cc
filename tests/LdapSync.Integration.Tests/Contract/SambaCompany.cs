using LdapSync.Contracts;
using LdapSync.Samba;

namespace LdapSync.Contract;

/// <summary>One domain controller that holds the company of the contract, shared by those that only read it.</summary>
[CollectionDefinition]
public sealed class SambaCompany : ICollectionFixture<SambaCompany>, IAsyncLifetime
{
    private SambaServer? _server;

    /// <summary>By StartTLS; the test is skipped or fails where Samba cannot run.</summary>
    public SyncOptions Settings()
    {
        SambaInstallation.RequireOrSkip();
        return _server!.Settings();
    }

    public SyncOptions SslSettings()
    {
        var settings = Settings();
        settings.UseSsl = true;
        return settings;
    }

    public async ValueTask InitializeAsync()
    {
        if (!SambaInstallation.IsPresent) return;
        _server = await SambaServer.StartAsync(Company.Reader + string.Concat(ContractCompany.Entries.Select(entry => entry.ToLdif("changetype: add"))));
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
    }
}
