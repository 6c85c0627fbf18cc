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

/// <summary>What a source asks of the library only where referrals are followed.</summary>
[Collection<SlapdCompany>]
public sealed class NovellScopeTests(SlapdCompany company)
{
    [Theory]
    [InlineData(SearchScope.BaseObject, 1)]
    [InlineData(SearchScope.SingleLevel, 4)]
    [InlineData(SearchScope.WholeSubtree, 5)]
    public async Task A_search_goes_as_deep_as_it_is_asked_to(SearchScope scope, int entries)
    {
        var (settings, end) = (company.SslSettings(), TestContext.Current.CancellationToken);
        await using var connection = new NovellConnection(settings.CaFile);
        await connection.ConnectAsync(new LdapServer("localhost", settings.Port!.Value, UseSsl: true), end);
        await connection.BindAsync(settings.User!, settings.Password!, end);
        var search = new LdapSearch(DistinguishedName.Parse(ContractCompany.Sales), LdapFilter.Parse("(objectClass=*)"), ["cn"], 1000) { Scope = scope };

        Assert.Equal(entries, (await connection.SearchPageAsync(search, ReadOnlyMemory<byte>.Empty, end)).Entries.Count);
    }
}

internal static class Novell
{
    public static LdapDirectorySource Source(SyncOptions settings) => new(settings, () => new NovellConnection(settings.CaFile));
}
