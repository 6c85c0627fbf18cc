using System.Net;
using System.Net.Sockets;

namespace LdapSync.Ldap.Protocol;

/// <summary>A socket that waits for more never keeps anything back.</summary>
public sealed class GatheringStreamTests : IAsyncLifetime
{
    private readonly byte[] _buffer = new byte[1000];
    private Socket _server = null!;
    private GatheringStream _client = null!;

    public async ValueTask InitializeAsync()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(listener.LocalEndpoint);
        (_server, _client) = (await listener.AcceptSocketAsync(), new GatheringStream(socket));
    }

    public async ValueTask DisposeAsync()
    {
        _server.Dispose();
        await _client.DisposeAsync();
    }

    [Fact]
    public async Task What_comes_while_much_is_expected_comes_whole_and_in_order()
    {
        _client.ExpectsMuch = true;
        byte[] sent = [.. Enumerable.Range(0, 100_000).Select(i => (byte)i)];
        var sending = Task.Run(() =>
        {
            foreach (var piece in sent.Chunk(77)) _server.Send(piece);
        });
        var received = new List<byte>();
        while (received.Count < sent.Length) received.AddRange(_buffer[..await _client.ReadAsync(_buffer, TestContext.Current.CancellationToken)]);
        await sending;

        received.Should().Equal(sent);
    }

    [Fact]
    public async Task One_octet_that_comes_late_is_delivered_although_much_is_expected()
    {
        _client.ExpectsMuch = true;
        _server.Send([1]);
        (await _client.ReadAsync(_buffer, TestContext.Current.CancellationToken)).Should().Be(1);

        // By now it waits for plenty.
        var waiting = _client.ReadAsync(_buffer, TestContext.Current.CancellationToken);
        _server.Send([2]);

        (await waiting).Should().Be(1);
        _buffer[0].Should().Be(2);
    }

    [Fact]
    public async Task The_end_is_told_although_much_is_expected()
    {
        _client.ExpectsMuch = true;
        _server.Send([1]);
        (await _client.ReadAsync(_buffer, TestContext.Current.CancellationToken)).Should().Be(1);

        _server.Shutdown(SocketShutdown.Send);

        (await _client.ReadAsync(_buffer, TestContext.Current.CancellationToken)).Should().Be(0);
    }

    [Fact]
    public async Task Cancelling_ends_the_wait_although_much_is_expected()
    {
        using var cancel = new CancellationTokenSource();
        _client.ExpectsMuch = true;
        _server.Send([1]);
        (await _client.ReadAsync(_buffer, cancel.Token)).Should().Be(1);

        var waiting = _client.ReadAsync(_buffer, cancel.Token);
        await cancel.CancelAsync();

        await FluentActions.Awaiting(() => waiting.AsTask()).Should().ThrowAsync<OperationCanceledException>();
    }
}
