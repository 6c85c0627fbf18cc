namespace LdapSync.Quickstart.Tests;

/// <summary>The verb <c>test</c> with servers: every one is asked, and the exit code tells what to do next.</summary>
public sealed class TestServersTests : IDisposable
{
    private const string Secret = "Hunter2-sEcret";
    private readonly ConsoleProgram _program = new ConsoleProgram().WithAnyMail();

    [Fact]
    public async Task A_server_that_can_be_read_is_shown_as_text()
    {
        using var server = CannedServer.WithPeople("ann@example.com", "bob@example.com");

        var result = await TestAsync(server.Address);

        result.ExitCode.Should().Be(0);
        result.Output.Should().Contain($"A sync would read from ldap://{server.Address}.").And.Contain("bind as User").And.Contain("2 entries, all that SearchFilter finds")
            .And.Contain("ann@example.com  mailbox").And.Contain("The password travels in clear text");
        File.Exists(_program.PathOf("mailboxes.db")).Should().BeFalse();
    }

    [Fact]
    public async Task Every_server_is_in_the_JSON()
    {
        using var refusing = CannedServer.RefusingBinds();
        using var server = CannedServer.WithPeople("ann@example.com");

        var result = await TestAsync($"{refusing.Address},{server.Address}", "--json");

        result.ExitCode.Should().Be(3, "a wrong password is final");
        result.Json["servers"]!.AsArray().Select(tested => tested!["readable"]!.GetValue<bool>()).Should().Equal(false, true);
        result.Json["servers"]![0]!["failure"]!.GetValue<string>().Should().Contain("wrong user name or password");
        result.Json["servers"]![1]!["sample"]!["first"]![0]!["address"]!.GetValue<string>().Should().Be("ann@example.com");
    }

    [Fact]
    public async Task A_server_that_cannot_be_reached_is_a_failed_source()
    {
        var result = await TestAsync("127.0.0.1:1");

        result.ExitCode.Should().Be(3);
        result.Output.Should().Contain("A sync could not read the directory: ldap://127.0.0.1:1: connect failed: ").And.Contain("FAILED");
    }

    [Fact]
    public async Task A_base_that_does_not_exist_is_a_fault_of_the_settings()
    {
        using var server = CannedServer.WithoutBase();

        var result = await TestAsync(server.Address);

        result.ExitCode.Should().Be(2);
        result.Output.Should().Contain("\"dc=example,dc=com\" does not exist");
    }

    [Theory]
    [InlineData(false, 4)]
    [InlineData(true, 0)]
    public async Task Where_nobody_is_found_a_sync_would_be_refused_unless_that_is_allowed(bool isAllowed, int exitCode)
    {
        using var server = CannedServer.WithPeople();

        var result = await TestAsync(server.Address, $"--LdapSync:AllowEmptyDirectory={isAllowed}");

        result.ExitCode.Should().Be(exitCode);
        result.Output.Should().Contain("No account is found there");
    }

    public void Dispose() => _program.Dispose();

    private async Task<Result> TestAsync(string servers, params string[] arguments)
    {
        string[] settings = [$"--LdapSync:Servers={servers}", "--LdapSync:User=reader@example.com", $"--LdapSync:Password={Secret}", "--LdapSync:BaseDns=dc=example,dc=com", "--LdapSync:AllowClearTextPassword=true"];
        var result = await _program.RunAsync(["test", "--verbose", .. settings, .. arguments]);
        (result.Output + result.Error).Should().NotContain(Secret);
        result.Error.Should().NotContain("reader@example.com");
        return result;
    }
}
