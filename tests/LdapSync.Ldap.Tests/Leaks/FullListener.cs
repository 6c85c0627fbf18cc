using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace LdapSync.Ldap.Leaks;

/// <summary>A port whose queue of connections is full and never gets shorter: whoever wants to connect hears nothing.</summary>
internal sealed class FullListener : IAsyncDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly List<Socket> _queue = [];

    private FullListener()
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(backlog: 1);
    }

    public string Address => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{((IPEndPoint)_listener.LocalEndPoint!).Port}");

    public static async Task<FullListener> StartAsync()
    {
        var full = new FullListener();
        try
        {
            while (true)
            {
                using var limit = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                full._queue.Add(socket);
                await socket.ConnectAsync(full._listener.LocalEndPoint!, limit.Token);
            }
        }
        catch (OperationCanceledException)
        {
            return full;
        }
    }

    public ValueTask DisposeAsync()
    {
        _queue.ForEach(socket => socket.Dispose());
        _listener.Dispose();
        return ValueTask.CompletedTask;
    }
}
