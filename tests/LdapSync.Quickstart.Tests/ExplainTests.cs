namespace LdapSync.Quickstart.Tests;

/// <summary><c>explain ADDRESS</c> on the made-up company.</summary>
public sealed class ExplainTests : IDisposable
{
    private readonly ConsoleProgram _program = new();

    [Fact]
    public async Task An_address_of_the_company_is_explained_down_to_its_raw_value_and_nothing_is_written()
    {
        var before = Directory.GetFiles(_program.Folder);

        var result = await ExplainAsync("PRESS@brightwater.example");

        result.ExitCode.Should().Be(0);
        result.Output.Should().StartWith("PRESS@brightwater.example: it is added, an alias of ")
            .And.Contain(": proxyAddresses 'smtp:press@brightwater.example'")
            .And.Contain("press@brightwater.example goes to ")
            .And.MatchRegex(@"change \d+: add alias press@brightwater\.example to ");
        Directory.GetFiles(_program.Folder).Should().BeEquivalentTo(before);
    }

    [Theory]
    [InlineData("an exclusion hides it", "The exclusion svc-* hides it in ", "--LdapSync:Exclusions=svc-*", "svc-")]
    [InlineData("it goes with its account", "No entry that was read asks for it.", "--LdapSync:SearchFilter=(mail=nobody)", "info@")]
    [InlineData("the search filter leaves its entry out", "since (mail=nobody) is not true for it", "--LdapSync:SearchFilter=(mail=nobody)", "press@")]
    [InlineData("its entry is outside every base DN", "it is outside every base DN: OU=Sales,OU=Staff,DC=brightwater,DC=example", "--LdapSync:BaseDns=OU=Sales,OU=Staff,DC=brightwater,DC=example", "svc-")]
    public async Task What_is_not_or_no_longer_says_why(string answer, string decision, string setting, string start)
    {
        if (start == "info@")
        {
            _program.WriteLdif("people.ldif", "info@brightwater.example");
            (await _program.RunAsync("sync", "--ldif=people.ldif", "--LdapSync:SearchFilter=AnyMail")).ExitCode.Should().Be(0);
        }
        var address = start == "info@" ? "info@brightwater.example" : FirstAddress(start);

        var result = await ExplainAsync(address, setting);

        result.ExitCode.Should().Be(0);
        result.Output.Should().StartWith($"{address}: {answer}").And.Contain(decision);
    }

    [Fact]
    public async Task What_nobody_has_is_answered_too()
    {
        var result = await ExplainAsync("nobody@brightwater.example");

        result.ExitCode.Should().Be(0);
        result.Output.Should().Contain("neither the directory nor the target has it").And.Contain("none found");
    }

    [Fact]
    public async Task As_JSON_only_JSON_is_on_stdout()
    {
        var result = await ExplainAsync("press@brightwater.example", "--json");

        result.ExitCode.Should().Be(0);
        result.Json["verdict"]!.GetValue<string>().Should().Be("Added");
        result.Json["origins"]!.AsArray().Should().HaveCountGreaterThan(1).And.OnlyContain(origin => origin!["attribute"]!.GetValue<string>() == "proxyAddresses");
    }

    [Theory]
    [InlineData("argument 2 is none: it has no @", "explain", "hunter2")]
    [InlineData("argument 2 is none: it has more than one @", "explain", "hunter2@hunter2@example.com")]
    [InlineData("argument 2 is none: it is empty", "explain", "")]
    [InlineData("Expected explain ADDRESS, found no ADDRESS", "explain")]
    [InlineData("Argument 3 is not understood", "explain", "ann@example.com", "hunter2@example.com")]
    public async Task A_text_that_is_no_address_is_told_what_is_wrong_with_it(string message, params string[] arguments)
    {
        var result = await _program.RunAsync([.. arguments, "--ldif", ConsoleProgram.Company]);

        result.ExitCode.Should().Be(2);
        result.Error.Should().Contain(message).And.NotContain("hunter2", "an argument may be a password that went astray");
    }

    [Fact]
    public async Task An_address_may_begin_with_a_hyphen_and_a_refused_plan_is_explained_with_success()
    {
        _program.WriteLdif("people.ldif", "-x@example.com");

        var result = await _program.RunAsync("explain", "-x@example.com", "--ldif=people.ldif", "--LdapSync:SearchFilter=AnyMail", "--LdapSync:Limits:Total=0");

        result.ExitCode.Should().Be(0);
        result.Output.Should().Contain("-x@example.com: it is added").And.Contain("withheld: The plan is refused, since it breaks Total; nothing of it is applied.");
    }

    [Fact]
    public async Task A_directory_that_cannot_be_read_is_no_answer() => (await _program.RunAsync("explain", "ann@example.com", "--ldif=missing.ldif")).ExitCode.Should().Be(3);

    public void Dispose() => _program.Dispose();

    private Task<Result> ExplainAsync(string address, params string[] options) => _program.RunAsync(["explain", address, "--ldif", ConsoleProgram.Company, .. options]);

    private static string FirstAddress(string start) =>
        File.ReadLines(ConsoleProgram.Company).First(line => line.StartsWith($"mail: {start}", StringComparison.Ordinal) || line.StartsWith($"proxyAddresses: smtp:{start}", StringComparison.Ordinal))
            .Split(' ')[^1].Replace("smtp:", "", StringComparison.Ordinal);
}
