namespace LdapSync.Quickstart.Tests;

public sealed class CompareTests : IDisposable
{
    private const string Secret = "Hunter2-sEcret";

    private readonly ConsoleProgram _program = new ConsoleProgram().WithAnyMail();

    public CompareTests() => _program.WriteLdif("people.ldif", "ann@example.com", "bob@example.com");

    [Fact]
    public async Task What_an_edit_adds_removes_and_newly_hides_is_shown_and_nothing_is_written()
    {
        await RunAsync("sync");
        _program.WriteLdif("people.ldif", "ann@example.com", "carla@example.com");
        var before = await File.ReadAllBytesAsync(_program.PathOf("mailboxes.db"), TestContext.Current.CancellationToken);

        var text = await CompareAsync("""{ "LdapSync": { "Exclusions": [ "bob*" ] } }""");
        var json = (await RunAsync("compare", "new.json", "--json")).Json;

        text.ExitCode.Should().Be(0);
        text.Error.Should().BeEmpty();
        text.Output.ReplaceLineEndings("\n").Should().Be("""
            Settings as they are: 3 changes planned: 1 account to add, 1 account to delete, 1 alias to add.
            With new.json: 2 changes planned: 1 account to add, 1 alias to add.

            The edit adds 0 changes and removes 1 change.
            Changes that the edit removes (1)
              delete account bob@example.com
            Accounts of the target that exclusions newly hide (1)
              bob@example.com by bob*
            Settings worth a look (1)
              The exclusion bob* newly hides 1 account such as bob@example.com of the target: they will be neither changed nor deleted any more.

            """.ReplaceLineEndings("\n"));
        json.AsObject().Select(member => member.Key).Should().Equal("before", "after", "directoryReads", "comparison", "findings");
        json["comparison"]!["removed"]![0]!["account"]!.GetValue<string>().Should().Be("bob@example.com");
        json["findings"]![0]!["rule"]!.GetValue<string>().Should().Be("PatternHidesExisting");
        json["before"]!["fingerprint"]!.GetValue<string>().Should().Be((await RunAsync("plan", "--json")).Json["fingerprint"]!.GetValue<string>());
        (await File.ReadAllBytesAsync(_program.PathOf("mailboxes.db"), TestContext.Current.CancellationToken)).Should().Equal(before);
    }

    [Theory]
    [InlineData("""{ "LdapSync": { "Exclusions": [ "ann*" ] } }""", 1)]
    [InlineData("""{ "LdapSync": { "AliasAttributes": "otherMailbox", "DisabledAccounts": "Exclude" } }""", 1)]
    [InlineData("""{ "LdapSync": { "SearchFilter": "(mail=a*)" } }""", 2)]
    [InlineData("""{ "LdapSync": { "BaseDns": "dc=com" } }""", 2)]
    public async Task The_directory_is_read_as_often_as_other_entries_are_asked_for(string edit, int reads)
    {
        _program.Write("new.json", edit);

        var json = (await RunAsync("compare", "new.json", "--json")).Json;

        json["directoryReads"]!.GetValue<int>().Should().Be(reads);
        _program.Write("after.json", edit);
        var after = await RunAsync("compare", "after.json");
        after.Output.Contains("read twice", StringComparison.Ordinal).Should().Be(reads == 2);
    }

    [Theory]
    [InlineData("""{ "LdapSync": { "SearchFilter": "AnyMail" } }""", "")]
    [InlineData("""{ "LdapSync": { } }""", "")]
    [InlineData("{}", "new.json has no section LdapSync, where settings stand, so it changes none.")]
    [InlineData("""{ "Exclusions": [ "ann*" ] }""", "new.json has no section LdapSync, where settings stand, so it changes none.")]
    public async Task An_edit_that_changes_nothing_says_so(string edit, string note)
    {
        var result = await CompareAsync(edit);

        result.ExitCode.Should().Be(0);
        result.Output.Should().Contain("The edit changes nothing.");
        result.Error.Should().Be(note.Length == 0 ? "" : $"Note: {note}{System.Environment.NewLine}");
    }

    [Fact]
    public async Task An_edit_goes_before_every_other_layer_and_replaces_lists_whole()
    {
        _program.Environment["LDAPSYNC_Limits__Total"] = "1";
        var result = await CompareAsync("""{ "LdapSync": { "Limits": { "Total": 100 }, "Exclusions": [ "bob*" ] } }""", "--LdapSync:Exclusions=ann*,x*", "--LdapSync:Limits:Total=2");

        result.ExitCode.Should().Be(0, "it was compared");
        result.Output.Should().Contain("Settings as they are: 2 changes").And.Contain("With new.json: 2 changes").And.Contain("add mailbox ann@example.com").And.Contain("add mailbox bob@example.com");
    }

    [Fact]
    public async Task A_plan_that_the_edit_makes_be_refused_is_told_though_its_changes_are_the_same()
    {
        var result = await CompareAsync("""{ "LdapSync": { "Limits": { "Total": 1 } } }""");

        result.ExitCode.Should().Be(0);
        result.Output.Should().Contain("With new.json: Refused: 4 changes in all, 1 allowed").And.Contain("The edit changes nothing.");
    }

    [Theory]
    [InlineData($$"""{ "LdapSync": { "Pasword": "{{Secret}}" } }""", "LdapSync:Pasword is no setting")]
    [InlineData($$"""{ "LdapSync": { "Password": {{Secret}} } }""", "expected JSON, found: line 1 is none")]
    [InlineData($$"""{ "LdapSync": { "Password": [ "{{Secret}}" ] } }""", "LdapSync:Password takes one value")]
    [InlineData("""{ "LdapSync": { "Port": "abc", "SearchFilter": "(mail=" } }""", "LdapSync:Port is 'abc'")]
    [InlineData("""{ "LdapSync": { "Port": 1, "SearchFilter": "(mail=" } }""", "SearchFilter")]
    [InlineData("[]", "new.json")]
    [InlineData("", "expected JSON")]
    public async Task A_fault_of_the_edit_is_named_as_in_any_settings_file_and_secrets_are_not(string edit, string fault)
    {
        var result = await CompareAsync(edit);

        result.ExitCode.Should().Be(2);
        result.Output.Should().BeEmpty();
        result.Error.Should().Contain(fault).And.NotContain(Secret).And.NotContain("   at ");
    }

    [Fact]
    public async Task Faults_of_both_settings_are_named_at_once_each_once()
    {
        var result = await CompareAsync("""{ "LdapSync": { "Typo": 1 } }""", "--LdapSync:Port=abc");

        result.ExitCode.Should().Be(2);
        result.Error.Split("LdapSync:Port is 'abc'").Should().HaveCount(2);
        result.Error.Should().Contain("LdapSync:Typo is no setting");
    }

    [Theory]
    [InlineData("missing.json")]
    [InlineData("nowhere/missing.json")]
    [InlineData(".")]
    public async Task An_edit_that_is_not_there_is_a_bad_setting(string file)
    {
        var result = await RunAsync("compare", file);

        result.ExitCode.Should().Be(2);
        result.Error.Should().Contain($"{file}: expected a file with settings, found none").And.NotContain("   at ");
    }

    [Fact]
    public async Task A_file_whose_name_begins_with_a_dot_is_a_file_too()
    {
        _program.Write(".new.json", """{ "LdapSync": { "Exclusions": [ "ann*" ] } }""");

        (await RunAsync("compare", ".new.json")).Output.Should().Contain("removes 2 changes");
    }

    [Fact]
    public async Task Another_way_to_the_directory_is_left_alone_and_its_password_is_not_told()
    {
        var result = await CompareAsync($$"""{ "LdapSync": { "Servers": "dc9.example.com", "Password": "{{Secret}}" } }""");

        result.ExitCode.Should().Be(0);
        result.Error.Should().Contain("Servers, Password of the edit are left alone").And.NotContain(Secret);
        result.Output.Should().Contain("The edit changes nothing.").And.NotContain(Secret);
    }

    [Theory]
    [InlineData("compare")]
    [InlineData("compare", "new.json", "other.json")]
    [InlineData("compare", "new.json", "--save=plan.json")]
    public async Task A_command_line_that_is_not_understood_shows_the_usage(params string[] arguments)
    {
        var result = await RunAsync(arguments);

        result.ExitCode.Should().Be(2);
        result.Error.Should().Contain("Usage:");
    }

    public void Dispose() => _program.Dispose();

    private Task<Result> CompareAsync(string edit, params string[] arguments)
    {
        _program.Write("new.json", edit);
        return RunAsync(["compare", "new.json", .. arguments]);
    }

    private Task<Result> RunAsync(params string[] arguments) => _program.RunAsync([.. arguments, "--ldif", "people.ldif"]);
}
