using LdapSync.Ldap;
using LdapSync.Ldap.Inspection;
using LdapSync.Samba;

namespace LdapSync;

/// <summary>The connection test against a Samba domain controller, for what only Active Directory tells.</summary>
public sealed class TestingActiveDirectoryTests(DomainController controller) : IClassFixture<DomainController>
{
    private SambaServer Server => controller.Server;

    [Fact]
    public async Task A_domain_controller_tells_who_it_is_and_an_ordinary_account_may_not_write()
    {
        var settings = Server.Settings();
        settings.BaseDns.Add(Company.Exchange);

        var server = await RunAsync(settings);

        server.Failure.Should().BeNull();
        (server.Facts!.Product, server.Facts.IsActiveDirectory, server.Facts.DomainLevel).Should().Be(("Samba", true, "Windows Server 2008 R2"));
        server.Facts.NamingContexts.Should().Contain(Company.Root);
        server.Facts.Controls.Select(control => $"{control}").Should().Contain(["paged results", "DirSync"]);
        server.BoundAs.Should().BeNull("Samba 4.17 knows no WhoAmI");
        server.Bases.Select(found => (found.Exists, found.CanWrite)).Should().Equal((true, false), (true, false));
        (server.Sample!.Entries, server.Sample.IsWhole, server.Sample.WithoutAddress).Should().Be((Company.Recipients.Count, true, 0));
        server.Warnings.Should().BeEmpty();
    }

    [Fact]
    public async Task An_administrator_may_write_and_is_told_so()
    {
        var settings = Server.Settings();
        (settings.User, settings.Password) = (Company.AdministratorName, Company.AdministratorPassword);

        var server = await RunAsync(settings);

        server.Bases.Should().ContainSingle().Which.CanWrite.Should().BeTrue();
        server.Warnings.Should().ContainSingle().Which.Should().Match<ConnectionWarning>(warning => warning.Kind == ConnectionWarningKind.CanWrite && warning.Message.Contains(Company.Root));
    }

    [Theory]
    [InlineData("(description=*)", true)]
    [InlineData("(department=sales)", true)]
    [InlineData("(mail=*)", false)]
    [InlineData("(mail=*@example.com)", true)]
    [InlineData("(member=CN=Ann Mailbox,OU=Exchange,DC=example,DC=com)", false)]
    [InlineData("(&(objectCategory=person)(description=*))", false)]
    public async Task The_schema_tells_which_filters_have_an_index(string filter, bool isTold)
    {
        var settings = Server.Settings();
        settings.SearchFilter = filter;

        (await RunAsync(settings)).Warnings.Any(warning => warning.Kind == ConnectionWarningKind.UnindexedFilter && warning.Message.StartsWith("The server has no index", StringComparison.Ordinal)).Should().Be(isTold);
    }

    [Fact]
    public async Task A_base_elsewhere_does_not_exist()
    {
        var server = await RunAsync(Server.Settings("OU=Nowhere," + Company.Root));

        (server.Steps[^1].Name, server.Bases.Single().Exists, server.Bases.Single().NearestExisting).Should().Be(("bases", false, Company.Root));
    }

    private static async Task<ServerReport> RunAsync(SyncOptions settings)
    {
        var report = await new ConnectionTest(settings).RunAsync(TestContext.Current.CancellationToken);
        using var text = new StringWriter();
        ConnectionReportText.Write(report, text);
        (text + ConnectionReportJson.Write(report)).Should().NotContain(settings.Password);
        return report.Servers.Should().ContainSingle().Subject;
    }
}
