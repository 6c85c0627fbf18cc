using System.Globalization;
using Microsoft.Data.Sqlite;

namespace LdapSync.Quickstart.Tests;

public sealed class SyncTests : IDisposable
{
    private const string Ann = "ann@example.com";
    private const string Bob = "bob@example.com";

    private readonly ConsoleProgram _program = new ConsoleProgram().WithAnyMail();

    [Fact]
    public async Task A_plan_writes_nothing_not_even_an_empty_file()
    {
        _program.WriteLdif("people.ldif", Ann);
        var before = Directory.GetFiles(_program.Folder);

        var result = await _program.RunAsync("plan", "--ldif", "people.ldif");

        result.ExitCode.Should().Be(0);
        result.Output.Should().Contain("add mailbox ann@example.com").And.Contain("add alias alias-ann@example.com");
        Directory.GetFiles(_program.Folder).Should().BeEquivalentTo(before);
    }

    [Fact]
    public async Task A_sync_applies_what_the_plan_says_and_a_second_one_has_nothing_to_do()
    {
        _program.WriteLdif("people.ldif", Ann, Bob);
        var planned = await _program.RunAsync("plan", "--json", "--ldif", "people.ldif");

        var first = await _program.RunAsync("sync", "--json", "--ldif", "people.ldif");
        var second = await _program.RunAsync("sync", "--json", "--ldif", "people.ldif");

        first.ExitCode.Should().Be(0);
        first.Json["plan"]!["fingerprint"]!.GetValue<string>().Should().Be(planned.Json["fingerprint"]!.GetValue<string>());
        first.Json["applied"]!.GetValue<int>().Should().Be(4);
        first.Json["plan"]!["changes"]!.AsArray().Should().OnlyContain(change => change!["outcome"]!.GetValue<string>() == "Applied");
        second.ExitCode.Should().Be(0);
        second.Json["plan"]!["changes"]!.AsArray().Should().BeEmpty();
    }

    [Fact]
    public async Task What_left_the_directory_is_deleted()
    {
        _program.WriteLdif("people.ldif", Ann, Bob);
        await _program.RunAsync("sync", "--ldif", "people.ldif");
        _program.WriteLdif("people.ldif", Ann);

        var result = await _program.RunAsync("sync", "--ldif", "people.ldif", "--LdapSync:Verify=true");

        result.ExitCode.Should().Be(0);
        result.Output.Should().Contain("1 account deleted").And.Contain("Verified: nothing is left to do");
    }

    [Theory]
    [InlineData("AccountAdds", 2)]
    [InlineData("AliasAdds", 2)]
    [InlineData("Total", 4)]
    public async Task R16_a_limit_of_as_many_changes_is_kept_and_one_less_refuses_all(string limit, int planned)
    {
        _program.WriteLdif("people.ldif", Ann, Bob);

        var below = await _program.RunAsync("sync", "--json", "--ldif", "people.ldif", $"--LdapSync:Limits:{limit}={Text(planned - 1)}");
        var planBelow = await _program.RunAsync("plan", "--ldif", "people.ldif", $"--LdapSync:Limits:{limit}={Text(planned - 1)}");
        var exact = await _program.RunAsync("sync", "--ldif", "people.ldif", $"--LdapSync:Limits:{limit}", Text(planned));

        below.ExitCode.Should().Be(4);
        below.Json["refused"]!.GetValue<bool>().Should().BeTrue();
        below.Json["test"]!.GetValue<bool>().Should().BeFalse();
        below.Error.Should().Contain($"LdapSync:Limits:{limit}");
        planBelow.ExitCode.Should().Be(4);
        planBelow.Output.Should().Contain("Refused").And.Contain("add mailbox ann@example.com");
        exact.ExitCode.Should().Be(0);
        exact.Output.Should().Contain("4 changes applied", "the refused sync has applied nothing");
    }

    [Fact]
    public async Task R20_a_directory_that_yields_nobody_is_refused()
    {
        _program.WriteLdif("people.ldif", Ann);

        var result = await _program.RunAsync("sync", "--ldif", "people.ldif", "--LdapSync:SearchFilter=(mail=nobody@example.com)");

        result.ExitCode.Should().Be(4);
        result.Error.Should().Contain("AllowEmptyDirectory");
    }

    [Fact]
    public async Task R23_a_change_that_the_target_refuses_does_not_stop_the_others()
    {
        _program.WriteLdif("people.ldif", Ann);
        await _program.RunAsync("sync", "--ldif", "people.ldif", "--target", "my boxes.db");
        Execute("my boxes.db", "CREATE TRIGGER no_bob BEFORE INSERT ON address WHEN NEW.canonical = 'bob@example.com' BEGIN SELECT RAISE(ABORT, 'no'); END");
        _program.WriteLdif("people.ldif", Ann, Bob, "carla@example.com");

        var failed = await _program.RunAsync("sync", "--ldif", "people.ldif", "--target", "my boxes.db");
        Execute("my boxes.db", "DROP TRIGGER no_bob");
        var again = await _program.RunAsync("sync", "--ldif", "people.ldif", "--target", "my boxes.db");

        failed.ExitCode.Should().Be(5);
        failed.Output.Should().Contain("2 of 4 changes applied, 1 failed, 1 withheld").And.Contain("add mailbox bob@example.com: ");
        again.ExitCode.Should().Be(0);
        again.Output.Should().Contain("2 changes applied");
    }

    public void Dispose() => _program.Dispose();

    private void Execute(string file, string statement)
    {
        using var connection = new SqliteConnection($"Data Source={_program.PathOf(file)};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The statements are those of the tests above.
        command.CommandText = statement;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
