namespace LdapSync.Quickstart.Tests;

public sealed class DemoTests : IDisposable
{
    private readonly ConsoleProgram _program = new();

    [Fact]
    public async Task Without_arguments_the_made_up_company_is_synced_once()
    {
        var first = await _program.RunAsync();
        var second = await _program.RunAsync();

        first.ExitCode.Should().Be(0);
        first.Output.Should().Contain("changes planned").And.Contain("changes applied").And.Contain("Conflicts: addresses claimed more than once (2)").And.NotContain("Nothing is left to do");
        second.ExitCode.Should().Be(0);
        second.Output.Should().Contain("Nothing to do").And.Contain("Nothing is left to do");
        (first.Error + second.Error).Should().BeEmpty();
    }

    [Fact]
    public async Task The_made_up_company_never_touches_the_usual_target_file()
    {
        await _program.RunAsync();

        Directory.GetFiles(_program.Folder).Select(Path.GetFileName).Should().Equal("company.db");
    }

    [Fact]
    public async Task The_made_up_company_shows_what_its_file_promises()
    {
        var plan = (await _program.RunAsync("--json")).Json["plan"]!;

        plan["conflicts"]!.AsArray().Should().HaveCount(2);
        plan["patterns"]!.AsArray().Should().HaveCount(2).And.OnlyContain(pattern => pattern!["addresses"]!.GetValue<int>() > 0);
        plan["changes"]!.AsArray().Count(change => change!["accountKind"]?.GetValue<string>() == "DistributionList").Should().Be(24);
        plan["skippedEntries"]!.AsArray().Should().NotBeEmpty();
        plan["skippedValues"]!.AsArray().Should().NotBeEmpty();
        plan["nonMailValues"]!.GetValue<int>().Should().BePositive();
    }

    [Fact]
    public async Task Servers_in_the_environment_do_not_change_what_no_arguments_mean()
    {
        _program.Environment["LDAPSYNC_Servers"] = "dc1.example.com";

        (await _program.RunAsync()).ExitCode.Should().Be(0);
    }

    public void Dispose() => _program.Dispose();
}
