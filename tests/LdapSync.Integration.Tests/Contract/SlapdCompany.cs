using LdapSync.Contracts;
using LdapSync.Slapd;

namespace LdapSync.Contract;

/// <summary>One slapd that holds the company of the contract, shared by those that only read it.</summary>
[CollectionDefinition]
public sealed class SlapdCompany : ICollectionFixture<SlapdCompany>, IAsyncLifetime
{
    private SlapdServer? _server;

    /// <summary>By StartTLS; the test is skipped or fails where there is no slapd.</summary>
    public SyncOptions Settings()
    {
        SlapdInstallation.RequireOrSkip();
        return _server!.Settings();
    }

    public SyncOptions SslSettings()
    {
        var settings = Settings();
        (settings.UseSsl, settings.Port) = (true, _server!.SslPort);
        return settings;
    }

    public async ValueTask InitializeAsync()
    {
        if (!SlapdInstallation.IsPresent) return;
        _server = await SlapdServer.StartAsync(new SlapdOptions { Ldif = string.Concat(ContractCompany.Entries.Concat(ContractCompany.StandardEntries).Select(Ldif)) });
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
    }

    // Exchange extends the classes of Active Directory themselves; in slapd an auxiliary class does the same.
    private static string Ldif(CompanyEntry entry) => entry.ObjectClass == "organizationalUnit" ? entry.ToLdif() : entry.ToLdif("objectClass: mailRecipient");
}
