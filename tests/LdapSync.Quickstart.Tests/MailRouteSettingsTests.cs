using LdapSync.MailRoute.FakeServer;

namespace LdapSync.Quickstart.Tests;

/// <summary>When MailRoute is the target, what its settings may be, and that its key is never told.</summary>
public sealed class MailRouteSettingsTests : IAsyncDisposable
{
    private const string Secret = "Hunter2-sEcret";

    private readonly ConsoleProgram _program = new ConsoleProgram().WithAnyMail();
    private readonly FakeMailRoute _fake = FakeMailRoute.Start(new FakeMailRouteOptions { ApiKey = Secret });

    public MailRouteSettingsTests() => _program.WriteLdif("people.ldif", "ann@example.com");

    [Fact]
    public async Task What_is_missing_is_named_at_once_and_no_other_target_is_taken()
    {
        var result = await _program.RunAsync("sync", "--ldif", "people.ldif", $"--LdapSync:MailRoute:BaseAddress={_fake.BaseAddress}");

        result.ExitCode.Should().Be(2);
        string[] named = ["LdapSync:MailRoute:Login", "LdapSync:MailRoute:ApiKey", "LdapSync:MailRoute:Domain"];
        named.Should().OnlyContain(name => result.Error.Contains(name, StringComparison.Ordinal));
        Directory.GetFiles(_program.Folder, "*.db").Should().BeEmpty();
        _fake.Requests.All.Should().BeEmpty();
    }

    [Theory]
    [InlineData("BaseAddress=http://admin.mailroute.net/api/v1/", "LdapSync:MailRoute:BaseAddress", "https")]
    [InlineData("BaseAddress=https://[x", "LdapSync:MailRoute:BaseAddress", "expected an address")]
    [InlineData("Domain=no domain", "LdapSync:MailRoute:Domain", "example.com")]
    [InlineData("Domain=../up", "LdapSync:MailRoute:Domain", "example.com")]
    [InlineData("PageSize=1001", "LdapSync:MailRoute:PageSize", "1 to 1000")]
    [InlineData("Parallelism=many", "LdapSync:MailRoute:Parallelism", "a whole number")]
    [InlineData("Key=x", "LdapSync:MailRoute:Key", "is no setting")]
    public async Task A_value_that_is_wrong_is_named_with_what_is_expected(string setting, params string[] words)
    {
        var result = await _program.RunAsync(["plan", "--ldif", "people.ldif", .. Reach().Where(reach => setting.Split('=')[0] != reach.Split('=')[0].Split(':')[^1]), $"--LdapSync:MailRoute:{setting}"]);

        result.ExitCode.Should().Be(2);
        result.Error.Should().ContainAll(words);
        _fake.Requests.All.Should().BeEmpty();
    }

    [Fact]
    public async Task Settings_come_from_a_file_and_the_key_from_the_environment()
    {
        _program.Write("appsettings.json", $$"""
            { "LdapSync": { "SearchFilter": "AnyMail", "MailRoute": { "BaseAddress": "{{_fake.BaseAddress}}", "Login": "{{_fake.Options.Login}}", "Domain": "EXAMPLE.com" } } }
            """);
        _program.Environment["LDAPSYNC_MAILROUTE__APIKEY"] = Secret;

        var result = await _program.RunAsync("sync", "--ldif", "people.ldif");

        result.ExitCode.Should().Be(0);
        _fake.Accounts.Should().ContainSingle();
        File.Exists(_program.PathOf("example.com.db")).Should().BeTrue();
    }

    [Fact]
    public async Task A_target_that_the_command_line_names_goes_before_settings_of_MailRoute()
    {
        _program.Environment["LDAPSYNC_MailRoute__Domain"] = "example.com";

        var result = await _program.RunAsync("sync", "--ldif", "people.ldif", "--target", "mine.db");

        result.ExitCode.Should().Be(0);
        result.Error.Should().Contain("LdapSync:MailRoute is left alone: the target is mine.db.");
        File.Exists(_program.PathOf("mine.db")).Should().BeTrue();
    }

    [Fact]
    public async Task What_is_set_to_nothing_is_not_set()
    {
        _program.Environment["LDAPSYNC_MailRoute__ApiKey"] = "";

        var result = await _program.RunAsync("sync", "--ldif", "people.ldif");

        result.ExitCode.Should().Be(0);
        File.Exists(_program.PathOf("mailboxes.db")).Should().BeTrue();
    }

    [Fact]
    public async Task Two_targets_on_one_command_line_are_one_too_many()
    {
        var result = await _program.RunAsync(["sync", "--ldif", "people.ldif", "--target", "mine.db", .. Reach()]);

        result.ExitCode.Should().Be(2);
        result.Error.Should().Contain("two targets").And.Contain("Usage:").And.NotContain(Secret);
        _fake.Requests.All.Should().BeEmpty();
    }

    [Fact]
    public async Task The_made_up_company_never_goes_to_MailRoute()
    {
        var result = await _program.RunAsync(Reach());

        result.ExitCode.Should().Be(0);
        result.Error.Should().Contain("LdapSync:MailRoute is left alone: the made-up company goes into company.db.");
        _fake.Requests.All.Should().BeEmpty();
    }

    [Theory]
    [InlineData("test")]
    [InlineData("record", "kept.ldif")]
    public async Task A_verb_that_needs_no_target_needs_no_key(params string[] verb)
    {
        var result = await _program.RunAsync([.. verb, "--ldif", "people.ldif", "--LdapSync:MailRoute:Domain=example.com"]);

        result.ExitCode.Should().Be(0);
        _fake.Requests.All.Should().BeEmpty();
    }

    [Fact]
    public async Task Record_does_not_replace_the_history()
    {
        var result = await _program.RunAsync("record", "example.com.db", "--ldif", "people.ldif", "--LdapSync:MailRoute:Domain=example.com");

        result.ExitCode.Should().Be(2);
        File.Exists(_program.PathOf("example.com.db")).Should().BeFalse();
    }

    [Theory]
    [InlineData("plan", "--verbose")]
    [InlineData("sync", "--verbose", "--LdapSync:Verify=true")]
    [InlineData("sync", "--json")]
    [InlineData("plan", "--LdapSync:MailRoute:Parallelism=0")]
    [InlineData("plan", "--LdapSync:MailRoute:Domain=elsewhere.example", "--verbose")]
    [InlineData("plan", "--LdapSync:MailRoute:Login=somebody@example.com", "--verbose")]
    [InlineData("plan", "--LdapSync:MailRoute:BaseAddress=http://127.0.0.1:1/", "--LdapSync:MailRoute:MaxAttempts=1", "--verbose")]
    [InlineData("compare", "appsettings.json", "--verbose")]
    [InlineData("--verbose")]
    public async Task The_key_of_command_line_environment_or_file_is_never_told(params string[] arguments)
    {
        string[] all = [.. arguments, .. Reach().Where(reach => !arguments.Any(given => given.Split('=')[0] == reach.Split('=')[0])), .. arguments[0] == "--verbose" ? Array.Empty<string>() : ["--ldif", "people.ldif"]];
        string[] others = [.. all.Where(argument => !argument.Contains(Secret, StringComparison.Ordinal))];

        await Silent(all);
        _program.Environment["LDAPSYNC_MailRoute__ApiKey"] = Secret;
        await Silent(others);
        _program.Environment.Clear();
        _program.Write("appsettings.json", $$"""{ "LdapSync": { "SearchFilter": "AnyMail", "MailRoute": { "ApiKey": "{{Secret}}" } } }""");
        await Silent(others);
    }

    [Theory]
    [InlineData($"--LdapSync:MailRoute:ApiKy={Secret}")]
    [InlineData($"--LdapSync:MailRoute:ApiKey:0={Secret}")]
    [InlineData($"--LdapSync:MailRoute:ApiKey=", Secret)]
    [InlineData($"--LdapSync:MailRoute:ApiKey={Secret} {Secret}")]
    [InlineData($"--LdapSync:MailRoute:ApiKey={Secret}", $"--LdapSync:MailRoute:ApiKey={Secret}")]
    [InlineData($"--LdapSync:MailRoute:BaseAddress=https://user:{Secret}@admin.mailroute.net/api/v1/")]
    [InlineData($"--LdapSync:MailRoute:BaseAddress=https://user:{Secret}@[x")]
    public async Task A_key_that_went_astray_is_not_told(params string[] arguments) => (await Silent(["plan", "--ldif", "people.ldif", .. arguments])).ExitCode.Should().Be(2);

    public async ValueTask DisposeAsync()
    {
        _program.Dispose();
        await _fake.DisposeAsync();
    }

    private string[] Reach() =>
    [
        $"--LdapSync:MailRoute:BaseAddress={_fake.BaseAddress}", $"--LdapSync:MailRoute:Login={_fake.Options.Login}", $"--LdapSync:MailRoute:ApiKey={Secret}",
        $"--LdapSync:MailRoute:Domain={_fake.Options.Domain}",
    ];

    private async Task<Result> Silent(string[] arguments)
    {
        var result = await _program.RunAsync(arguments);
        (result.Output + result.Error).Should().NotContain(Secret).And.NotContain("   at ");
        return result;
    }
}
