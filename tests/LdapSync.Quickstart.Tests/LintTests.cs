namespace LdapSync.Quickstart.Tests;

public sealed class LintTests : IDisposable
{
    private const string EnabledOnly = "--LdapSync:SearchFilter=(&(mail=*)(!(userAccountControl:1.2.840.113556.1.4.803:=2)))";

    private readonly ConsoleProgram _program = new ConsoleProgram().WithAnyMail();

    public LintTests() => _program.Write("people.ldif", """
        dn: cn=Ann,dc=example,dc=com
        mail: ann@example.com
        userAccountControl: 512

        dn: cn=Info,dc=example,dc=com
        mail: info@example.com
        userAccountControl: 514
        msExchRecipientTypeDetails: 4

        dn: cn=Backup,dc=example,dc=com
        mail: svc-backup@example.com

        """);

    [Fact]
    public async Task Odd_exclusions_and_an_odd_filter_are_shown_as_advice()
    {
        string[] arguments = ["lint", "--ldif=people.ldif", EnabledOnly, "--LdapSync:Exclusions=svc-*,svc-b*,nobody@*,ann_*"];
        var text = await _program.RunAsync(arguments);
        var json = (await _program.RunAsync([.. arguments, "--json"])).Json.AsArray();

        text.ExitCode.Should().Be(0);
        text.Output.Should().StartWith("Settings worth a look (4)").And.Contain("svc-b* matches only what is excluded already, by svc-*").And.Contain("nobody@* matches no address")
            .And.Contain("ann_* matches no address, since _ is no wildcard").And.Contain("finds no disabled shared mailbox");
        json.Select(finding => finding!["rule"]!.GetValue<string>()).Should().Equal("PatternIsShadowed", "PatternMatchesNothing", "UnderscoreForStar", "FilterDropsSharedMailboxes");
        json[3]!["evidence"]![0]!.GetValue<string>().Should().Be("cn=Info,dc=example,dc=com");
        Directory.GetFiles(_program.Folder).Select(Path.GetFileName).Should().BeEquivalentTo("appsettings.json", "people.ldif");
    }

    [Fact]
    public async Task When_nothing_is_odd_it_says_so()
    {
        var text = await _program.RunAsync("lint", "--ldif=people.ldif", "--LdapSync:Exclusions=svc-*");
        var json = await _program.RunAsync("lint", "--ldif=people.ldif", "--json");

        text.ExitCode.Should().Be(0);
        text.Output.Should().Contain("Nothing is odd");
        json.Json.AsArray().Should().BeEmpty();
    }

    [Fact]
    public async Task An_exclusion_that_matches_at_the_target_alone_has_its_use()
    {
        await _program.RunAsync("sync", "--ldif=people.ldif");
        _program.WriteLdif("people.ldif", "ann@example.com");

        (await _program.RunAsync("lint", "--ldif=people.ldif", "--LdapSync:Exclusions=svc-*")).Output.Should().Contain("Nothing is odd");
    }

    [Fact]
    public async Task A_directory_that_cannot_be_read_is_a_failed_source() => (await _program.RunAsync("lint", "--ldif=missing.ldif")).ExitCode.Should().Be(3);

    public void Dispose() => _program.Dispose();
}
