namespace LdapSync.Quickstart.Tests;

public sealed class RecordTests : IDisposable
{
    private const string People = """
        dn: ou=People,dc=example,dc=com
        objectClass: organizationalUnit

        dn: cn=Ann,ou=People,dc=example,dc=com
        objectClass: person
        mail: ann@example.com
        otherMailbox: ann.other@example.com
        userPassword: Hunter2

        dn: cn=Bob,ou=Elsewhere,dc=example,dc=com
        objectClass: person
        mail: bob@example.com

        """;

    private readonly ConsoleProgram _program = new ConsoleProgram().WithAnyMail();

    public RecordTests() => _program.Write("people.ldif", People);

    [Fact]
    public async Task A_recording_has_every_entry_below_the_bases_with_every_attribute_but_no_password()
    {
        var result = await RunAsync("record", "kept.ldif", "--LdapSync:BaseDns=ou=People,dc=example,dc=com");

        result.ExitCode.Should().Be(0);
        result.Output.Should().Be($"2 entries of people.ldif kept in kept.ldif. That is people's data: only its owner can read the file.{System.Environment.NewLine}");
        Text("kept.ldif").Should().Contain("dn: ou=People").And.Contain("otherMailbox: ann.other@example.com").And.NotContain("bob@").And.NotContain("Hunter2");
        if (!OperatingSystem.IsWindows()) File.GetUnixFileMode(_program.PathOf("kept.ldif")).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Files().Should().BeEquivalentTo("appsettings.json", "people.ldif", "kept.ldif");
    }

    [Fact]
    public async Task Plans_from_the_recording_are_those_from_the_directory_for_other_settings_too()
    {
        await RunAsync("record", "kept.ldif");

        foreach (var settings in new string[][] { [], ["--LdapSync:SearchFilter=(mail=a*)", "--LdapSync:AliasAttributes=otherMailbox"] })
        {
            var direct = await _program.RunAsync(["plan", "--json", "--ldif", "people.ldif", .. settings]);
            var recorded = await _program.RunAsync(["plan", "--json", "--ldif", "kept.ldif", .. settings]);

            direct.ExitCode.Should().Be(0);
            recorded.Output.Should().Be(direct.Output);
        }
    }

    [Fact]
    public async Task A_filter_narrows_the_recording_and_JSON_tells_what_was_kept()
    {
        var json = (await RunAsync("record", "kept.ldif", "--filter", "(mail=b*)", "--json")).Json;

        json.ToJsonString().Should().Be("""{"file":"kept.ldif","source":"people.ldif","filter":"(mail=b*)","entries":1}""");
        Text("kept.ldif").Should().Contain("bob@").And.NotContain("ann@");
    }

    [Fact]
    public async Task A_recording_is_replaced_only_by_a_complete_one()
    {
        await RunAsync("record", "kept.ldif");
        var kept = Text("kept.ldif");
        _program.Write("people.ldif", "dn: cn=Ann,dc=example,dc=com\nmail: ann@example.com\nthis is no line of LDIF\n");

        var broken = await RunAsync("record", "kept.ldif");
        var nobody = await _program.RunAsync("record", "kept.ldif", "--ldif=kept2.ldif", "--filter=(cn=nobody)");
        _program.Write("kept2.ldif", People);
        var empty = await _program.RunAsync("record", "kept.ldif", "--ldif=kept2.ldif", "--filter=(cn=nobody)");

        broken.ExitCode.Should().Be(3);
        broken.Error.Should().Contain("people.ldif, line 3");
        nobody.ExitCode.Should().Be(3);
        empty.ExitCode.Should().Be(4);
        empty.Output.Should().Contain("nothing was recorded");
        Text("kept.ldif").Should().Be(kept);
        Files().Should().NotContain(file => file!.EndsWith(".partial", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("nowhere/kept.ldif", "folder does not exist")]
    [InlineData("folder", "is a folder")]
    [InlineData("people.ldif", "the file that --ldif reads")]
    [InlineData("./folder/../people.ldif", "the file that --ldif reads")]
    [InlineData("link.ldif", "the file that --ldif reads")]
    [InlineData("mailboxes.db", "mailboxes and history")]
    [InlineData("/dev/stdout", "no place for a file")]
    public async Task A_file_that_cannot_be_or_is_in_use_is_refused_before_anything_is_read(string file, string reason)
    {
        Directory.CreateDirectory(_program.PathOf("folder"));
        File.CreateSymbolicLink(_program.PathOf("link.ldif"), _program.PathOf("people.ldif"));

        var result = await RunAsync("record", file);

        result.ExitCode.Should().Be(2);
        result.Error.Should().Contain(reason).And.Contain("Usage:").And.NotContain("   at ");
        Text("people.ldif").Should().Be(People);
    }

    [Fact]
    public async Task A_link_to_the_file_is_the_file()
    {
        File.CreateSymbolicLink(_program.PathOf("link.ldif"), "people.ldif");

        (await _program.RunAsync("record", "people.ldif", "--ldif", "link.ldif")).ExitCode.Should().Be(2);

        Text("people.ldif").Should().Be(People);
    }

    [Fact]
    public async Task The_file_that_is_read_is_not_taken_for_what_an_earlier_recording_left_behind()
    {
        File.Move(_program.PathOf("people.ldif"), _program.PathOf("kept.ldif.partial"));

        (await _program.RunAsync("record", "kept.ldif", "--ldif", "kept.ldif.partial")).ExitCode.Should().Be(2);

        Text("kept.ldif.partial").Should().Be(People);
    }

    [Theory]
    [InlineData("record")]
    [InlineData("record", "kept.ldif", "other.ldif")]
    [InlineData("record", "kept.ldif", "--filter=cn=b")]
    [InlineData("record", "kept.ldif", "--filter")]
    [InlineData("plan", "--filter=(cn=b)")]
    public async Task A_command_line_that_is_not_understood_shows_the_usage(params string[] arguments)
    {
        var result = await RunAsync(arguments);

        result.ExitCode.Should().Be(2);
        result.Error.Should().Contain("Usage:").And.NotContain("   at ");
        Files().Should().NotContain("kept.ldif");
    }

    public void Dispose() => _program.Dispose();

    private string Text(string file) => File.ReadAllText(_program.PathOf(file));

    private IEnumerable<string?> Files() => Directory.GetFiles(_program.Folder).Select(Path.GetFileName);

    private Task<Result> RunAsync(params string[] arguments) => _program.RunAsync([.. arguments, "--ldif", "people.ldif"]);
}
