using LdapSync.MailRoute.FakeServer;

namespace LdapSync.Quickstart.Tests;

/// <summary>From an LDIF file to MailRoute, by the command line, over real HTTP.</summary>
public sealed class MailRouteTests : IAsyncDisposable
{
    private const string Ann = "ann@example.com";
    private const string Bob = "bob@example.com";

    private readonly ConsoleProgram _program = new ConsoleProgram().WithAnyMail();
    private readonly FakeMailRoute _fake = FakeMailRoute.Start();

    public MailRouteTests()
    {
        _program.WriteLdif("people.ldif", Ann, Bob);
        _program.Environment["LDAPSYNC_MailRoute__BaseAddress"] = $"{_fake.BaseAddress}";
        _program.Environment["LDAPSYNC_MailRoute__Login"] = _fake.Options.Login;
        _program.Environment["LDAPSYNC_MailRoute__ApiKey"] = _fake.Options.ApiKey;
        _program.Environment["LDAPSYNC_MailRoute__Domain"] = _fake.Options.Domain;
        _program.Environment["LDAPSYNC_MailRoute__RetryDelay"] = "0";
    }

    [Fact]
    public async Task A_plan_reads_and_writes_nothing()
    {
        var result = await Run("plan");

        result.ExitCode.Should().Be(0);
        result.Output.Should().Contain("add mailbox ann@example.com").And.Contain("add alias alias-ann@example.com");
        _fake.Requests.All.Should().NotBeEmpty().And.OnlyContain(request => request.Method == "GET");
        Directory.GetFiles(_program.Folder, "*.db").Should().BeEmpty();
    }

    [Fact]
    public async Task A_sync_makes_MailRoute_equal_to_the_directory_and_a_second_one_has_nothing_to_do()
    {
        _fake.AddAccount("gone@example.com", aliases: ["went"]);
        _fake.AddAccount("ann@example.com", aliases: ["old"]);

        var first = await Run("sync", "--json", "--LdapSync:Verify=true", "--LdapSync:Guards:MaxDeletePercent=100");
        var written = _fake.Requests.All.Count(request => request.Method != "GET");
        var second = await Run("sync", "--json");

        first.ExitCode.Should().Be(0);
        first.Json["plan"]!["changes"]!.AsArray().Should().OnlyContain(change => change!["outcome"]!.GetValue<string>() == "Applied");
        _fake.Accounts.Select(account => $"{account}").Should().Equal("ann@example.com: alias-ann@example.com", "bob@example.com: alias-bob@example.com");
        _fake.AccountsOf(FakeMailRoute.Neighbour).Should().HaveCount(3, "another domain is none of this one's business");
        second.ExitCode.Should().Be(0);
        second.Json["plan"]!["changes"]!.AsArray().Should().BeEmpty();
        _fake.Requests.All.Count(request => request.Method != "GET").Should().Be(written);
    }

    [Fact]
    public async Task The_history_is_in_a_file_with_the_name_of_the_domain()
    {
        await Run("sync");

        var bySettings = await _program.RunAsync("history");
        var byFile = await _program.RunAsync("history", "--target", "example.com.db");

        bySettings.Output.Should().Contain("4 changes applied");
        byFile.Output.Should().Be(bySettings.Output);
        File.Exists(_program.PathOf("mailboxes.db")).Should().BeFalse();
    }

    [Fact]
    public async Task Who_is_in_another_domain_is_left_out_and_an_alias_domain_counts_as_its_parent()
    {
        _fake.AddDomainAlias("example.net");
        _program.WriteLdif("people.ldif", Ann, "eve@example.net", "mallory@neighbour.example");

        var result = await Run("sync");

        result.ExitCode.Should().Be(0);
        _fake.Accounts.Select(account => account.Address).Should().Equal("ann@example.com", "eve@example.com");
        (await Run("explain", "mallory@neighbour.example")).Output.Should().Contain("not served");
    }

    [Fact]
    public async Task Compare_and_lint_look_at_MailRoute_too_and_the_edit_cannot_name_another_account_of_it()
    {
        await Run("sync");
        _fake.Requests.Clear();
        _program.Write("new.json", """{ "LdapSync": { "Exclusions": [ "bob*", "nobody*" ], "MailRoute": { "Domain": "other.example", "ApiKey": "Hunter2-sEcret" } } }""");

        var compared = await Run("compare", "new.json");
        var lint = await Run("lint", "--LdapSync:Exclusions=nobody*");

        compared.ExitCode.Should().Be(0);
        compared.Output.Should().Contain("bob@example.com by bob*");
        compared.Error.Should().Contain("MailRoute:ApiKey, MailRoute:Domain of the edit are left alone").And.NotContain("Hunter2");
        lint.ExitCode.Should().Be(0);
        lint.Output.Should().Contain("nobody*");
        _fake.Requests.All.Should().NotBeEmpty().And.OnlyContain(request => request.Method == "GET");
    }

    [Fact]
    public async Task R19_a_limit_refuses_all_and_nothing_is_written()
    {
        var result = await Run("sync", "--LdapSync:Limits:Total=3");

        result.ExitCode.Should().Be(4);
        _fake.Accounts.Should().BeEmpty();
    }

    [Fact]
    public async Task What_MailRoute_refuses_is_told_in_its_own_words_and_the_others_are_made()
    {
        _fake.Faults.Next(Fault.Answer(400, """{"email_account": {"localpart": ["No more licences."]}}"""), times: 20, method: "POST", path: "email_account/");

        var result = await Run("sync");
        _fake.Faults.Clear();
        var again = await Run("sync");

        result.ExitCode.Should().Be(5);
        result.Output.Should().Contain("No more licences.").And.Contain("2 failed").And.Contain("2 withheld");
        again.ExitCode.Should().Be(0);
        _fake.Accounts.Should().HaveCount(2);
    }

    [Fact]
    public async Task A_key_that_is_refused_ends_the_run_with_what_to_check()
    {
        _program.Environment["LDAPSYNC_MailRoute__ApiKey"] = "an-old-key-7c";

        var result = await Run("sync");

        result.ExitCode.Should().Be(5);
        result.Error.Should().Contain("LdapSync:MailRoute:Login").And.Contain("ApiKey").And.NotContain("an-old-key-7c").And.NotContain("   at ");
    }

    [Fact]
    public async Task A_domain_that_MailRoute_does_not_have_is_told()
    {
        _program.Environment["LDAPSYNC_MailRoute__Domain"] = "elsewhere.example";

        var result = await Run("plan");

        result.ExitCode.Should().Be(5);
        result.Error.Should().Contain("LdapSync:MailRoute:Domain");
    }

    [Fact]
    public async Task A_service_that_is_not_there_fails_and_says_what_to_check()
    {
        _program.Environment["LDAPSYNC_MailRoute__MaxAttempts"] = "1";
        await _fake.DisposeAsync();

        var result = await Run("sync");

        result.ExitCode.Should().Be(5);
        result.Error.Should().Contain("127.0.0.1").And.NotContain("   at ");
    }

    public async ValueTask DisposeAsync()
    {
        _program.Dispose();
        await _fake.DisposeAsync();
    }

    private Task<Result> Run(params string[] arguments) => _program.RunAsync([.. arguments, "--ldif", "people.ldif"]);
}
