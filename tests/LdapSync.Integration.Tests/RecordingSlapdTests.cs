using LdapSync.Directories;
using LdapSync.Ldap;
using LdapSync.Mapping;
using LdapSync.Planning;
using LdapSync.Slapd;
using LdapSync.Targets;

namespace LdapSync;

/// <summary>A recording of a real server answers as the server does, also for settings that were not those of the recording.</summary>
public sealed class RecordingSlapdTests(RecordingSlapdTests.Company company) : IClassFixture<RecordingSlapdTests.Company>, IDisposable
{
    private const string Base = "ou=Mail," + SlapdOptions.Suffix;
    private const string EnabledOnly = "(&(mailNickname=*)(!(userAccountControl:1.2.840.113556.1.4.803:=2)))";

    private static readonly MailAccount[] Existing =
        [new(EmailAddress.Parse("ann@example.com"), AccountKind.Mailbox, [EmailAddress.Parse("old@example.com")]), new(EmailAddress.Parse("left@example.com"))];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ldapsync-recording-");

    private string Recording => Path.Combine(_folder.FullName, "kept.ldif");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Plans_from_the_recording_are_those_from_the_server_for_the_recorded_and_for_other_settings()
    {
        await RecordAsync(company.Settings(Base));
        var plans = new HashSet<string>(StringComparer.Ordinal);

        await SamePlanAsync(plans, _ => { });
        await SamePlanAsync(plans, settings => settings.SearchFilter = "AnyMail");
        await SamePlanAsync(plans, settings => (settings.SearchFilter, settings.AliasAttributes) = ("(&(sn=*)(!(cn=info)))", ["mailAlternateAddress"]));
        await SamePlanAsync(plans, settings => (settings.EmailAttribute, settings.AliasAttributes) = ("userPrincipalName", ["mail, mailAlternateAddress"]));
        await SamePlanAsync(plans, settings => settings.DisabledAccounts = DisabledAccounts.Exclude);
        await SamePlanAsync(plans, settings => settings.DisabledAccounts = DisabledAccounts.ExcludeUnlessSharedOrResource);
        await SamePlanAsync(plans, settings => (settings.DistributionListAttribute, settings.DistributionListValue) = ("objectClass", "group"));
        await SamePlanAsync(plans, settings => settings.BaseDns = ["cn=ann," + Base]);
    }

    [Fact]
    public async Task The_recording_has_operational_ids_and_no_passwords_and_what_the_server_refuses_leaves_no_file()
    {
        var nowhere = company.Settings("ou=Nowhere," + SlapdOptions.Suffix);
        await FluentActions.Awaiting(() => RecordAsync(nowhere)).Should().ThrowAsync<SettingsException>();
        _folder.GetFiles().Should().BeEmpty();

        var settings = company.Settings(SlapdOptions.Suffix);
        settings.User = SlapdOptions.Admin; // who may see passwords
        var seen = await RecordAsync(settings);

        seen.Should().Contain(entry => entry.Find("userPassword").Any());
        var text = await File.ReadAllTextAsync(Recording, TestContext.Current.CancellationToken);
        text.Should().Contain("entryUUID: ").And.Contain("userPrincipalName: ").And.Contain("dn: " + SlapdOptions.Reader).And.NotContain("userPassword");
        _folder.GetFiles().Should().ContainSingle();
    }

    [Fact]
    public async Task A_filter_that_drops_every_disabled_shared_mailbox_of_a_server_is_found()
    {
        (await CheckFilterAsync(EnabledOnly)).Should().ContainSingle().Which.Evidence.Should().Equal("cn=info," + Base);
        (await CheckFilterAsync(LdapFilters.Exchange)).Should().BeEmpty();
    }

    private async Task<IReadOnlyList<LintFinding>> CheckFilterAsync(string filter)
    {
        var settings = company.Settings(Base);
        settings.SearchFilter = filter;
        return SettingsLint.CheckFilter(filter, await new LdapDirectorySource(settings).ReadAsync(DirectoryQueries.SharedMailboxes(settings), TestContext.Current.CancellationToken).ToListAsync());
    }

    private async Task SamePlanAsync(HashSet<string> plans, Action<SyncOptions> edit)
    {
        var settings = company.Settings(Base);
        edit(settings);

        var direct = await PlanAsync(new LdapDirectorySource(settings), settings);
        var recorded = await PlanAsync(new LdifFileSource(Recording), settings);

        plans.Add(string.Join('\n', direct.Changes)).Should().BeTrue("each of these settings is to plan something else");
        recorded.Changes.Should().Equal(direct.Changes);
        recorded.Fingerprint.Should().Be(direct.Fingerprint);
        recorded.Should().BeEquivalentTo(direct, options => options.Including(plan => plan.Entries).Including(plan => plan.SkippedEntries).Including(plan => plan.NonMailValues));
    }

    private static Task<SyncPlan> PlanAsync(ILdapDirectorySource source, SyncOptions settings) =>
        new SyncRunner(source, new InMemoryTarget(Existing), settings).PlanAsync(TestContext.Current.CancellationToken);

    private async Task<List<LdapEntry>> RecordAsync(SyncOptions settings) =>
        await new RecordingSource(new LdapDirectorySource(settings), Recording).ReadAsync(DirectoryQueries.Everything(settings), TestContext.Current.CancellationToken).ToListAsync();

    /// <summary>A slapd with people who have addresses in several attributes, one of them disabled, a shared mailbox, a group, and others.</summary>
    public sealed class Company : IAsyncLifetime
    {
        private SlapdServer? _server;

        internal SyncOptions Settings(string baseDn)
        {
            SlapdInstallation.RequireOrSkip();
            return _server!.Settings(baseDn);
        }

        public async ValueTask InitializeAsync()
        {
            if (!SlapdInstallation.IsPresent) return;
            _server = await SlapdServer.StartAsync(new SlapdOptions
            {
                Ldif = ExchangeLdif.Unit("Mail")
                    + Entry("ann", "user", "mailNickname: ann", "proxyAddresses: SMTP:ann@example.com", "proxyAddresses: smtp:a.one@example.com", "proxyAddresses: X500:/o=Example/cn=ann",
                        "mailAlternateAddress: ann.other@example.com", "userPrincipalName: ann@corp.example.com", "userPassword: Hunter2")
                    + Entry("gone", "user", "mailNickname: gone", "userAccountControl: 514", "userPrincipalName: gone@corp.example.com")
                    + Entry("info", "user", "mailNickname: info", "userAccountControl: 514", "msExchRecipientTypeDetails: 4")
                    + Entry("zoë", "user", "mailNickname: zoe")
                    + Entry("team", "group", "mailNickname: team", "proxyAddresses: smtp:all@example.com")
                    + Entry("plain", "user"),
            });
        }

        public async ValueTask DisposeAsync()
        {
            if (_server is not null) await _server.DisposeAsync();
        }

        private static string Entry(string name, string objectClass, params string[] lines) =>
            $"dn:: {Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"cn={name},{Base}"))}\nobjectClass: {objectClass}\nobjectClass: mailRecipient\n"
            + $"cn:: {Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(name))}\n{(objectClass == "group" ? "" : "sn: x\n")}"
            + $"objectCategory: {(objectClass == "group" ? "group" : "person")}\nmail: {(name == "zoë" ? "zoe" : name)}@example.com\n{string.Concat(lines.Select(line => line + "\n"))}\n";
    }
}
