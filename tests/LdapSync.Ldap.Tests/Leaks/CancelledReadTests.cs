using LdapSync.Ldap.Scripted;

namespace LdapSync.Ldap.Leaks;

/// <summary>Whoever cancels, or stops reading, gets everything back at once, whatever step the read is at.</summary>
[Collection(nameof(Leaks))]
public class CancelledReadTests
{
    private Action _cancel = () => { };

    [Theory]
    [InlineData(Request.Extended)]
    [InlineData(Request.Bind)]
    [InlineData(Request.Search)]
    public async Task A_thousand_cancelled_steps_leave_nothing_behind(byte operation) => await CancelAsync(ScriptedServer.Start(Reply.UpTo(operation, _ => Cancel())));

    [Fact]
    public async Task A_thousand_cancelled_waits_for_the_next_page_leave_nothing_behind() => await CancelAsync(
        ScriptedServer.StartSearching(request => request.Cookie().Length == 0 ? Page(request) : Cancel()));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_thousand_cancelled_handshakes_leave_nothing_behind(bool fromStart) => await CancelAsync(ScriptedServer.StartHandshake(fromStart, Cancel), fromStart);

    [Fact]
    public async Task A_thousand_cancelled_look_ups_leave_nothing_behind()
    {
        await using var dns = ScriptedDns.Start((_, _) =>
        {
            _cancel();
            return null;
        });
        await CancelAsync(new LdapDirectorySource(Reading.Options("srv:corp.example"), null, dns.Lookup()));
    }

    [Fact]
    public async Task A_thousand_cancelled_attempts_to_connect_leave_nothing_behind()
    {
        await using var full = await FullListener.StartAsync();
        var source = new LdapDirectorySource(Reading.Options(full.Address));
        await OpenThings.NothingIsLeftByAsync(async () =>
        {
            using var cancel = new CancellationTokenSource();
            var reading = Reading.ReadAllAsync(source, cancellationToken: cancel.Token); // as far as it goes without waiting
            await cancel.CancelAsync();
            await FluentActions.Awaiting(() => reading).Should().ThrowAsync<OperationCanceledException>();
        });
    }

    [Fact]
    public async Task A_thousand_readers_that_stop_leave_nothing_behind()
    {
        await using var server = ScriptedServer.StartSearching(Page);
        var source = new LdapDirectorySource(Reading.Options(server.Address));
        await OpenThings.NothingIsLeftByAsync(async () =>
        {
            await foreach (var _ in source.ReadAsync(Reading.Query(), TestContext.Current.CancellationToken)) break;
        });
    }

    private async Task CancelAsync(ScriptedServer server, bool useSsl = false)
    {
        await using var _ = server;
        var options = Reading.Options(server.Address);
        options.UseSsl = useSsl;
        await CancelAsync(new LdapDirectorySource(options));
    }

    private async Task CancelAsync(LdapDirectorySource source) => await OpenThings.NothingIsLeftByAsync(async () =>
    {
        using var cancel = new CancellationTokenSource();
        _cancel = cancel.Cancel;
        await FluentActions.Awaiting(() => Reading.ReadAllAsync(source, cancellationToken: cancel.Token)).Should().ThrowAsync<OperationCanceledException>();
    });

    private Answer Cancel()
    {
        _cancel();
        return Answer.Silence;
    }

    private static Answer Page(Request request) => (byte[])[.. Reply.Entry(request, "cn=Ann,dc=example,dc=com", ("mail", ["ann@example.com"])), .. Reply.Done(request, [1])];
}
