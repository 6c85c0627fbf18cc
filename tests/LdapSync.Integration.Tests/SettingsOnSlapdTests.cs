using LdapSync.Ldap;
using LdapSync.Planning;
using LdapSync.Slapd;
using LdapSync.Sqlite;

namespace LdapSync;

/// <summary>Each setting of the settings page does what it says, from a real server to an applied plan in a real file.</summary>
public sealed class SettingsOnSlapdTests(SettingsOnSlapdTests.Company company) : IClassFixture<SettingsOnSlapdTests.Company>, IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ldapsync-settings-");

    private SyncOptions Settings => company.Settings("ou=Mail," + SlapdOptions.Suffix);

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task With_no_filter_the_recipients_of_Exchange_become_accounts()
    {
        (await SyncAsync(Settings)).Should().Equal(
            "ann@example.com +a.one@example.com +a.two@example.com",
            "bob@example.com +b.one@example.com",
            "svc-backup@example.com",
            "team@example.com +all@example.com");
    }

    [Fact]
    public async Task The_search_string_replaces_the_default()
    {
        var settings = Settings;
        settings.SearchFilter = "(&(mail=*)(cn=ann))";

        (await SyncAsync(settings)).Should().Equal("ann@example.com +a.one@example.com +a.two@example.com");
    }

    [Fact]
    public async Task Servers_are_tried_in_order_and_the_first_may_be_down()
    {
        var settings = Settings;
        settings.Servers = [$"localhost:1, localhost:{settings.Port}"];

        (await SyncAsync(settings)).Should().HaveCount(4);
    }

    [Fact]
    public async Task SSL_works_on_its_own_port_with_a_private_authority()
    {
        var settings = Settings;
        (settings.UseSsl, settings.Port) = (true, company.Server.SslPort);

        (await SyncAsync(settings)).Should().HaveCount(4);
    }

    [Fact]
    public async Task Every_base_is_searched()
    {
        var settings = Settings;
        settings.BaseDns = [$"ou=Mail,{SlapdOptions.Suffix}\nou=Branch,{SlapdOptions.Suffix}"];

        (await SyncAsync(settings)).Should().HaveCount(5).And.Contain("zoe@example.com");
    }

    [Fact]
    public async Task The_email_attribute_and_several_alias_attributes_are_those_that_are_named()
    {
        var settings = Settings;
        (settings.EmailAttribute, settings.AliasAttributes, settings.SearchFilter) = ("userPrincipalName", ["mailAlternateAddress, mail"], "(cn=ann)");

        (await SyncAsync(settings)).Should().Equal("ann@corp.example.com +ann.other@example.com +ann@example.com");
    }

    [Theory]
    [InlineData("group")]
    [InlineData("GR*")]
    public async Task An_attribute_with_a_wildcard_value_tells_the_distribution_lists(string value)
    {
        var settings = Settings;
        (settings.DistributionListAttribute, settings.DistributionListValue) = ("objectClass", value);

        (await SyncAsync(settings)).Should().Contain("list team@example.com +all@example.com").And.HaveCount(4);
    }

    [Fact]
    public async Task Exclusion_rows_hide_entries_and_aliases()
    {
        var settings = Settings;
        settings.Exclusions = ["svc-*@*\n\nb.[0-9a-z]ne@example.com\nnobody[!0-9]@*"];

        (await SyncAsync(settings)).Should().Equal(
            "ann@example.com +a.one@example.com +a.two@example.com",
            "bob@example.com",
            "team@example.com +all@example.com");
    }

    [Theory]
    [InlineData(nameof(LimitOptions.AccountAdds), 4)]
    [InlineData(nameof(LimitOptions.AliasAdds), 4)]
    [InlineData(nameof(LimitOptions.Total), 8)]
    public async Task A_limit_lets_as_many_through_and_not_one_more(string limit, int planned) => await LimitsAsync(Settings, limit, planned);

    [Theory]
    [InlineData(nameof(LimitOptions.AccountDeletes), 3)]
    [InlineData(nameof(LimitOptions.AliasDeletes), 2)]
    [InlineData(nameof(LimitOptions.Total), 5)]
    public async Task A_limit_on_what_goes_lets_as_many_through_and_not_one_more(string limit, int planned)
    {
        (await SyncAsync(Settings)).Should().HaveCount(4);
        var settings = Settings;
        (settings.SearchFilter, settings.AliasAttributes) = ("(cn=ann)", ["mailAlternateAddress"]);
        settings.Exclusions = ["ann.other@*"];

        await LimitsAsync(settings, limit, planned);
    }

    [Fact]
    public async Task R20_a_filter_that_finds_nothing_deletes_nobody()
    {
        await SyncAsync(Settings);
        var settings = Settings;
        settings.SearchFilter = "(mail=nobody@example.com)";

        (await FluentActions.Awaiting(() => SyncAsync(settings)).Should().ThrowAsync<LimitsException>())
            .Which.Plan.Violations.Should().ContainSingle().Which.Kind.Should().Be(ViolationKind.EmptyDirectory);
        Accounts().Should().HaveCount(4);
    }

    [Fact]
    public async Task R24_a_second_sync_finds_nothing_to_do()
    {
        await SyncAsync(Settings);

        using var target = new SqliteTarget(File);
        (await new SyncRunner(new LdapDirectorySource(Settings), target, Settings).PlanAsync(TestContext.Current.CancellationToken)).IsEmpty.Should().BeTrue();
    }

    private string File => Path.Combine(_folder.FullName, "mailboxes.db");

    private async Task LimitsAsync(SyncOptions settings, string limit, int planned)
    {
        var before = Accounts();
        typeof(LimitOptions).GetProperty(limit)!.SetValue(settings.Limits, planned - 1);
        var refusal = (await FluentActions.Awaiting(() => SyncAsync(settings)).Should().ThrowAsync<LimitsException>()).Which;
        refusal.Plan.Violations.Should().ContainSingle().Which.Planned.Should().Be(planned);
        Accounts().Should().Equal(before, "nothing is applied when a limit is broken");

        typeof(LimitOptions).GetProperty(limit)!.SetValue(settings.Limits, planned);
        (await SyncAsync(settings)).Should().NotEqual(before);
    }

    private async Task<List<string>> SyncAsync(SyncOptions settings)
    {
        using (var target = new SqliteTarget(File))
        {
            settings.Verify = true;
            var report = await new SyncRunner(new LdapDirectorySource(settings), target, settings).RunAsync(TestContext.Current.CancellationToken);
            report.IsComplete.Should().BeTrue();
            report.LeftToDo.Should().Be(0);
        }
        return Accounts();
    }

    private List<string> Accounts()
    {
        using var target = new SqliteTarget(File);
        return [.. target.ReadAccountsAsync(TestContext.Current.CancellationToken).ToBlockingEnumerable()
            .Select(a => $"{(a.Kind == AccountKind.DistributionList ? "list " : "")}{a.Primary}{string.Concat(a.Aliases.Order().Select(alias => " +" + alias))}")
            .OrderBy(line => line.Replace("list ", "", StringComparison.Ordinal), StringComparer.Ordinal)];
    }

    /// <summary>A slapd with a few people, a group, a service account, a branch, and what the default filter passes over.</summary>
    public sealed class Company : IAsyncLifetime
    {
        private SlapdServer? _server;

        internal SlapdServer Server
        {
            get
            {
                SlapdInstallation.RequireOrSkip();
                return _server!;
            }
        }

        internal SyncOptions Settings(string baseDn) => Server.Settings(baseDn);

        public async ValueTask InitializeAsync()
        {
            if (!SlapdInstallation.IsPresent) return;
            _server = await SlapdServer.StartAsync(new SlapdOptions
            {
                Ldif = ExchangeLdif.Unit("Mail") + ExchangeLdif.Unit("Branch")
                    + Entry("ann", "Mail", "user", "person", "proxyAddresses: SMTP:ann@example.com", "proxyAddresses: smtp:a.one@example.com", "proxyAddresses: smtp:a.two@example.com",
                        "proxyAddresses: X500:/o=Example/cn=ann", "mailAlternateAddress: ann.other@example.com", "userPrincipalName: ann@corp.example.com")
                    + Entry("bob", "Mail", "user", "person", "proxyAddresses: smtp:b.one@example.com")
                    + Entry("svc-backup", "Mail", "user", "person")
                    + Entry("team", "Mail", "group", "group", "proxyAddresses: smtp:all@example.com")
                    + Entry("contact", "Mail", "contact", "person")
                    + Entry("systemmailbox{1}", "Mail", "user", "person")
                    + Entry("zoe", "Branch", "user", "person"),
            });
        }

        public async ValueTask DisposeAsync()
        {
            if (_server is not null) await _server.DisposeAsync();
        }

        private static string Entry(string name, string unit, string objectClass, string category, params string[] lines) =>
            $"dn: cn={name},ou={unit},{SlapdOptions.Suffix}\nobjectClass: {objectClass}\nobjectClass: mailRecipient\ncn: {name}\n"
            + (objectClass == "group" ? "" : $"sn: {name}\n")
            + $"objectCategory: {category}\nmailNickname: {name}\nmail: {name}@example.com\n"
            + string.Concat(lines.Select(line => line + "\n")) + "\n";
    }
}
