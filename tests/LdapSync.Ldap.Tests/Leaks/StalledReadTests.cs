using LdapSync.Ldap.Scripted;

namespace LdapSync.Ldap.Leaks;

/// <summary>Whoever waits for a server that says no more gives everything back at the deadline. A thousand wait for it at once.</summary>
[Collection(nameof(Leaks))]
public class StalledReadTests
{
    private const int AtOnce = 1000;
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(500);

    [Theory]
    [InlineData(Request.Extended, "StartTLS")]
    [InlineData(Request.Bind, "bind as User")]
    [InlineData(Request.Search, "search below")]
    public async Task A_thousand_servers_that_say_nothing_leave_nothing_behind(byte operation, string step) => await StallAsync(
        ScriptedServer.Start(Reply.UpTo(operation, _ => Answer.Silence)), step);

    [Fact]
    public async Task A_thousand_servers_that_stall_in_the_middle_of_a_message_leave_nothing_behind() => await StallAsync(
        ScriptedServer.Start(Reply.UpTo(Request.Search, request => Reply.Done(request, null)[..8])), "search below");

    [Fact]
    public async Task A_thousand_servers_that_drip_leave_nothing_behind() => await StallAsync(
        ScriptedServer.Start(Reply.UpTo(Request.Bind, request => new Answer(Reply.Bound(request)) { Pause = Short / 5 })), "bind as User");

    [Theory]
    [InlineData(true, 0)]
    [InlineData(true, 7)]
    [InlineData(false, 7)]
    public async Task A_thousand_handshakes_that_stall_leave_nothing_behind(bool fromStart, int octets)
    {
        byte[] serverHello = [0x16, 3, 3, 0, 0x7A, 2, 0]; // what it begins with
        await StallAsync(ScriptedServer.StartHandshake(fromStart, () => serverHello[..octets]), "TLS handshake", fromStart);
    }

    [Fact]
    public async Task A_thousand_connections_that_nobody_accepts_leave_nothing_behind()
    {
        await using var full = await FullListener.StartAsync();
        await StallAsync(Reading.Options(full.Address), "connect");
    }

    [Fact]
    public async Task A_thousand_look_ups_that_nobody_answers_leave_nothing_behind()
    {
        await using var dns = ScriptedDns.Start((_, _) => null);
        var options = Reading.Options("srv:corp.example");
        options.ConnectTimeout = Short;
        await StallAsync(new LdapDirectorySource(options, null, dns.Lookup()), "look-up");
    }

    [Fact]
    public async Task A_thousand_connection_tests_that_stall_leave_nothing_behind()
    {
        await using var server = ScriptedServer.Start(Reply.UpTo(Request.Search, _ => Answer.Silence));
        server.TellsOfItself = true;
        var options = Reading.Options(server.Address);
        options.AnswerTimeout = Short;
        var test = new ConnectionTest(options);
        await OpenThings.NothingIsLeftByAsync(async () => (await test.RunAsync(TestContext.Current.CancellationToken)).Servers.Should().ContainSingle().Which.IsReadable.Should().BeFalse(), AtOnce);
    }

    private static async Task StallAsync(ScriptedServer server, string step, bool useSsl = false)
    {
        await using var _ = server;
        var options = Reading.Options(server.Address);
        options.UseSsl = useSsl;
        await StallAsync(options, step);
    }

    private static Task StallAsync(SyncOptions options, string step)
    {
        (options.ConnectTimeout, options.AnswerTimeout) = (Short, Short);
        return StallAsync(new LdapDirectorySource(options), step);
    }

    /// <summary>On a busy machine the deadline may come at a step before.</summary>
    private static async Task StallAsync(LdapDirectorySource source, string step)
    {
        var atStep = 0;
        await OpenThings.NothingIsLeftByAsync(
            async () =>
            {
                var failure = (await FluentActions.Awaiting(() => Reading.ReadAllAsync(source)).Should().ThrowAsync<SourceException>()).Which;
                failure.Message.Should().Contain("within 0.5 seconds");
                if (failure.Message.Contains(step, StringComparison.Ordinal)) Interlocked.Increment(ref atStep);
            },
            AtOnce);
        atStep.Should().BeGreaterThan(AtOnce / 10, "reads come as far as the {0}", step);
    }
}
