using System.Globalization;
using LdapSync.Ldap.Scripted;

namespace LdapSync.Ldap;

/// <summary>Reading from the servers of a domain, which may stand among others in the list.</summary>
public class SrvReadTests
{
    [Fact]
    public async Task The_servers_of_a_domain_are_asked_until_one_delivers()
    {
        await using var down = ScriptedServer.StartSearching(request => Reply.Done(request, null, LdapResultCode.Unavailable));
        await using var up = ScriptedServer.StartSearching(Found);
        await using var dns = ScriptedDns.Start((0, 0, Port(down), "localhost."), (1, 0, Port(up), "localhost."));
        var source = Source(dns, "srv:localhost");

        (await ReadAsync(source)).Should().Be(1);
        (await ReadAsync(source)).Should().Be(1);

        source.Name.Should().Be("srv:localhost");
        (down.Connections, up.Connections).Should().Be((1, 2), "the failed one is remembered");
        dns.Names.Should().HaveCount(2, "each read asks DNS anew");
    }

    [Fact]
    public async Task A_domain_that_DNS_does_not_know_is_passed_over_for_the_next_server()
    {
        await using var up = ScriptedServer.StartSearching(Found);
        await using var dns = ScriptedDns.Start((query, _) => ScriptedDns.Answer(query, DnsClient.DnsHeaderResponseCode.NotExistentDomain));

        (await ReadAsync(Source(dns, $"srv:corp.example, {up.Address}"))).Should().Be(1);
    }

    [Fact]
    public async Task When_neither_the_domain_nor_a_server_helps_each_has_its_sentence()
    {
        await using var down = ScriptedServer.StartSearching(request => Reply.Done(request, null, LdapResultCode.Unavailable));
        await using var dns = ScriptedDns.Start();

        (await FluentActions.Awaiting(() => ReadAsync(Source(dns, $"srv:corp.example, {down.Address}"))).Should().ThrowAsync<SourceException>()).Which.Message.Should()
            .StartWith("srv:corp.example: look-up of _ldap._tcp.corp.example failed: DNS has no SRV record there")
            .And.Contain($" ldap://{down.Address}: search below \"{Reading.Base}\" failed: the server is not available at present");
    }

    [Fact]
    public async Task Cancelling_ends_a_read_that_waits_for_DNS()
    {
        using var cancel = new CancellationTokenSource();
        await using var dns = ScriptedDns.Start((_, _) =>
        {
            cancel.Cancel();
            return null;
        });

        await FluentActions.Awaiting(() => ReadAsync(Source(dns, "srv:corp.example"), cancel.Token)).Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task R2_the_certificate_is_checked_for_the_host_that_the_record_names()
    {
        using var authority = new TestAuthority();
        var caFile = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(caFile, authority.Pem, TestContext.Current.CancellationToken);
            using var certificate = authority.Issue("localhost");
            using var other = authority.Issue("dc1.localhost");
            await using var right = ScriptedServer.StartTls(certificate, fromStart: false, Directory);
            await using var wrong = ScriptedServer.StartTls(other, fromStart: false, Directory);
            await using var dns = ScriptedDns.Start((0, 0, Port(wrong), "localhost"), (1, 0, Port(right), "localhost"));
            var options = Reading.Options("srv:localhost");
            options.CaFile = caFile;

            (await ReadAsync(new LdapDirectorySource(options, null, dns.Lookup()))).Should().Be(1);
            wrong.Requests.Should().NotContain(request => request.Operation == Request.Bind);
        }
        finally
        {
            File.Delete(caFile);
        }
    }

    private static Answer Directory(Request request) => request.Operation switch
    {
        Request.Extended => Reply.Extended(request, LdapResultCode.Success),
        Request.Bind => Reply.Bound(request),
        _ => Found(request),
    };

    private static Answer Found(Request request) => (byte[])[.. Reply.Entry(request, "cn=Ann,dc=example,dc=com", ("mail", ["ann@example.com"])), .. Reply.Done(request, [])];

    private static int Port(ScriptedServer server) => int.Parse(server.Address.Split(':')[1], CultureInfo.InvariantCulture);

    private static LdapDirectorySource Source(ScriptedDns dns, string servers) => new(Reading.Options(servers), null, dns.Lookup());

    private static async Task<int> ReadAsync(LdapDirectorySource source, CancellationToken cancellationToken = default)
    {
        var entries = 0;
        await foreach (var _ in source.ReadAsync(Reading.Query(), cancellationToken)) entries++;
        return entries;
    }
}
