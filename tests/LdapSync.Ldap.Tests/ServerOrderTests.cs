namespace LdapSync.Ldap;

public class ServerOrderTests
{
    private static readonly LdapServer First = new("dc1", 389, false), Second = new("dc2", 389, false), Third = new("dc3", 389, false);

    private readonly Clock _clock = new();

    [Fact]
    public void Servers_are_asked_as_configured_and_failed_ones_last_the_longest_ago_first()
    {
        var order = new ServerOrder([First, Second, Third], _clock);
        order.InOrder().Should().Equal(First, Second, Third);
        order.Failed(Second);
        _clock.Now += TimeSpan.FromSeconds(1);
        order.Failed(First);

        order.InOrder().Should().Equal(Third, Second, First);
    }

    [Fact]
    public void A_server_that_delivers_is_forgiven()
    {
        var order = new ServerOrder([First, Second], _clock);
        order.Failed(First);
        order.Delivers(First);

        order.InOrder().Should().Equal(First, Second);
    }

    [Fact]
    public void A_failure_is_forgotten_after_a_while()
    {
        var order = new ServerOrder([First, Second], _clock);
        order.Failed(First);
        _clock.Now += ServerOrder.Memory - TimeSpan.FromTicks(1);
        order.InOrder().Should().Equal(Second, First);
        _clock.Now += TimeSpan.FromTicks(1);

        order.InOrder().Should().Equal(First, Second);
    }

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = DateTimeOffset.UnixEpoch;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
