using LdapSync.Ldap.Scripted;

namespace LdapSync.Ldap.Inspection;

/// <summary>Every server is asked, and the report tells what a sync would make of them.</summary>
public class SeveralServersTests
{
    [Fact]
    public async Task Every_server_is_asked_and_the_first_to_be_read_has_a_warning_about_those_before_it()
    {
        var nobody = await Reading.AddressOfNobodyAsync();
        await using var good = new SmallDirectory().Start();
        await using var better = new SmallDirectory().Start();

        var report = await RunAsync(Reading.Options(nobody, good.Address, better.Address));

        report.Servers.Select(server => server.IsReadable).Should().Equal(false, true, true);
        report.ReadFrom!.Server.Should().Be($"ldap://{good.Address}");
        report.ReadFrom.Warnings.Should().Contain(warning => warning.Kind == ConnectionWarningKind.OthersFail && warning.Message.Contains(nobody));
        report.Servers[2].Warnings.Should().NotContain(warning => warning.Kind == ConnectionWarningKind.OthersFail);
        (report.IsBaseMissing, report.FindsNobody).Should().Be((false, false));
    }

    [Fact]
    public async Task A_clear_answer_is_final_for_a_sync_although_another_server_could_be_read()
    {
        await using var strict = new SmallDirectory { Instead = request => request.Operation == Request.Bind ? (Answer)Reply.Bound(request, LdapResultCode.InvalidCredentials) : null }.Start();
        await using var good = new SmallDirectory().Start();

        var report = await RunAsync(Reading.Options(strict.Address, good.Address));

        report.Servers.Select(server => server.IsReadable).Should().Equal(false, true);
        report.ReadFrom.Should().BeNull();
        report.ToString().Should().StartWith("A sync could not read the directory: ").And.Contain("wrong user name or password");
        report.Servers[1].Warnings.Should().NotContain(warning => warning.Kind == ConnectionWarningKind.OthersFail);
        await FluentActions.Awaiting(() => Reading.ReadAllAsync(Reading.Options(strict.Address, good.Address))).Should().ThrowAsync<SourceException>();
    }

    [Fact]
    public async Task The_servers_of_a_domain_are_asked_each_once_and_a_domain_that_DNS_does_not_know_is_reported()
    {
        await using var first = new SmallDirectory().Start();
        await using var second = new SmallDirectory().Start();
        await using var dns = ScriptedDns.Start((query, _) => query.AsSpan().IndexOf("unknown"u8) >= 0
            ? ScriptedDns.Answer(query, DnsClient.DnsHeaderResponseCode.NotExistentDomain)
            : ScriptedDns.Answer(query, records: [(0, 0, Port(first), "localhost"), (1, 0, Port(second), "localhost")]));
        var options = Reading.Options("srv:unknown.example", "srv:localhost", $"localhost:{Port(first)}");
        options.SearchFilter = "(mail=*)";

        var report = await new ConnectionTest(options, null, dns.Lookup()).RunAsync(TestContext.Current.CancellationToken);

        report.Servers.Select(server => server.Server).Should().Equal("srv:unknown.example", $"ldap://localhost:{Port(first)}", $"ldap://localhost:{Port(second)}");
        report.Servers[0].Steps.Should().ContainSingle().Which.Failure.Should().StartWith("srv:unknown.example: look-up of _ldap._tcp.unknown.example failed");
        report.ReadFrom.Should().BeSameAs(report.Servers[1]);
        report.ReadFrom!.Warnings.Should().Contain(warning => warning.Kind == ConnectionWarningKind.OthersFail && warning.Message.Contains("srv:unknown.example"));
    }

    [Theory]
    [InlineData(true, 3)]
    [InlineData(false, null)]
    public async Task A_part_that_another_server_holds_is_in_the_sample_where_referrals_are_followed_and_else_fails(bool follows, int? entries)
    {
        await using var second = ScriptedServer.StartSearching(request => (byte[])[.. Reply.Entry(request, "cn=Cleo,ou=Child,dc=example,dc=com", ("mail", ["cleo@example.com"])), .. Reply.Done(request, [])]);
        await using var first = new SmallDirectory
        {
            Instead = request => request.Operation == Request.Search && !request.IsOfOneEntry() ? (Answer)(byte[])
            [
                .. Reply.Entry(request, "cn=Ann,dc=example,dc=com", ("mail", ["ann@example.com"])),
                .. Reply.Entry(request, "cn=Bob,dc=example,dc=com", ("mail", ["bob@example.com"])),
                .. Reply.Reference(request, $"ldap://{second.Address}/ou=Child,dc=example,dc=com??sub"),
                .. Reply.Done(request, []),
            ] : null,
        }.Start();
        var options = Reading.Options(first.Address);
        options.FollowReferrals = follows;

        var tested = (await RunAsync(options)).Servers.Single();

        (tested.IsReadable, tested.Sample?.Entries, tested.Sample?.IsWhole).Should().Be((follows, entries, follows ? true : null));
        if (!follows) tested.Failure.Should().Contain("another server holds a part of it").And.Contain("FollowReferrals");
        await first.WaitForCloseAsync();
    }

    [Fact]
    public async Task A_reference_to_what_is_in_the_sample_already_adds_nothing_to_it()
    {
        ScriptedServer? self = null;
        await using var server = self = new SmallDirectory
        {
            Instead = request => request.Operation == Request.Search && !request.IsOfOneEntry() ? (Answer)(byte[])
            [
                .. Reply.Entry(request, "cn=Ann,dc=example,dc=com", ("mail", ["ann@example.com"])),
                .. Reply.Reference(request, $"ldap://{self!.Address}/{Reading.Base}"),
                .. Reply.Done(request, []),
            ] : null,
        }.Start();
        var options = Reading.Options(server.Address);
        options.FollowReferrals = true;

        var sample = (await RunAsync(options)).Servers.Single().Sample!;

        (sample.Entries, sample.IsWhole, sample.Conflicts.Count).Should().Be((1, true, 0));
    }

    private static int Port(ScriptedServer server) => int.Parse(server.Address.Split(':')[^1], System.Globalization.CultureInfo.InvariantCulture);

    private static Task<ConnectionReport> RunAsync(SyncOptions options)
    {
        options.SearchFilter = "(mail=*)";
        return new ConnectionTest(options).RunAsync(TestContext.Current.CancellationToken);
    }
}
