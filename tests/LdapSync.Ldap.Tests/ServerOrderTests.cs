using Microsoft.Extensions.Logging.Abstractions;

namespace LdapSync.Ldap;

public class ServerOrderTests
{
    private static readonly LdapServer First = new("dc1", 389, false), Second = new("dc2", 389, false), Third = new("dc3", 389, false);
    private static readonly SrvDomain Domain = new("corp.example", null, UseSsl: false);

    private readonly Clock _clock = new();
    private readonly List<SourceException> _failures = [];
    private Func<IReadOnlyList<LdapServer>> _dns = () => [];

    [Fact]
    public async Task Servers_are_asked_as_configured_and_failed_ones_last_the_longest_ago_first()
    {
        var order = Order(First, Second, Third);
        (await AskedAsync(order)).Should().Equal(First, Second, Third);
        order.Failed(Second);
        _clock.Now += TimeSpan.FromSeconds(1);
        order.Failed(First);

        (await AskedAsync(order)).Should().Equal(Third, Second, First);
    }

    [Fact]
    public async Task A_server_that_delivers_is_forgiven()
    {
        var order = Order(First, Second);
        order.Failed(First);
        order.Delivers(First);

        (await AskedAsync(order)).Should().Equal(First, Second);
    }

    [Fact]
    public async Task A_failure_is_forgotten_after_a_while()
    {
        var order = Order(First, Second);
        order.Failed(First);
        _clock.Now += ServerOrder.Memory - TimeSpan.FromTicks(1);
        (await AskedAsync(order)).Should().Equal(Second, First);
        _clock.Now += TimeSpan.FromTicks(1);

        (await AskedAsync(order)).Should().Equal(First, Second);
    }

    [Fact]
    public async Task A_domain_stands_for_its_servers_in_its_place_and_each_server_is_asked_once()
    {
        var order = Order(Third, Domain, Second);
        _dns = () => [First, Second, Third];

        (await AskedAsync(order)).Should().Equal(Third, First, Second);
    }

    [Fact]
    public async Task A_server_that_a_domain_names_is_remembered_like_any_other()
    {
        var order = Order(Domain, Third);
        _dns = () => [First, Second];
        order.Failed(First);

        (await AskedAsync(order)).Should().Equal(Second, Third, First);
    }

    [Fact]
    public async Task A_look_up_that_fails_is_like_a_server_that_fails()
    {
        var order = Order(Domain, Third);
        var lookUps = 0;
        _dns = () => ++lookUps == 1 ? throw new SourceException("no DNS") : [First];

        (await AskedAsync(order)).Should().Equal(Third);
        _failures.Should().ContainSingle().Which.Message.Should().Be("no DNS");
        (await AskedAsync(order)).Should().Equal(new[] { Third, First }, "it is asked last for a while");
        (await AskedAsync(order)).Should().Equal(new[] { First, Third }, "it was forgiven");
    }

    [Fact]
    public async Task A_domain_is_not_looked_up_before_its_turn()
    {
        _dns = () => throw new InvalidOperationException("nobody needs it");

        await foreach (var server in Order(First, Domain).InOrderAsync(_failures, TestContext.Current.CancellationToken))
        {
            server.Should().Be(First);
            break;
        }
    }

    private ServerOrder Order(params IServerRow[] rows) => new(rows, (_, _) => Task.FromResult(_dns()), _clock, NullLogger.Instance);

    private async Task<List<LdapServer>> AskedAsync(ServerOrder order)
    {
        var servers = new List<LdapServer>();
        await foreach (var server in order.InOrderAsync(_failures, TestContext.Current.CancellationToken)) servers.Add(server);
        return servers;
    }

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = DateTimeOffset.UnixEpoch;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
