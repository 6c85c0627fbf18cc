using System.Text.Json.Nodes;

namespace LdapSync.Quickstart.Tests;

public sealed class TestAndHistoryTests : IDisposable
{
    private readonly ConsoleProgram _program = new ConsoleProgram().WithAnyMail();

    [Fact]
    public async Task Test_shows_accounts_with_kind_and_aliases_what_is_excluded_and_what_is_skipped()
    {
        _program.Write("people.ldif", """
            dn: cn=Ann,dc=example,dc=com
            mail: ann@example.com
            proxyAddresses: smtp:a.smith@example.com

            dn: cn=Team,dc=example,dc=com
            objectClass: group
            mail: team@example.com

            dn: cn=Robot,dc=example,dc=com
            mail: svc-robot@example.com

            dn: cn=Odd,dc=example,dc=com
            mail: no address

            """);

        string[] arguments = ["test", "--ldif=people.ldif", "--LdapSync:Exclusions=svc-*", "--LdapSync:DistributionListAttribute=objectClass", "--LdapSync:DistributionListValue=gr*p"];
        var text = await _program.RunAsync(arguments);
        var json = (await _program.RunAsync([.. arguments, "--json"])).Json;

        text.ExitCode.Should().Be(0);
        text.Output.Should().Contain("ann@example.com  mailbox  a.smith@example.com").And.Contain("team@example.com  distribution list")
            .And.Contain("svc-robot@example.com  by svc-*").And.Contain("cn=Odd,dc=example,dc=com: ");
        json["entries"]!.GetValue<int>().Should().Be(4);
        json["accounts"]!.GetValue<int>().Should().Be(2);
        json["distributionLists"]!.GetValue<int>().Should().Be(1);
        json["domains"]!["example.com"]!.GetValue<int>().Should().Be(2);
        json["firstAccounts"]![1]!["kind"]!.GetValue<string>().Should().Be("DistributionList");
        json["firstExcluded"]![0]!["pattern"]!.GetValue<string>().Should().Be("svc-*");
        json["firstSkipped"]![0]!["dn"]!.GetValue<string>().Should().Be("cn=Odd,dc=example,dc=com");
        File.Exists(_program.PathOf("mailboxes.db")).Should().BeFalse();
    }

    [Fact]
    public async Task A_test_that_finds_nobody_says_that_a_sync_would_be_refused()
    {
        _program.WriteLdif("people.ldif", "ann@example.com");

        var result = await _program.RunAsync("test", "--ldif=people.ldif", "--LdapSync:SearchFilter=(mail=nobody)");

        result.ExitCode.Should().Be(4);
        result.Output.Should().Contain("would be refused").And.Contain("SearchFilter");
    }

    [Fact]
    public async Task The_history_lists_tests_refusals_and_syncs_newest_first()
    {
        _program.WriteLdif("people.ldif", "ann@example.com");
        await _program.RunAsync("plan", "--record", "--ldif=people.ldif");
        await _program.RunAsync("sync", "--ldif=people.ldif", "--LdapSync:Limits:Total=0");
        await _program.RunAsync("sync", "--ldif=people.ldif");

        var text = await _program.RunAsync("history");
        var json = (await _program.RunAsync("history", "--json")).Json.AsArray();

        text.ExitCode.Should().Be(0);
        text.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Should().HaveCount(3)
            .And.SatisfyRespectively(
                newest => newest.Should().Contain("real").And.Contain("2 changes applied"),
                refused => refused.Should().Contain("real").And.Contain("Refused"),
                oldest => oldest.Should().Contain("test").And.Contain("2 changes planned"));
        json.Select(record => record!["test"]!.GetValue<bool>()).Should().Equal(false, false, true);
        json[0]!["report"]!["applied"]!.GetValue<int>().Should().Be(2);
    }

    [Fact]
    public async Task The_history_of_a_file_that_is_not_there_is_empty_and_makes_no_file()
    {
        var text = await _program.RunAsync("history");
        var json = await _program.RunAsync("history", "--json");

        text.ExitCode.Should().Be(0);
        text.Output.Should().Contain("no history yet");
        json.Json.Should().BeOfType<JsonArray>().Which.Should().BeEmpty();
        File.Exists(_program.PathOf("mailboxes.db")).Should().BeFalse();
    }

    [Fact]
    public async Task Logs_go_to_standard_error_and_leave_JSON_alone()
    {
        _program.WriteLdif("people.ldif", "ann@example.com", "jürgen@bücher.example");

        var result = await _program.RunAsync("plan", "--ldif=people.ldif", "--json", "--verbose");

        result.Json["changes"]!.AsArray().Should().HaveCount(4);
        result.Output.Should().Contain("jürgen@bücher.example");
        result.Error.Should().Contain("LdapSync.SyncRunner");
    }

    public void Dispose() => _program.Dispose();
}
