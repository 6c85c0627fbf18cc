using System.Net;
using System.Net.Sockets;

namespace LdapSync.Ldap.Protocol;

public class HostConnectorTests
{
    [Fact]
    public async Task A_name_whose_first_address_refuses_is_reached_by_its_next()
    {
        // localhost is ::1 and 127.0.0.1 as a rule; the server listens on one of them only.
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;

        using var socket = await HostConnector.ConnectAsync(new LdapServer("localhost", port, false), TestContext.Current.CancellationToken);

        socket.Connected.Should().BeTrue();
    }

    [Fact]
    public async Task An_address_that_refuses_says_so()
    {
        using var taken = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0)); // bound, not listening

        (await FluentActions.Awaiting(() => HostConnector.ConnectAsync(new LdapServer("127.0.0.1", ((IPEndPoint)taken.LocalEndPoint!).Port, false), TestContext.Current.CancellationToken))
            .Should().ThrowAsync<SocketException>()).Which.SocketErrorCode.Should().Be(SocketError.ConnectionRefused);
    }

    [Fact]
    public async Task A_cancelled_wait_ends_at_once_even_during_the_look_up() =>
        await FluentActions.Awaiting(() => HostConnector.ConnectAsync(new LdapServer("directory.invalid", 389, false), new CancellationToken(canceled: true)))
            .Should().ThrowAsync<OperationCanceledException>();
}
