using DnsClient;
using LdapSync.Ldap.Scripted;

namespace LdapSync.Ldap;

/// <summary>The servers of a domain, from DNS (RFC 2782); every failure is a sentence that names the domain.</summary>
public class SrvLookupTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Servers_come_by_priority_with_the_port_of_their_record()
    {
        await using var dns = ScriptedDns.Start((10, 100, 389, "dc2.corp.example."), (0, 0, 1389, "dc1.corp.example."), (20, 5, 389, "corp.example."));

        (await FindAsync(dns)).Should().Equal("ldap://dc1.corp.example:1389", "ldap://dc2.corp.example:389", "ldap://corp.example:389");
        dns.Names.Should().Equal("_ldap._tcp.corp.example");
    }

    [Fact]
    public async Task Among_servers_of_one_priority_the_weight_decides_on_how_many_machines_one_comes_first()
    {
        await using var dns = ScriptedDns.Start((0, 30, 389, "often.corp.example"), (0, 10, 389, "seldom.corp.example"), (0, 0, 389, "never.corp.example"));
        var first = new List<string>();
        for (var machine = 0; machine < 400; machine++) first.Add((await FindAsync(dns, machine: $"host{machine}"))[0]);

        // A fair draw leaves these bounds once in 10,000 times; ours is the same each time.
        first.Count(server => server.Contains("often", StringComparison.Ordinal)).Should().BeInRange(265, 335);
        first.Count(server => server.Contains("never", StringComparison.Ordinal)).Should().BeLessThan(10);
    }

    [Fact]
    public async Task One_machine_keeps_its_order_so_that_two_reads_see_the_same_server()
    {
        (int, int, int, string)[] records = [.. Enumerable.Range(1, 9).Select(i => (0, 100, 389, $"dc{i}.corp.example"))];
        await using var dns = ScriptedDns.Start(records);
        await using var turned = ScriptedDns.Start([.. records.Reverse()]);

        (await FindAsync(dns)).Should().Equal(await FindAsync(turned)).And.HaveCount(9);
    }

    [Theory]
    [InlineData(true, null, "ldaps://dc1.corp.example:636")]
    [InlineData(true, 3269, "ldaps://dc1.corp.example:3269")]
    [InlineData(false, 3268, "ldap://dc1.corp.example:3268")]
    [InlineData(false, null, "ldap://dc1.corp.example:389")]
    public async Task Port_goes_before_the_record_and_UseSsl_has_a_port_of_its_own(bool useSsl, int? port, string server)
    {
        await using var dns = ScriptedDns.Start((0, 0, 389, "dc1.corp.example"));

        (await FindAsync(dns, options: new SyncOptions { UseSsl = useSsl, Port = port })).Should().Equal(server);
    }

    [Fact]
    public async Task A_domain_in_letters_and_in_A_labels_is_the_same()
    {
        await using var dns = ScriptedDns.Start((0, 0, 389, "dc1.xn--mnchen-3ya.example"));

        (await FindAsync(dns, "Süd._sites.MÜNCHEN.example")).Should().Equal("ldap://dc1.xn--mnchen-3ya.example:389");
        dns.Names.Should().Equal("_ldap._tcp.xn--sd-xka._sites.xn--mnchen-3ya.example");
    }

    [Fact]
    public async Task R2_a_host_outside_the_domain_gets_no_password()
    {
        await using var dns = ScriptedDns.Start((0, 0, 389, "dc1.evil.example"), (1, 0, 389, "notcorp.example"), (2, 0, 389, "dc2.corp.example"));
        (await FindAsync(dns)).Should().Equal("ldap://dc2.corp.example:389");

        await using var forged = ScriptedDns.Start((0, 0, 389, "dc1.evil.example"));
        (await FailureAsync(forged)).Should().Contain("DNS names dc1.evil.example, which is not in the domain").And.Contain("name that server itself in Servers");
    }

    [Theory]
    [InlineData("my_corp.example")]
    [InlineData("Berlin._sites.my_corp.example")]
    public async Task R2_an_underscore_within_the_name_of_a_domain_does_not_widen_it(string domain)
    {
        await using var dns = ScriptedDns.Start((0, 0, 389, "dc1.evil.example"), (1, 0, 389, "dc1.my_corp.example"));

        (await FindAsync(dns, domain)).Should().Equal("ldap://dc1.my_corp.example:389");
    }

    [Theory]
    [InlineData("Berlin._sites.corp.example")]
    [InlineData("dc._msdcs.corp.example")]
    [InlineData("Berlin._sites.dc._msdcs.corp.example")]
    public async Task A_part_of_the_servers_can_be_named_as_Active_Directory_registers_it(string domain)
    {
        await using var dns = ScriptedDns.Start((0, 0, 389, "dc1.corp.example"), (0, 0, 389, "dc1.other.example"));

        (await FindAsync(dns, domain)).Should().Equal("ldap://dc1.corp.example:389");
        dns.Names.Should().Equal($"_ldap._tcp.{domain}");
    }

    [Fact]
    public async Task An_answer_too_long_for_a_datagram_comes_over_TCP()
    {
        (int, int, int, string)[] records = [.. Enumerable.Range(0, 300).Select(i => (i, 0, 389, $"dc{i}.corp.example"))];
        await using var dns = ScriptedDns.Start((query, isTcp) => isTcp ? ScriptedDns.Answer(query, records: records) : ScriptedDns.Answer(query, isTruncated: true));

        (await FindAsync(dns)).Should().HaveCount(300);
    }

    [Fact]
    public async Task A_lost_datagram_costs_no_look_up()
    {
        var queries = 0;
        await using var dns = ScriptedDns.Start((query, _) => ++queries == 1 ? null : ScriptedDns.Answer(query, records: [(0, 0, 389, "dc1.corp.example")]));

        (await FindAsync(dns, limit: TimeSpan.FromSeconds(4))).Should().ContainSingle();
    }

    [Fact]
    public async Task A_name_server_that_is_silent_leaves_time_for_the_next()
    {
        await using var silent = ScriptedDns.Start((_, _) => null);
        await using var dns = ScriptedDns.Start((0, 0, 389, "dc1.corp.example"));
        var lookup = new SrvLookup(() => [silent.Address, dns.Address], "host");

        (await lookup.FindAsync(Domain(), TimeSpan.FromSeconds(4), TestContext.Current.CancellationToken)).Should().ContainSingle();
    }

    [Theory]
    [InlineData(DnsHeaderResponseCode.NotExistentDomain, "DNS does not know the name; check the domain in Servers")]
    [InlineData(DnsHeaderResponseCode.NoError, "DNS has no SRV record there")]
    [InlineData(DnsHeaderResponseCode.ServerFailure, "DNS could not answer (ServerFailure)")]
    [InlineData(DnsHeaderResponseCode.Refused, "DNS could not answer (Refused)")]
    public async Task An_answer_without_servers_says_what_to_change(DnsHeaderResponseCode code, string found)
    {
        await using var dns = ScriptedDns.Start((query, _) => ScriptedDns.Answer(query, code));

        (await FailureAsync(dns)).Should().StartWith($"srv:corp.example: look-up of _ldap._tcp.corp.example failed: {found}");
    }

    [Fact]
    public async Task A_domain_may_say_that_it_has_no_such_service()
    {
        await using var dns = ScriptedDns.Start((0, 0, 0, "."));

        (await FailureAsync(dns)).Should().Contain("DNS says that the domain has no directory service");
    }

    [Fact]
    public async Task DNS_that_does_not_answer_ends_within_the_time_to_connect()
    {
        await using var dns = ScriptedDns.Start((_, _) => null);

        (await FailureAsync(dns, TimeSpan.FromMilliseconds(400))).Should()
            .Be("srv:corp.example: look-up of _ldap._tcp.corp.example failed: no DNS server answered within 0.4 seconds; check DNS and the network, or raise ConnectTimeout.");
    }

    [Fact]
    public async Task Silence_after_a_truncated_answer_ends_likewise()
    {
        await using var dns = ScriptedDns.Start((query, isTcp) => isTcp ? null : ScriptedDns.Answer(query, isTruncated: true));

        (await FailureAsync(dns, TimeSpan.FromMilliseconds(400))).Should().StartWith("srv:corp.example: look-up of _ldap._tcp.corp.example failed: ");
    }

    [Fact]
    public async Task Cancelling_ends_a_look_up_at_once()
    {
        using var cancel = new CancellationTokenSource();
        await using var dns = ScriptedDns.Start((_, _) =>
        {
            cancel.Cancel();
            return null;
        });

        await FluentActions.Awaiting(() => dns.Lookup().FindAsync(Domain(), TimeSpan.FromHours(1), cancel.Token)).Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task What_is_no_answer_of_DNS_fails_at_whatever_octet_it_ends()
    {
        await Parallel.ForAsync(1, 40, async (length, _) =>
        {
            await using var dns = ScriptedDns.Start((query, _) => [.. ScriptedDns.Answer(query, records: [(0, 0, 389, "dc1.corp.example")]).Take(length)]);
            (await FailureAsync(dns, TimeSpan.FromMilliseconds(400))).Should().StartWith("srv:corp.example: look-up of _ldap._tcp.corp.example failed: ");
        });
    }

    [Fact]
    public async Task A_machine_without_DNS_servers_asks_nobody_else() =>
        (await FluentActions.Awaiting(() => new SrvLookup(() => [], "host").FindAsync(Domain(), Limit, TestContext.Current.CancellationToken)).Should().ThrowAsync<SourceException>())
            .Which.Message.Should().Contain("this machine has no DNS server");

    private static SrvDomain Domain(string domain = "corp.example", SyncOptions? options = null)
    {
        options ??= new SyncOptions();
        options.Servers = [$"srv:{domain}"];
        return (SrvDomain)ServerList.Parse(options, []).Single();
    }

    private static async Task<List<string>> FindAsync(ScriptedDns dns, string domain = "corp.example", string machine = "host", SyncOptions? options = null, TimeSpan? limit = null) =>
        [.. (await dns.Lookup(machine).FindAsync(Domain(domain, options), limit ?? Limit, TestContext.Current.CancellationToken)).Select(server => server.ToString())];

    private static async Task<string> FailureAsync(ScriptedDns dns, TimeSpan? limit = null) =>
        (await FluentActions.Awaiting(() => FindAsync(dns, limit: limit)).Should().ThrowAsync<SourceException>()).Which.Message;
}
