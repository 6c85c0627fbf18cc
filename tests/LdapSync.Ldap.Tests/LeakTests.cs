using LdapSync.Ldap.Scripted;

namespace LdapSync.Ldap;

/// <summary>Alone in the process, because it counts what the process has open.</summary>
[CollectionDefinition(nameof(LeakTests), DisableParallelization = true)]
public sealed class AloneCollection;

/// <summary>A program that syncs for years fails many times, and each time everything is given back.</summary>
[Collection(nameof(LeakTests))]
public class LeakTests
{
    private const int Times = 1000;

    [Theory]
    [InlineData(Request.Extended)]
    [InlineData(Request.Bind)]
    [InlineData(Request.Search)]
    public async Task A_thousand_failed_reads_leave_no_socket_and_no_timer_behind(byte operation)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Open files are counted in /proc.");
        await using var server = ScriptedServer.Start(request => request.Operation == operation
            ? Answer.Close
            : request.Operation == Request.Bind ? Reply.Bound(request) : Reply.Extended(request, LdapResultCode.ProtocolError));
        var options = Reading.Options(server.Address);
        await FailAsync(options); // whatever is opened once and for all
        var (files, timers) = (OpenFiles(), Timer.ActiveCount);

        for (var i = 0; i < Times; i++) await FailAsync(options);

        await server.WaitForCloseAsync();
        OpenFiles().Should().BeLessThan(files + 10, "{0} reads failed, each with a connection", Times);
        Timer.ActiveCount.Should().BeLessThan(timers + 10, "each step had a deadline");
    }

    [Fact]
    public async Task A_thousand_look_ups_over_both_transports_leave_no_socket_behind()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Open files are counted in /proc.");
        await using var dns = ScriptedDns.Start((query, isTcp) => ScriptedDns.Answer(query, isTruncated: !isTcp));
        var lookup = dns.Lookup();
        var domain = new SrvDomain("corp.example", null, UseSsl: false);
        async Task LookUpAsync() =>
            await FluentActions.Awaiting(() => lookup.FindAsync(domain, TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken)).Should().ThrowAsync<SourceException>().WithMessage("*no SRV record*");
        await LookUpAsync();
        var (files, timers) = (OpenFiles(), Timer.ActiveCount);

        for (var i = 0; i < Times; i++) await LookUpAsync();

        OpenFiles().Should().BeLessThan(files + 10);
        Timer.ActiveCount.Should().BeLessThan(timers + 10);
    }

    [Fact]
    public async Task A_thousand_referrals_that_lead_nowhere_leave_no_socket_behind()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Open files are counted in /proc.");
        await using var second = ScriptedServer.StartSearching(request => Answer.Close);
        await using var first = ScriptedServer.StartSearching(request => Reply.Done(request, null, LdapResultCode.Referral, referrals: [$"ldap://{second.Address}"]));
        var options = Reading.Options(first.Address);
        options.FollowReferrals = true;
        await FailAsync(options);
        var (files, timers) = (OpenFiles(), Timer.ActiveCount);

        for (var i = 0; i < Times; i++) await FailAsync(options);

        await first.WaitForCloseAsync();
        OpenFiles().Should().BeLessThan(files + 10);
        Timer.ActiveCount.Should().BeLessThan(timers + 10);
    }

    private static async Task FailAsync(SyncOptions options) => await FluentActions.Awaiting(() => Reading.ReadAllAsync(options)).Should().ThrowAsync<SourceException>();

    private static int OpenFiles() => Directory.EnumerateFileSystemEntries("/proc/self/fd").Count();
}
