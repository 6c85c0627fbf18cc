using LdapSync.Contract;
using LdapSync.Contracts;
using LdapSync.Directories;
using LdapSync.Ldap;
using LdapSync.Ldap.Novell;

namespace LdapSync;

/// <summary>The contract of sources, kept by what Novell's library reads from OpenLDAP by StartTLS.</summary>
[Collection<SlapdCompany>]
public sealed class NovellByStartTlsContractTests(SlapdCompany company) : StandardDirectoryContract
{
    protected override ILdapDirectorySource Source => Novell.Source(company.Settings());

    protected override bool ShowsEvidence => true;
}

/// <summary>The contract of sources, kept by what Novell's library reads from OpenLDAP by SSL.</summary>
[Collection<SlapdCompany>]
public sealed class NovellBySslContractTests(SlapdCompany company) : StandardDirectoryContract
{
    protected override ILdapDirectorySource Source => Novell.Source(company.SslSettings());

    protected override bool ShowsEvidence => true;
}

internal static class Novell
{
    public static LdapDirectorySource Source(SyncOptions settings) => new(settings, () => new NovellConnection(settings.CaFile));
}
