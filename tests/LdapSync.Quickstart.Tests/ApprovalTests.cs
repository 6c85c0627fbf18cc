using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LdapSync.Quickstart.Tests;

public sealed class ApprovalTests : IDisposable
{
    private static readonly string[] Everybody = [.. Enumerable.Range(10, 20).Select(i => string.Create(CultureInfo.InvariantCulture, $"u{i}@example.com"))];

    private readonly ConsoleProgram _program = new ConsoleProgram().WithAnyMail();

    [Fact]
    public async Task R21_a_plan_that_was_refused_is_saved_approved_and_applied_once()
    {
        await SyncEverybodyAndLose(11);

        var sync = await RunAsync("sync");
        var plan = await RunAsync("plan", "--save", "plan.json");
        var apply = await RunAsync("apply", "plan.json", "--approve", "Shrink");
        var again = await RunAsync("apply", "plan.json", "--approve", "Shrink");

        sync.ExitCode.Should().Be(4);
        plan.ExitCode.Should().Be(4);
        var saved = Saved();
        saved.Select(member => member.Key).Should().Equal("fingerprint", "created", "summary", "changes", "violations", "checksum");
        saved["violations"]![0]!["kind"]!.GetValue<string>().Should().Be("Shrink");
        apply.ExitCode.Should().Be(0);
        apply.Output.Should().Contain("11 changes applied: 11 accounts deleted. Approved by ");
        again.ExitCode.Should().Be(4);
        again.Error.Should().Contain("Nothing was applied").And.Contain("Approved: 11 accounts to delete. Planned now: nothing");
    }

    [Fact]
    public async Task R21_an_approval_is_good_for_one_use_even_when_the_same_plan_comes_up_again()
    {
        await SyncEverybodyAndLose(11);
        await RunAsync("plan", "--save", "plan.json");
        await RunAsync("apply", "plan.json", "--approve", "Shrink");
        await SyncEverybodyAndLose(11);

        var again = await RunAsync("apply", "plan.json", "--approve", "Shrink");

        again.ExitCode.Should().Be(4);
        again.Error.Should().Contain("used before");
    }

    [Fact]
    public async Task R21_what_is_not_approved_by_name_still_refuses_the_plan()
    {
        await SyncEverybodyAndLose(11);
        await RunAsync("plan", "--save", "plan.json", "--LdapSync:Limits:Total=1");

        var half = await RunAsync("apply", "plan.json", "--approve", "Shrink", "--LdapSync:Limits:Total=1");
        var whole = await RunAsync("apply", "--approve", "Shrink", "total", "plan.json", "--LdapSync:Limits:Total=1");

        half.ExitCode.Should().Be(4);
        half.Error.Should().Contain("11 changes in all, 1 allowed").And.NotContain("50 %");
        whole.ExitCode.Should().Be(0);
    }

    [Fact]
    public async Task R21_a_directory_that_changed_since_makes_the_plan_stale()
    {
        await SyncEverybodyAndLose(11);
        await RunAsync("plan", "--save", "plan.json");
        _program.WriteLdif("people.ldif", Everybody[12..]);

        var result = await RunAsync("apply", "plan.json", "--approve", "Shrink");

        result.ExitCode.Should().Be(4);
        result.Error.Should().Contain("Approved: 11 accounts to delete. Planned now: 12 accounts to delete.");
    }

    [Fact]
    public async Task R21_a_plan_is_kept_for_a_day()
    {
        await SyncEverybodyAndLose(11);
        await RunAsync("plan", "--save", "plan.json");
        MakeOlder(TimeSpan.FromDays(1));

        var result = await RunAsync("apply", "plan.json", "--approve", "Shrink");

        result.ExitCode.Should().Be(4);
        result.Error.Should().Contain("expired");
    }

    [Theory]
    [InlineData("created", "2036-11-22T12:00:00+00:00")]
    [InlineData("changes", "nothing to worry about")]
    [InlineData("checksum", "0")]
    public async Task R21_a_saved_plan_that_was_edited_by_hand_is_refused(string member, string value)
    {
        await SyncEverybodyAndLose(11);
        await RunAsync("plan", "--save", "plan.json");
        var saved = Saved();
        saved[member] = value;
        _program.Write("plan.json", saved.ToJsonString());

        var result = await RunAsync("apply", "plan.json", "--approve", "Shrink");

        result.ExitCode.Should().Be(2);
        result.Error.Should().Contain("changed after it was saved").And.Contain("plan --save FILE");
    }

    [Fact]
    public async Task R21_only_what_the_saved_plan_breaks_can_be_approved()
    {
        await SyncEverybodyAndLose(11);
        await RunAsync("plan", "--save", "plan.json");

        var result = await RunAsync("apply", "plan.json", "--approve", "Shrink", "Total");

        result.ExitCode.Should().Be(2);
        result.Error.Should().Contain("does not break Total");
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{ "fingerprint": null, "created": "2026-11-22T12:00:00Z", "summary": "", "changes": "", "violations": [], "checksum": "" }""")]
    public async Task R21_what_is_no_saved_plan_is_refused(string text)
    {
        _program.WriteLdif("people.ldif", Everybody);
        _program.Write("plan.json", text);

        var result = await RunAsync("apply", "plan.json");

        result.ExitCode.Should().Be(2);
        result.Error.Should().Contain("plan --save FILE").And.NotContain("   at ");
    }

    [Fact]
    public async Task R19_AddsOnly_applies_the_adds_and_says_that_the_rest_was_refused()
    {
        await SyncEverybodyAndLose(11);
        _program.WriteLdif("people.ldif", [.. Everybody[11..], "new@example.com"]);

        var result = await RunAsync("sync", "--LdapSync:OnViolation=AddsOnly");

        result.ExitCode.Should().Be(4);
        result.Output.Should().Contain("2 of 13 changes applied, 0 failed, 11 withheld.").And.Contain("delete account u10@example.com: Only adds are applied");
    }

    [Theory]
    [InlineData("""{ "LdapSync": { "SearchFilter": "AnyMail", "Guards": { "MaxDeletePercent": null } } }""")]
    [InlineData("""{ "LdapSync": { "SearchFilter": "AnyMail", "Guards": { "MaxDeletePercent": 55.0 } } }""")]
    public async Task R20_the_guard_can_be_switched_off_or_widened_in_a_file(string file)
    {
        await SyncEverybodyAndLose(11);
        _program.Write("appsettings.json", file);

        (await RunAsync("sync")).ExitCode.Should().Be(0);
    }

    public void Dispose() => _program.Dispose();

    private async Task SyncEverybodyAndLose(int count)
    {
        _program.WriteLdif("people.ldif", Everybody);
        (await RunAsync("sync")).ExitCode.Should().Be(0);
        _program.WriteLdif("people.ldif", Everybody[count..]);
    }

    /// <summary>A plan that was saved earlier, as the program would have written it then.</summary>
    private void MakeOlder(TimeSpan age)
    {
        var saved = Saved();
        var created = saved["created"]!.GetValue<DateTimeOffset>();
        var text = File.ReadAllText(_program.PathOf("plan.json"))
            .Replace(JsonSerializer.Serialize(created), JsonSerializer.Serialize(created - age), StringComparison.Ordinal)
            .Replace(saved["checksum"]!.GetValue<string>(), "", StringComparison.Ordinal);
        var checksum = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.TrimEnd('\n'))));
        _program.Write("plan.json", text.Replace("\"checksum\": \"\"", $"\"checksum\": \"{checksum}\"", StringComparison.Ordinal));
    }

    private JsonObject Saved() => JsonNode.Parse(File.ReadAllText(_program.PathOf("plan.json")))!.AsObject();

    private Task<Result> RunAsync(params string[] arguments) => _program.RunAsync([.. arguments, "--ldif", "people.ldif"]);
}
