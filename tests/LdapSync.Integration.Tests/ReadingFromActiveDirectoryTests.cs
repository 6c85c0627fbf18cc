using LdapSync.Directories;
using LdapSync.Ldap;
using LdapSync.Mapping;
using LdapSync.Samba;
using LdapSync.Targets;

namespace LdapSync;

/// <summary>What only Active Directory does, read from a Samba domain controller with Exchange's schema.</summary>
public sealed class ReadingFromActiveDirectoryTests(DomainController controller) : IClassFixture<DomainController>
{
    public static TheoryData<string> Filters { get; } =
    [
        LdapFilters.Exchange,
        "(objectCategory=person)",
        $"(objectCategory=CN=Group,CN=Schema,CN=Configuration,{Company.Root})",
        "(!(homeMDB=*))",
        "(proxyAddresses=smtp:ANN@*)",
        "(userAccountControl:1.2.840.113556.1.4.803:=2)",
    ];

    private SambaServer Server => controller.Server;

    [Theory]
    [InlineData(Company.ReaderName, false)]
    [InlineData(Company.ReaderDn, false)]
    [InlineData(Company.ReaderName, true)]
    [InlineData(Company.ReaderDn, true)]
    public async Task User_is_a_name_at_a_domain_or_a_DN_over_StartTLS_or_SSL(string user, bool useSsl)
    {
        var settings = Server.Settings(Company.Exchange);
        (settings.User, settings.UseSsl) = (user, useSsl);

        (await Reading.ReadAsync(settings, "(mailNickname=ann)")).Should().ContainSingle();
    }

    [Theory]
    [InlineData(Company.ReaderName)]
    [InlineData(Company.ReaderDn)]
    public async Task A_wrong_password_is_a_sentence(string user)
    {
        var settings = Server.Settings(Company.Exchange);
        (settings.User, settings.Password) = (user, "another password");

        (await Reading.FailureAsync<SourceException>(settings)).Should()
            .Be($"ldap://{settings.Servers[0]}:389: bind as User failed: wrong user name or password (49 invalidCredentials, data 52e); check User and Password.");
    }

    [Fact]
    public async Task R2_the_certificate_of_a_domain_controller_needs_its_authority()
    {
        var settings = Server.Settings(Company.Exchange);
        settings.CaFile = null;

        (await Reading.FailureAsync<SourceException>(settings)).Should().Contain("comes from an authority that is not trusted").And.Contain("CaFile");
    }

    [Fact]
    public async Task R2_without_StartTLS_a_domain_controller_refuses_the_password_and_the_message_says_what_it_wants()
    {
        var settings = Server.Settings();
        settings.AllowClearTextPassword = true;
        var source = new LdapDirectorySource(settings, () => new WithoutStartTls());

        (await FluentActions.Awaiting(() => source.ReadAsync(Reading.Query(settings, "(mail=*)"), TestContext.Current.CancellationToken).ToListAsync().AsTask()).Should().ThrowAsync<SourceException>())
            .Which.Message.Should().Be($"ldap://{settings.Servers[0]}:389: bind as User failed: the server wants a protected connection (8 strongerAuthRequired); set UseSsl, or give the server a certificate so that it offers StartTLS.");
    }

    [Fact]
    public async Task The_default_filter_finds_recipients_and_neither_contacts_nor_system_mailboxes()
    {
        var entries = await Reading.ReadAsync(Server.Settings(), LdapFilters.Exchange);

        entries.Select(entry => entry.Dn).Should().BeEquivalentTo(Company.Recipients);
    }

    [Theory]
    [MemberData(nameof(Filters))]
    public async Task A_filter_finds_the_same_in_the_directory_and_in_a_copy_of_its_entries(string filter)
    {
        string[] attributes = ["objectClass", "objectCategory", "mail", "mailNickname", "proxyAddresses", "homeMDB", "msExchHomeServerName", "userAccountControl"];
        var settings = Server.Settings(Company.Exchange);
        var everything = new DirectoryQuery([DistinguishedName.Parse(Company.Exchange)], LdapFilter.Parse("(objectClass=*)"), attributes);
        var copy = new InMemoryDirectorySource(await new LdapDirectorySource(settings).ReadAsync(everything, TestContext.Current.CancellationToken).ToListAsync());

        var found = await copy.ReadAsync(everything with { Filter = LdapFilter.Parse(filter) }, TestContext.Current.CancellationToken).Select(entry => entry.Dn).ToListAsync();

        found.Should().NotBeEmpty().And.BeEquivalentTo((await Reading.ReadAsync(settings, filter)).Select(entry => entry.Dn));
    }

    [Fact]
    public async Task R1_the_domain_root_is_read_whole_and_its_references_to_other_naming_contexts_are_passed_over()
    {
        var settings = Server.Settings();
        var log = new ListLogger<LdapDirectorySource>();

        var entries = await new LdapDirectorySource(settings, log).ReadAsync(Reading.Query(settings, LdapFilters.Exchange), TestContext.Current.CancellationToken).ToListAsync();

        entries.Should().HaveCount(Company.Recipients.Count);
        log.Messages.Where(message => message.Contains("passed over")).Should().SatisfyRespectively(
            configuration => configuration.Should().EndWith("/CN=Configuration," + Company.Root),
            domainZones => domainZones.Should().EndWith("/DC=DomainDnsZones," + Company.Root),
            forestZones => forestZones.Should().EndWith("/DC=ForestDnsZones," + Company.Root));
    }

    [Fact]
    public async Task R1_values_that_come_in_ranges_are_fetched_whole()
    {
        // Samba gives a range to whoever asks for one; Active Directory from 1,500 values on by itself.
        var query = Reading.Query(Server.Settings(), "(mailNickname=ann)") with { Attributes = ["mail", "proxyAddresses;range=0-0"] };

        var entry = await new LdapDirectorySource(Server.Settings()).ReadAsync(query, TestContext.Current.CancellationToken).SingleAsync();

        entry.Attributes.Select(attribute => (attribute.Name, attribute.Values.Count)).Should().BeEquivalentTo([("mail", 1), ("proxyAddresses", 3)]);
    }

    [Fact]
    public async Task R24_a_domain_becomes_accounts_and_then_nothing_is_left_to_do()
    {
        var settings = Server.Settings();
        (settings.Verify, settings.DistributionListAttribute, settings.DistributionListValue) = (true, "objectCategory", "CN=Group,*");
        var target = new InMemoryTarget([new MailAccount(EmailAddress.Parse("left@example.com"))]);

        var report = await new SyncRunner(new LdapDirectorySource(settings), target, settings).RunAsync(TestContext.Current.CancellationToken);

        (report.IsComplete, report.LeftToDo).Should().Be((true, 0));
        report.Plan.Conflicts.Should().BeEmpty();
        report.Plan.Evidence!.ToString().Should().MatchRegex(@"^ldap://[0-9.]+:389: 11 entries in 1 page, 3 references passed over, [0-9.]+ s; highestCommittedUSN [0-9]+ of invocationId [0-9a-f-]{36}$");
        target.Accounts.Select(account => $"{account.Kind} {string.Join(" +", account.Aliases.Prepend(account.Primary))}").Should().BeEquivalentTo(
            "Mailbox Ann.Mailbox@example.com +a.mailbox@example.com +ann@example.com",
            "Mailbox Bea.Mail.User@example.com",
            "Mailbox Cal.Hosted@example.com",
            "Mailbox Everybody.in.Sales@example.com",
            "Mailbox Folder.News@example.com",
            "Mailbox Ina.Other.Class@example.com",
            "Mailbox Info.Shared@example.com",
            "Mailbox Room.Green@example.com",
            "DistributionList Security.Team@example.com",
            "DistributionList Team@example.com",
            "Mailbox zoe@example.com");
    }

    [Fact]
    public async Task A_recording_of_the_whole_domain_plans_as_the_domain_does_for_other_settings_too()
    {
        var folder = Directory.CreateTempSubdirectory("ldapsync-recording-");
        try
        {
            var settings = Server.Settings();
            var file = Path.Combine(folder.FullName, "domain.ldif");
            var everything = await new RecordingSource(new LdapDirectorySource(settings), file).ReadAsync(DirectoryQueries.Everything(settings), TestContext.Current.CancellationToken).ToListAsync();
            everything.Should().HaveCountGreaterThan(100, "an empty domain has that many entries already");

            foreach (var filter in new[] { "", LdapFilters.AnyMail, "(&(objectCategory=person)(!(userAccountControl:1.2.840.113556.1.4.803:=2)))" })
            {
                (settings.SearchFilter, settings.AliasAttributes) = (filter, filter.Length == 0 ? [] : ["userPrincipalName"]);
                var direct = await new SyncRunner(new LdapDirectorySource(settings), new InMemoryTarget(), settings).PlanAsync(TestContext.Current.CancellationToken);
                var recorded = await new SyncRunner(new LdifFileSource(file), new InMemoryTarget(), settings).PlanAsync(TestContext.Current.CancellationToken);

                direct.Changes.Should().NotBeEmpty().And.Equal(recorded.Changes);
                (recorded.Fingerprint, recorded.Entries).Should().Be((direct.Fingerprint, direct.Entries));
            }
            (await new LdapDirectorySource(settings).ReadAsync(DirectoryQueries.SharedMailboxes(settings), TestContext.Current.CancellationToken).ToListAsync())
                .Should().BeEmpty("this schema does not know msExchRecipientTypeDetails, which is no error");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task The_objectGUID_becomes_the_source_id()
    {
        var settings = Server.Settings(Company.Exchange);
        var target = new InMemoryTarget();
        await new SyncRunner(new LdapDirectorySource(settings), target, settings).RunAsync(TestContext.Current.CancellationToken);

        foreach (var account in target.Accounts)
        {
            // The directory finds an entry by its id; octets are escaped in a filter (RFC 4515 section 3).
            var id = string.Concat(Guid.Parse(account.SourceId!).ToByteArray().Select(octet => $@"\{octet:x2}"));
            var entry = (await Reading.ReadAsync(settings, $"(objectGUID={id})")).Should().ContainSingle().Subject;
            LdapAttribute.TryGetText(entry.Find("mail").Single().Values.Single().Span, out var mail).Should().BeTrue();
            mail.Should().Be(account.Primary.ToString());
        }
    }
}
