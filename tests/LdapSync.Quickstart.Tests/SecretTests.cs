namespace LdapSync.Quickstart.Tests;

/// <summary>Whatever goes wrong, the password is not told.</summary>
public sealed class SecretTests : IDisposable
{
    private const string Secret = "Hunter2-sEcret";

    private readonly ConsoleProgram _program = new();

    [Theory]
    [InlineData("test", "--verbose")]
    [InlineData("sync", "--verbose", "--LdapSync:Servers=no-such-host.invalid", "--LdapSync:User=reader@example.com", "--LdapSync:BaseDns=dc=example,dc=com")]
    [InlineData("plan", "--verbose", "--LdapSync:Servers=127.0.0.1:1", "--LdapSync:User=reader@example.com", "--LdapSync:BaseDns=dc=example,dc=com")]
    [InlineData("plan", "--LdapSync:Port=abc", "--LdapSync:Servers=dc1")]
    [InlineData("sync", "--ldif=missing.ldif", "--verbose")]
    [InlineData("sync", "--ldif=company.ldif", "--target=nowhere/x.db", "--verbose")]
    [InlineData("history", "--json")]
    [InlineData("--verbose")]
    public async Task A_password_of_command_line_environment_or_file_is_never_told(params string[] arguments)
    {
        File.Copy(ConsoleProgram.Company, _program.PathOf("company.ldif"));

        await Silent([.. arguments, $"--LdapSync:Password={Secret}"]);
        await Silent([.. arguments, "--LdapSync:Password", Secret]);
        _program.Environment["LDAPSYNC_Password"] = Secret;
        await Silent(arguments);
        _program.Environment.Clear();
        _program.Write("appsettings.json", $$"""{ "LdapSync": { "Password": "{{Secret}}" } }""");
        await Silent(arguments);
    }

    [Theory]
    [InlineData($"--LdapSync:Pasword={Secret}")]
    [InlineData($"--LdapSnyc:Password={Secret}")]
    [InlineData("--LdapSync:Password=", Secret)]
    [InlineData("plan", "--LdapSync:Password=", Secret)]
    [InlineData($"--LdapSync:Password={Secret}", $"--LdapSync:Password={Secret}")]
    [InlineData($"--LdapSync:Password:0={Secret}")]
    public async Task A_password_that_went_astray_on_the_command_line_is_not_told(params string[] arguments) => await Silent(arguments, exitCode: 2);

    [Theory]
    [InlineData($$"""{ "LdapSync": { "Password": {{Secret}} } }""")]
    [InlineData($$"""{ "LdapSync": { "Password": t{{Secret}} } }""")]
    [InlineData($$"""{ "LdapSync": { "Password": "{{Secret}}\q" } }""")]
    [InlineData($$"""{ "LdapSync": { "Password": [ "{{Secret}}" ] } }""")]
    [InlineData($$"""{ "LdapSync": { "Pasword": "{{Secret}}" } }""")]
    public async Task A_password_in_a_broken_file_is_not_told(string file)
    {
        _program.Write("appsettings.json", file);

        await Silent(["plan"], exitCode: 2);
    }

    public void Dispose() => _program.Dispose();

    private async Task Silent(string[] arguments, int? exitCode = null)
    {
        var result = await _program.RunAsync(arguments);

        (result.Output + result.Error).Should().NotContain(Secret);
        if (exitCode is { } expected) result.ExitCode.Should().Be(expected);
    }
}
