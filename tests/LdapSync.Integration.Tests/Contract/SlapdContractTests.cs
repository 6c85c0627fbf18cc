using LdapSync.Contracts;
using LdapSync.Directories;
using LdapSync.Ldap;

namespace LdapSync.Contract;

/// <summary>The contract of sources, kept by what is read from OpenLDAP by StartTLS.</summary>
[Collection<SlapdCompany>]
public sealed class SlapdByStartTlsContractTests(SlapdCompany company) : StandardDirectoryContract
{
    protected override ILdapDirectorySource Source => new LdapDirectorySource(company.Settings());

    protected override bool ShowsEvidence => true;
}

/// <summary>The contract of sources, kept by what is read from OpenLDAP by SSL.</summary>
[Collection<SlapdCompany>]
public sealed class SlapdBySslContractTests(SlapdCompany company) : StandardDirectoryContract
{
    protected override ILdapDirectorySource Source => new LdapDirectorySource(company.SslSettings());

    protected override bool ShowsEvidence => true;
}
