using LdapSync.Ldap.Scripted;
using LdapSync.Targets;

namespace LdapSync.Ldap;

/// <summary>Reads that break after they have begun: started anew from the beginning, or given up with nothing written (R1).</summary>
public class BrokenReadTests
{
    [Fact]
    public async Task R1_a_read_that_breaks_off_is_started_anew_from_the_beginning_on_another_server()
    {
        await using var breaking = ScriptedServer.StartSearching(request => request.Cookie().Length == 0 ? Page(request, "old", [1]) : Answer.Close);
        await using var healthy = ScriptedServer.StartSearching(request => request.Cookie().Length == 0 ? Page(request, "ann", [1]) : Page(request, "bob", []));
        var target = new InMemoryTarget();

        var report = await SyncAsync(Options(breaking.Address, healthy.Address), target);

        report.Plan.Entries.Should().Be(2, "what the first server gave is dropped");
        target.Accounts.Select(account => account.Primary.LocalPart).Should().Equal("ann", "bob");
        (breaking.Connections, healthy.Connections).Should().Be((1, 1));
    }

    [Fact]
    public async Task R1_a_read_that_breaks_every_time_is_given_up_after_MaxReadAttempts_and_nothing_is_written()
    {
        await using var breaking = ScriptedServer.StartSearching(request => request.Cookie().Length == 0 ? Page(request, "ann", [1]) : Answer.Close);
        var options = Options(breaking.Address);
        options.MaxReadAttempts = 3;
        var target = new InMemoryTarget([new MailAccount(EmailAddress.Parse("kept@example.com"))]);

        (await FluentActions.Awaiting(() => SyncAsync(options, target)).Should().ThrowAsync<SourceException>())
            .Which.Should().Match<SourceException>(e => e.IsBrokenOff && e.Message.Contains("the server closed the connection"));

        breaking.Connections.Should().Be(3);
        target.Accounts.Should().ContainSingle();
    }

    [Theory]
    [InlineData(LdapResultCode.Busy, 2)]
    [InlineData(LdapResultCode.SizeLimitExceeded, 1)]
    [InlineData(LdapResultCode.AdminLimitExceeded, 1)]
    public async Task A_clear_answer_in_the_middle_is_final_and_a_server_that_cannot_serve_at_present_is_not(LdapResultCode code, int connections)
    {
        await using var server = ScriptedServer.StartSearching(request => request.Cookie().Length == 0 ? Page(request, "ann", [1]) : Reply.Done(request, null, code));

        await FluentActions.Awaiting(() => SyncAsync(Options(server.Address), new InMemoryTarget())).Should().ThrowAsync<SourceException>();

        server.Connections.Should().Be(connections);
    }

    [Fact]
    public async Task A_read_that_cannot_begin_is_not_tried_again()
    {
        await using var server = ScriptedServer.Start(_ => Answer.Close);

        (await FluentActions.Awaiting(() => SyncAsync(Options(server.Address), new InMemoryTarget())).Should().ThrowAsync<SourceException>()).Which.IsBrokenOff.Should().BeFalse();

        server.Connections.Should().Be(1);
    }

    [Fact]
    public async Task A_server_that_is_down_is_tried_once_and_then_last()
    {
        await using var down = ScriptedServer.Start(_ => Answer.Close);
        await using var up = ScriptedServer.StartSearching(request => Page(request, "ann", []));
        var options = Options(down.Address, up.Address);
        options.Verify = true; // reads once more

        var report = await SyncAsync(options, new InMemoryTarget());

        report.LeftToDo.Should().Be(0);
        (down.Connections, up.Connections).Should().Be((1, 2));
    }

    [Fact]
    public async Task The_whole_read_has_a_deadline_however_fast_each_answer_comes()
    {
        var entries = 0;
        await using var server = ScriptedServer.StartSearching(request => Page(request, $"a{++entries}", [1]));
        var options = Options(server.Address);
        options.ReadTimeout = TimeSpan.FromMilliseconds(300);

        var failure = (await FluentActions.Awaiting(() => SyncAsync(options, new InMemoryTarget())).Should().ThrowAsync<SourceException>()).Which;

        failure.Message.Should().Be($"ldap://{server.Address}: the read failed: it did not end within 00:00:00.3000000; raise ReadTimeout, or look into why the server is slow.");
        failure.IsBrokenOff.Should().BeFalse("another attempt would take as long");
        server.Connections.Should().Be(1);
    }

    private static SyncOptions Options(params string[] servers)
    {
        var options = Reading.Options(servers);
        options.SearchFilter = "AnyMail";
        return options;
    }

    private static Task<Reporting.SyncReport> SyncAsync(SyncOptions options, InMemoryTarget target) =>
        new SyncRunner(new LdapDirectorySource(options), target, options).RunAsync(TestContext.Current.CancellationToken);

    private static byte[] Page(Request request, string name, byte[] cookie) =>
        [.. Reply.Entry(request, $"cn={name},dc=example,dc=com", ("mail", [$"{name}@example.com"])), .. Reply.Done(request, cookie)];
}
