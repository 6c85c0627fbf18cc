using LdapSync.Contracts;
using LdapSync.Directories;
using LdapSync.Ldap;

namespace LdapSync.Contract;

/// <summary>The contract of sources, kept by what is read from a domain controller by StartTLS.</summary>
[Collection<SambaCompany>]
public sealed class SambaByStartTlsContractTests(SambaCompany company) : DirectorySourceContract
{
    protected override ILdapDirectorySource Source => new LdapDirectorySource(company.Settings());

    protected override bool ShowsEvidence => true;
}

/// <summary>The contract of sources, kept by what is read from a domain controller by SSL.</summary>
[Collection<SambaCompany>]
public sealed class SambaBySslContractTests(SambaCompany company) : DirectorySourceContract
{
    protected override ILdapDirectorySource Source => new LdapDirectorySource(company.SslSettings());

    protected override bool ShowsEvidence => true;
}
