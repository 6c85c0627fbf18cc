using LdapSync.Ldap.Scripted;

namespace LdapSync.Ldap.Leaks;

/// <summary>Alone in the process, because it counts what the process has open.</summary>
[CollectionDefinition(nameof(Leaks), DisableParallelization = true)]
public sealed class AloneCollection : ICollectionFixture<RunningTasks>;

/// <summary>A program that syncs for years fails many times, and each time everything is given back: here where the failure comes at once.</summary>
[Collection(nameof(Leaks))]
public sealed class FailedReadTests : IDisposable
{
    private readonly TestAuthority _authority = new();
    private readonly string _caFile = Path.GetTempFileName();

    public FailedReadTests() => File.WriteAllText(_caFile, _authority.Pem);

    public void Dispose()
    {
        _authority.Dispose();
        File.Delete(_caFile);
    }

    [Theory]
    [InlineData(Request.Extended)]
    [InlineData(Request.Bind)]
    [InlineData(Request.Search)]
    public async Task A_thousand_servers_that_hang_up_leave_nothing_behind(byte operation) => await FailAsync(
        ScriptedServer.Start(Reply.UpTo(operation, _ => Answer.Close)), "the server closed the connection");

    [Fact]
    public async Task A_thousand_servers_that_hang_up_in_the_middle_of_a_message_leave_nothing_behind() => await FailAsync(
        ScriptedServer.Start(Reply.UpTo(Request.Search, request => new Answer(Reply.Done(request, null)[..8], ThenClose: true))), "inside a message");

    [Fact]
    public async Task A_thousand_servers_that_talk_garbage_leave_nothing_behind() => await FailAsync(
        ScriptedServer.Start(Reply.UpTo(Request.Bind, _ => "\u0030\u0003garbage"u8.ToArray())), "bind as User failed");

    [Fact]
    public async Task A_thousand_servers_that_speak_first_leave_nothing_behind() => await FailAsync(
        ScriptedServer.StartTalking("220 mail.example.com ESMTP\r\n"u8.ToArray()), "StartTLS failed");

    [Fact]
    public async Task A_thousand_refused_binds_leave_nothing_behind() => await FailAsync(
        ScriptedServer.Start(Reply.UpTo(Request.Bind, request => Reply.Bound(request, LdapResultCode.InvalidCredentials))), "bind as User failed");

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")] // several addresses as a rule
    public async Task A_thousand_refused_connections_leave_nothing_behind(string host)
    {
        var nobody = await Reading.AddressOfNobodyAsync();
        await OpenThings.NothingIsLeftByAsync(() => FailAsync(Reading.Options(nobody.Replace("127.0.0.1", host, StringComparison.Ordinal)), "the connection was refused"));
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, false)]
    public async Task A_thousand_broken_handshakes_leave_nothing_behind(bool fromStart, bool hangsUp) => await FailAsync(
        ScriptedServer.StartHandshake(fromStart, () => new Answer("no TLS"u8.ToArray()[(hangsUp ? 6 : 0)..], hangsUp)), "TLS handshake failed", fromStart);

    [Fact]
    public async Task A_thousand_untrusted_certificates_leave_nothing_behind()
    {
        using var others = new TestAuthority("Others");
        using var certificate = others.Issue("127.0.0.1");
        await FailAsync(ScriptedServer.StartTls(certificate, fromStart: true, _ => Answer.Close), "TLS handshake failed", useSsl: true);
    }

    [Fact]
    public async Task A_thousand_servers_that_hang_up_after_the_handshake_leave_nothing_behind()
    {
        using var certificate = _authority.Issue("127.0.0.1");
        await FailAsync(ScriptedServer.StartTls(certificate, fromStart: true, _ => Answer.Close), "bind as User failed", useSsl: true);
    }

    [Fact]
    public async Task A_thousand_referrals_that_lead_nowhere_leave_nothing_behind()
    {
        await using var second = ScriptedServer.StartSearching(_ => Answer.Close);
        await using var first = ScriptedServer.StartSearching(request => Reply.Done(request, null, LdapResultCode.Referral, referrals: [$"ldap://{second.Address}"]));
        var options = Reading.Options(first.Address);
        options.FollowReferrals = true;
        await OpenThings.NothingIsLeftByAsync(() => FailAsync(options, "the server closed the connection"));
    }

    [Fact]
    public async Task A_thousand_look_ups_over_both_transports_leave_nothing_behind()
    {
        await using var dns = ScriptedDns.Start((query, isTcp) => ScriptedDns.Answer(query, isTruncated: !isTcp));
        var source = new LdapDirectorySource(Reading.Options("srv:corp.example"), null, dns.Lookup());
        await OpenThings.NothingIsLeftByAsync(() => FailAsync(source, "no SRV record"));
    }

    private async Task FailAsync(ScriptedServer server, string because, bool useSsl = false)
    {
        await using var _ = server;
        var options = Reading.Options(server.Address);
        (options.UseSsl, options.CaFile) = (useSsl, _caFile);
        await OpenThings.NothingIsLeftByAsync(() => FailAsync(options, because), atOnce: 10);
    }

    private static Task FailAsync(SyncOptions options, string because) => FailAsync(new LdapDirectorySource(options), because);

    private static async Task FailAsync(LdapDirectorySource source, string because)
    {
        var failure = (await FluentActions.Awaiting(() => Reading.ReadAllAsync(source)).Should().ThrowAsync<SourceException>()).Which;
        failure.Message.Should().Contain(because);
    }
}
