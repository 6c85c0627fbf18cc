namespace LdapSync.Quickstart.Tests;

public sealed class SettingsTests : IDisposable
{
    private readonly ConsoleProgram _program = new();

    [Fact]
    public async Task Every_fault_is_named_at_once()
    {
        _program.Write("appsettings.json", """{ "LdapSync": { "Limts": { "Total": 1 }, "Port": "abc" } }""");
        _program.Environment["LDAPSYNC_AutoSync__TimesPerDay"] = "5";

        var result = await _program.RunAsync("plan", "--LdapSync:UseSsl=maybe", "--LdapSync:SearchFilter=(mail=*", "--LdapSync:Servers", "dc1", "--LdapSync:Typo=1");

        result.ExitCode.Should().Be(2);
        result.Output.Should().BeEmpty();
        string[] named = ["appsettings.json: LdapSync:Limts:Total", "LdapSync:Port is 'abc'", "AutoSync:TimesPerDay", "UseSsl", "SearchFilter", "LdapSync:Typo", "User", "Password", "BaseDns"];
        named.Should().OnlyContain(name => result.Error.Contains(name, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("LDAPSYNC_Limits__Total")]
    [InlineData("LDAPSYNC_LdapSync__Limits__Total")]
    [InlineData("LDAPSYNC_LIMITS__TOTAL")]
    public async Task The_environment_sets_by_the_short_and_by_the_long_name(string variable)
    {
        _program.Environment[variable] = "1";

        (await Plan()).ExitCode.Should().Be(4);
        (await Plan("--LdapSync:Limits:Total=100000")).ExitCode.Should().Be(0, "the command line goes before the environment");
    }

    [Fact]
    public async Task A_file_in_the_current_folder_goes_before_the_one_beside_the_program_and_after_the_environment()
    {
        _program.Write("appsettings.json", """{ /* comment */ "LdapSync": { "Limits": { "Total": 1 } } }""");
        var byFile = await Plan();
        _program.Environment["LDAPSYNC_Limits__Total"] = "100000";

        byFile.ExitCode.Should().Be(4);
        (await Plan()).ExitCode.Should().Be(0);
    }

    [Theory]
    [InlineData("--LdapSync:Exclusions=a@x.example, b@x.example")]
    [InlineData("--LdapSync:Exclusions=a@x.example\nb@x.example")]
    public async Task A_list_replaces_the_list_before_it(string argument)
    {
        var plan = await Plan(argument, "--json");

        plan.Json["patterns"]!.AsArray().Select(pattern => pattern!["pattern"]!.GetValue<string>()).Should().Equal("a@x.example", "b@x.example");
    }

    [Theory]
    [InlineData("--LdapSync:DomainAliases:alias.example=no domain")]
    [InlineData("--LdapSync:DomainAliases=alias.example=no domain")]
    public async Task Pairs_may_be_a_group_or_one_text(string argument)
    {
        var result = await Plan(argument);

        result.ExitCode.Should().Be(2);
        result.Error.Should().Contain("LdapSync:DomainAliases:alias.example is 'no domain'");
    }

    [Fact]
    public async Task A_text_that_is_no_pair_is_a_fault_in_words() =>
        (await Plan("--LdapSync:DomainAliases=alias.example")).Error.Should().Contain("LdapSync:DomainAliases is 'alias.example': expected pairs such as alias.example=parent.example.");

    [Fact]
    public async Task A_row_of_a_list_replaces_a_text_before_it()
    {
        _program.Environment["LDAPSYNC_Exclusions"] = "a@x.example, b@x.example";

        var plan = await Plan("--LdapSync:Exclusions:0=c@x.example", "--LdapSync:Exclusions:1=d@x.example", "--json");

        plan.Json["patterns"]!.AsArray().Select(pattern => pattern!["pattern"]!.GetValue<string>()).Should().Equal("c@x.example", "d@x.example");
    }

    [Theory]
    [InlineData("""{ "LdapSync": { "Limits": null, "Port": null, "Exclusions": null, "Servers": [] } }""")]
    [InlineData("""{ "LdapSync": { "Limits": {} }, "Logging": { "Anything": "else" } }""")]
    [InlineData("{}")]
    public async Task Null_and_emptiness_in_a_file_mean_the_default(string file)
    {
        _program.Write("appsettings.json", file);

        (await Plan()).ExitCode.Should().Be(0);
    }

    [Theory]
    [InlineData("""{ "LdapSync": { "Port": [ 389 ] } }""", "LdapSync:Port takes one value")]
    [InlineData("""{ "LdapSync": { "Limits": 5 } }""", "LdapSync:Limits is no setting")]
    [InlineData("""{ "LdapSync": "on" }""", "LdapSync is no setting")]
    [InlineData("""{ "LdapSync": { "Port": 1, "port": 2 } }""", "appsettings.json")]
    [InlineData("""{ "LdapSync": { """, "expected JSON, found: line 1")]
    [InlineData("[]", "appsettings.json")]
    public async Task A_file_of_another_shape_is_a_bad_setting(string file, string fault)
    {
        _program.Write("appsettings.json", file);

        var result = await Plan();

        result.ExitCode.Should().Be(2);
        result.Error.Should().Contain(fault).And.NotContain("   at ");
    }

    [Theory]
    [InlineData("""{ "LdapSync": { "Limits": { "AccountDeletes": "" } } }""", "appsettings.json: LdapSync:Limits:AccountDeletes is empty: expected a whole number; leave it out where none is meant.")]
    [InlineData("""{ "LdapSync": { "Guards": { "MaxDeletePercent": " " } } }""", "LdapSync:Guards:MaxDeletePercent is empty")]
    [InlineData("{}", "The command line: LdapSync:Limits:Total is empty", "--LdapSync:Limits:Total=")]
    public async Task A_limit_that_is_left_empty_is_a_slip_and_not_no_limit(string file, string fault, params string[] arguments)
    {
        _program.Write("appsettings.json", file);

        var result = await Plan(arguments);

        result.ExitCode.Should().Be(2);
        result.Error.Should().Contain(fault);
    }

    [Theory]
    [InlineData("LDAPSYNC_Limits__Totl")]
    [InlineData("LDAPSYNC_LdapSync__Totl")]
    [InlineData("LDAPSYNC_Exclusion")]
    [InlineData("LDAPSYNC_LDAPSYNC")]
    public async Task A_slip_in_the_environment_is_a_bad_setting(string variable)
    {
        _program.Environment[variable] = "1";

        (await Plan()).ExitCode.Should().Be(2);
    }

    [Fact]
    public async Task A_plain_word_in_capitals_in_the_environment_is_noted_and_left_alone()
    {
        _program.Environment["LDAPSYNC_VECTORS"] = "folder";

        var result = await Plan();

        result.ExitCode.Should().Be(0);
        result.Error.Should().Contain("LDAPSYNC_VECTORS is no setting");
    }

    [Theory]
    [InlineData("plna")]
    [InlineData("plan", "sync")]
    [InlineData("plan", "--frobnicate")]
    [InlineData("plan", "--json=yes")]
    [InlineData("plan", "--ldif")]
    [InlineData("plan", "--ldif", "--json")]
    [InlineData("plan", "--ldif=")]
    [InlineData("plan", "--ldif=a", "--ldif=b")]
    [InlineData("plan", "--LdapSync:Port")]
    [InlineData("plan", "--LdapSync:Port=1", "--ldapsync:port=2")]
    [InlineData("sync", "--record")]
    [InlineData("history", "--ldif=a")]
    [InlineData("apply")]
    [InlineData("apply", "--approve", "Shrink")]
    [InlineData("apply", "missing.json", "--ldif=a")]
    [InlineData("apply", "plan.json", "other.json")]
    [InlineData("apply", "plan.json", "--approve")]
    [InlineData("apply", "plan.json", "--approve=Everything")]
    [InlineData("apply", "plan.json", "--approve=6")]
    [InlineData("apply", "plan.json", "--force")]
    [InlineData("sync", "--approve=Shrink")]
    [InlineData("sync", "--save=plan.json")]
    [InlineData("--ldif=a")]
    [InlineData("")]
    public async Task A_command_line_that_is_not_understood_shows_the_usage(params string[] arguments)
    {
        var result = await _program.RunAsync(arguments);

        result.ExitCode.Should().Be(2);
        result.Output.Should().BeEmpty();
        result.Error.Should().Contain("Usage:");
        Directory.GetFiles(_program.Folder).Should().BeEmpty();
    }

    [Theory]
    [InlineData("plan")]
    [InlineData("sync")]
    [InlineData("test")]
    public async Task Without_servers_and_without_a_file_there_is_nothing_to_read(string verb)
    {
        var result = await _program.RunAsync(verb);

        result.ExitCode.Should().Be(2);
        result.Error.Should().Contain("LdapSync:Servers").And.Contain("--ldif");
    }

    [Fact]
    public async Task Help_names_every_setting()
    {
        var result = await _program.RunAsync("plan", "--help");

        result.ExitCode.Should().Be(0);
        KnownSettings.All.Should().HaveCountGreaterThan(25).And.OnlyContain(setting => result.Output.Contains(setting.Path, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_setting_for_a_host_that_keeps_running_is_noted()
    {
        var result = await Plan("--LdapSync:AutoSync:Enabled=true");

        result.ExitCode.Should().Be(0);
        result.Error.Should().Contain("AutoSync");
    }

    public void Dispose() => _program.Dispose();

    private Task<Result> Plan(params string[] arguments) => _program.RunAsync(["plan", "--ldif", ConsoleProgram.Company, .. arguments]);
}
