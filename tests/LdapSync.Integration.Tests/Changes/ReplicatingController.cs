using System.Text;
using LdapSync.Samba;

namespace LdapSync.Changes;

/// <summary>A domain controller that tests write to, with a user who may ask for changes: a member of Domain Admins.</summary>
public sealed class ReplicatingController : IAsyncLifetime
{
    private const string Dn = "CN=Syncer,CN=Users," + Company.Root;
    private const string Name = "syncer@" + Company.Domain;

    private static readonly string Ldif = Company.Ldif + $"""
        dn: {Dn}
        changetype: add
        objectClass: user
        sAMAccountName: syncer
        userPrincipalName: {Name}
        userAccountControl: 512
        unicodePwd:: {Convert.ToBase64String(Encoding.Unicode.GetBytes($"\"{Company.ReaderPassword}\""))}

        dn: CN=Domain Admins,CN=Users,{Company.Root}
        changetype: modify
        add: member
        member: {Dn}


        """;

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
            _server = await SambaServer.StartAsync(Ldif);
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

    /// <summary>Settings of a user with the right "Replicating Directory Changes".</summary>
    internal SyncOptions Settings()
    {
        var settings = Server.Settings();
        settings.User = Name;
        return settings;
    }

    internal Task<LdapWriter> WriterAsync()
    {
        var settings = Settings();
        return LdapWriter.OpenAsync(settings.Servers[0], 636, Name, Company.ReaderPassword, settings.CaFile);
    }
}
