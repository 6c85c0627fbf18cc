using System.Text;
using Microsoft.Extensions.Configuration;

namespace LdapSync;

public class SyncOptionsTests
{
    private static SyncOptions Bind(params (string Key, string Value)[] settings) =>
        Bind(new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create($"LdapSync:{s.Key}", (string?)s.Value))));

    private static SyncOptions Bind(IConfigurationBuilder builder)
    {
        var options = new SyncOptions();
        builder.Build().GetSection(SyncOptions.Section).Bind(options, binder => binder.ErrorOnUnknownConfiguration = true);
        return options;
    }

    private static IEnumerable<string> Faults(SyncOptions options) => new SyncOptionsValidator().Validate(null, options).Failures ?? [];

    private static string Fault(SyncOptions options) => Faults(options).Should().ContainSingle().Which;

    [Fact]
    public void Every_setting_binds_from_the_section_LdapSync()
    {
        const string Json = """
            { "LdapSync": {
              "Servers": ["dc1.example.com", "dc2.example.com"], "UseSsl": true, "Port": 3269, "User": "reader@example.com", "Password": "p",
              "AllowClearTextPassword": true, "FollowReferrals": true, "CaFile": "ca.pem", "Bind": "External", "ClientCertificateFile": "me.pem", "ClientKeyFile": "me.key", "ConnectTimeout": "00:00:02", "AnswerTimeout": "00:01:00", "ReadTimeout": "00:10:00", "MaxReadAttempts": 3, "FullReadEvery": 12,
              "BaseDns": ["ou=a,dc=example,dc=com", "ou=b,dc=example,dc=com"], "SearchFilter": "(mail=*)", "EmailAttribute": "mail", "AliasAttributes": ["a1", "a2"],
              "DistributionListAttribute": "objectClass", "DistributionListValue": "Group", "Exclusions": ["svc-*", "x@example.com"], "ExclusionMode": "Block",
              "Domains": ["example.com"], "DomainAliases": { "alias.example": "example.com" }, "ForeignPrimary": "Skip", "DisabledAccounts": "ExcludeUnlessSharedOrResource",
              "Limits": { "AccountAdds": 1, "AccountDeletes": 2, "AliasAdds": 3, "AliasDeletes": 4, "Total": 5,
                "Percent": { "AccountAdds": 1.5, "AccountDeletes": 2, "AliasAdds": 3, "AliasDeletes": 4, "Total": 5 }, "PercentFloor": 6 },
              "Guards": { "MaxDeletePercent": 33.3, "MinAccounts": 7 }, "OnViolation": "AddsOnly",
              "AllowEmptyDirectory": true, "Provisional": "Delete", "Verify": true,
              "Owns": "CreatedOrAdopted", "DeleteAfter": { "Runs": 3, "Time": "7.00:00:00" },
              "AutoSync": { "Enabled": true, "TimesPerDay": 4 }, "Notifications": { "Enabled": true, "Recipients": ["ops@example.com"] } } }
            """;

        var options = Bind(new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(Json))));

        options.Should().BeEquivalentTo(new SyncOptions
        {
            Servers = ["dc1.example.com", "dc2.example.com"],
            UseSsl = true,
            Port = 3269,
            User = "reader@example.com",
            Password = "p",
            AllowClearTextPassword = true,
            FollowReferrals = true,
            CaFile = "ca.pem",
            Bind = BindMethod.External,
            ClientCertificateFile = "me.pem",
            ClientKeyFile = "me.key",
            ConnectTimeout = TimeSpan.FromSeconds(2),
            AnswerTimeout = TimeSpan.FromMinutes(1),
            ReadTimeout = TimeSpan.FromMinutes(10),
            MaxReadAttempts = 3,
            FullReadEvery = 12,
            BaseDns = ["ou=a,dc=example,dc=com", "ou=b,dc=example,dc=com"],
            SearchFilter = "(mail=*)",
            EmailAttribute = "mail",
            AliasAttributes = ["a1", "a2"],
            DistributionListAttribute = "objectClass",
            DistributionListValue = "Group",
            Exclusions = ["svc-*", "x@example.com"],
            ExclusionMode = ExclusionMode.Block,
            Domains = ["example.com"],
            DomainAliases = { ["alias.example"] = "example.com" },
            ForeignPrimary = ForeignPrimary.Skip,
            DisabledAccounts = DisabledAccounts.ExcludeUnlessSharedOrResource,
            Limits = new()
            {
                AccountAdds = 1,
                AccountDeletes = 2,
                AliasAdds = 3,
                AliasDeletes = 4,
                Total = 5,
                Percent = new() { AccountAdds = 1.5m, AccountDeletes = 2, AliasAdds = 3, AliasDeletes = 4, Total = 5 },
                PercentFloor = 6,
            },
            Guards = new() { MaxDeletePercent = 33.3m, MinAccounts = 7 },
            OnViolation = OnViolation.AddsOnly,
            AllowEmptyDirectory = true,
            Provisional = ProvisionalAccounts.Delete,
            Verify = true,
            Owns = Ownership.CreatedOrAdopted,
            DeleteAfter = new() { Runs = 3, Time = TimeSpan.FromDays(7) },
            AutoSync = new() { Enabled = true, TimesPerDay = 4 },
            Notifications = new() { Enabled = true, Recipients = ["ops@example.com"] },
        });
        Faults(options).Should().BeEmpty();
    }

    [Fact]
    public void A_list_may_be_one_text_with_commas_or_lines_and_blank_rows_are_dropped()
    {
        var options = Bind(("Servers", "dc1, dc2 ,,dc3"), ("Exclusions", "svc-*\r\n\r\n  x@example.com \n[a,b]*@example.com"), ("Notifications:Recipients", "a@example.com,b@example.com"));

        options.Servers.Should().Equal("dc1", "dc2", "dc3");
        options.Exclusions.Should().Equal("svc-*", "x@example.com", "[a,b]*@example.com");
        options.Notifications.Recipients.Should().Equal("a@example.com", "b@example.com");
        Bind(("Servers:0", "dc1, dc2"), ("Servers:1", " "), ("Servers:2", "dc3")).Servers.Should().Equal("dc1", "dc2", "dc3");
    }

    [Fact]
    public void Names_are_separated_by_lines_only_since_they_have_commas_of_their_own() =>
        Bind(("BaseDns", "ou=a,dc=example,dc=com\nou=b,dc=example,dc=com\n")).BaseDns.Should().Equal("ou=a,dc=example,dc=com", "ou=b,dc=example,dc=com");

    [Fact]
    public void An_unclosed_bracket_hides_no_comma() =>
        Bind(("Exclusions", "[a,b@example.com")).Exclusions.Should().Equal("[a", "b@example.com");

    [Fact]
    public void Defaults_are_those_of_the_settings_page()
    {
        var options = new SyncOptions();

        Faults(options).Should().BeEmpty();
        (options.UseSsl, options.Port, options.AutoSync.Enabled, options.AutoSync.TimesPerDay, options.Notifications.Enabled).Should().Be((false, null, false, 1, false));
        options.Limits.Should().BeEquivalentTo(new { AccountAdds = (int?)null, AccountDeletes = (int?)null, AliasAdds = (int?)null, AliasDeletes = (int?)null, Total = (int?)null });
        options.Limits.Percent.Should().BeEquivalentTo(new PercentLimitOptions());
        (options.Limits.PercentFloor, options.Guards.MaxDeletePercent, options.Guards.MinAccounts, options.OnViolation).Should().Be((20, 50m, 20, OnViolation.ApplyNothing));
        options.AllowClearTextPassword.Should().BeFalse();
    }

    [Fact]
    public void Every_fault_is_named_at_once()
    {
        var options = new SyncOptions
        {
            Port = 70000,
            User = "reader",
            BaseDns = ["example.com"],
            SearchFilter = "(mail=*",
            EmailAttribute = "e mail",
            DistributionListAttribute = "objectClass",
            Domains = ["no domain"],
            Limits = new() { AccountAdds = -1, Total = -5 },
            AutoSync = new() { TimesPerDay = 5 },
            Notifications = new() { Enabled = true, Recipients = ["nobody"] },
            Bind = (BindMethod)7,
            ConnectTimeout = TimeSpan.Zero,
            ReadTimeout = TimeSpan.FromDays(2),
            MaxReadAttempts = 0,
            FullReadEvery = 0,
            Owns = (Ownership)7,
            DeleteAfter = new() { Runs = 0, Time = TimeSpan.FromDays(-1) },
        };

        Faults(options).Should().HaveCount(19);
        FluentActions.Invoking(() => SyncOptionsValidator.ThrowIfFaulty(options)).Should().Throw<SettingsException>().Which.Faults.Should().HaveCount(19);
    }

    [Fact]
    public void A_bad_filter_is_shown_with_its_position() => Fault(new SyncOptions { SearchFilter = "(&(mail=*)(cn=x)" }).Should().Contain("LdapSync:SearchFilter").And.Contain("position 17");

    [Fact]
    public void A_bad_name_is_shown() => Fault(new SyncOptions { BaseDns = ["dc=ok", "dc"] }).Should().Contain("LdapSync:BaseDns:1 is 'dc'");

    [Theory]
    [InlineData(0)]
    [InlineData(65536)]
    [InlineData(-1)]
    public void A_port_is_between_1_and_65535(int port) => Fault(new SyncOptions { Port = port }).Should().Contain("LdapSync:Port").And.Contain("65535");

    [Theory]
    [InlineData("reader@example.com", true)]
    [InlineData("cn=reader,dc=example,dc=com", true)]
    [InlineData("uid=o'brien@example.com,ou=people,dc=example,dc=com", true)]
    [InlineData("someone", false)]
    [InlineData("EXAMPLE\\someone", false)]
    [InlineData("@example.com", false)]
    [InlineData("someone@", false)]
    [InlineData("cn=reader,,dc=example", false)]
    public void A_user_is_name_at_domain_or_a_name(string user, bool valid)
    {
        var faults = Faults(new SyncOptions { User = user });

        if (valid) faults.Should().BeEmpty();
        else faults.Should().ContainSingle().Which.Should().Contain("LdapSync:User").And.NotContain(user.Trim('@'), "the value is not repeated");
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(4, true)]
    [InlineData(5, false)]
    public void A_sync_runs_one_to_four_times_a_day(int times, bool valid) =>
        Faults(new SyncOptions { AutoSync = new() { TimesPerDay = times } }).Should().HaveCount(valid ? 0 : 1);

    [Fact]
    public void A_negative_limit_is_refused_and_0_is_a_limit()
    {
        Fault(new SyncOptions { Limits = new() { AliasDeletes = -1 } }).Should().Contain("LdapSync:Limits:AliasDeletes is '-1'");
        Faults(new SyncOptions { Limits = new() { AliasDeletes = 0 } }).Should().BeEmpty();
    }

    [Theory]
    [InlineData("Percent:AccountAdds", "-1")]
    [InlineData("Percent:AccountDeletes", "1000.5")]
    [InlineData("Percent:AliasAdds", "-0.1")]
    [InlineData("Percent:AliasDeletes", "1001")]
    [InlineData("Percent:Total", "-5")]
    [InlineData("PercentFloor", "-1")]
    public void R18_a_share_that_is_none_is_refused(string setting, string value) => Fault(Bind(($"Limits:{setting}", value))).Should().Contain($"LdapSync:Limits:{setting} is '{value}'");

    [Theory]
    [InlineData("MaxDeletePercent", "101")]
    [InlineData("MaxDeletePercent", "-1")]
    [InlineData("MinAccounts", "-1")]
    public void R20_a_guard_that_is_none_is_refused(string setting, string value) => Fault(Bind(($"Guards:{setting}", value))).Should().Contain($"LdapSync:Guards:{setting} is '{value}'");

    [Fact]
    public void R20_null_or_nothing_switches_the_guard_off()
    {
        Bind(new ConfigurationBuilder().AddJsonStream(new MemoryStream("""{ "LdapSync": { "Guards": { "MaxDeletePercent": null } } }"""u8.ToArray()))).Guards.MaxDeletePercent.Should().BeNull();
        Bind(("Guards:MaxDeletePercent", "")).Guards.MaxDeletePercent.Should().BeNull();
    }

    [Fact]
    public void R19_a_response_that_is_none_is_refused() => Fault(new SyncOptions { OnViolation = (OnViolation)7 }).Should().Contain("LdapSync:OnViolation is '7'");

    [Fact]
    public void A_bad_recipient_is_shown_with_the_reason() =>
        Fault(new SyncOptions { Notifications = new() { Recipients = ["ops@example.com, nobody"] } }).Should().Contain("Recipients:1 is 'nobody'").And.Contain("no @");

    [Fact]
    public void Notifications_need_somebody_to_go_to() => Fault(new SyncOptions { Notifications = new() { Enabled = true } }).Should().Contain("names nobody");

    [Fact]
    public void Null_means_the_default()
    {
        const string Json = """{ "LdapSync": { "Servers": null, "BaseDns": null, "Domains": null, "DomainAliases": null, "Exclusions": null, "AliasAttributes": null, "Limits": null, "Guards": null, "AutoSync": null, "Notifications": null } }""";

        Bind(new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(Json)))).Should().BeEquivalentTo(new SyncOptions());
        Faults(new SyncOptions { BaseDns = null!, Limits = new() { Percent = null! }, Guards = null!, Notifications = null! }).Should().BeEmpty();
    }

    [Fact]
    public void A_null_row_leaves_the_list_as_it_was()
    {
        ValueList list = ["a"];

        FluentActions.Invoking(() => list[0] = null!).Should().Throw<ArgumentNullException>();
        list.Should().Equal("a");
    }
}
