using System.Net;
using System.Net.Sockets;

namespace LdapSync.Ldap.Protocol;

/// <summary>Connects to a host that may have several addresses, as the name of a domain has: the first that accepts is taken.</summary>
internal static class HostConnector
{
    // A silent address must not use up the time that a healthy one needs; RFC 8305 section 5 recommends a quarter of a second, a busy server may need longer.
    private static readonly TimeSpan HeadStart = TimeSpan.FromSeconds(1);

    /// <summary>Tries the addresses in order; each gets a head start before the next is tried beside it. The caller's token is the deadline.</summary>
    public static async Task<Socket> ConnectAsync(LdapServer server, CancellationToken cancellationToken)
    {
        var addresses = await LookUpAsync(server.Host, cancellationToken).ConfigureAwait(false);
        if (addresses.Length == 0) throw new SocketException((int)SocketError.HostNotFound);

        using var others = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var attempts = new List<Task<Socket>>();
        Socket? winner = null;
        try
        {
            foreach (var address in addresses)
            {
                attempts.Add(ConnectAsync(address, server.Port, others.Token));
                if (await FirstAsync(attempts, HeadStart, others.Token).ConfigureAwait(false) is { } early) return winner = await early.ConfigureAwait(false);
            }
            // When all have failed, the first address says why.
            var first = await FirstAsync(attempts, Timeout.InfiniteTimeSpan, others.Token).ConfigureAwait(false) ?? attempts[0];
            return winner = await first.ConfigureAwait(false);
        }
        finally
        {
            await others.CancelAsync().ConfigureAwait(false);
            foreach (var attempt in attempts) _ = CloseAsync(attempt, winner);
        }
    }

    private static async Task<IPAddress[]> LookUpAsync(string host, CancellationToken cancellationToken)
    {
        if (IPAddress.TryParse(host, out var literal)) return [literal];
        try
        {
            // The system's look-up cannot be interrupted, so it is left behind when the deadline comes.
            return await Dns.GetHostAddressesAsync(host, CancellationToken.None).WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (ArgumentException)
        {
            throw new SocketException((int)SocketError.HostNotFound); // longer than a name can be: a referral or DNS may name such a host
        }
    }

    /// <summary>Closes whoever came too late.</summary>
    private static async Task CloseAsync(Task<Socket> attempt, Socket? winner)
    {
        try
        {
            var socket = await attempt.ConfigureAwait(false);
            if (socket != winner) socket.Dispose();
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            // It never connected.
        }
    }

    /// <summary>The first attempt that succeeds; null when none does in time, or at all. The token ends the wait, and its timer.</summary>
    private static async Task<Task<Socket>?> FirstAsync(List<Task<Socket>> attempts, TimeSpan time, CancellationToken cancellationToken)
    {
        var pending = new List<Task>(attempts);
        var deadline = Task.Delay(time, cancellationToken);
        while (pending.Count > 0)
        {
            var done = await Task.WhenAny([.. pending, deadline]).ConfigureAwait(false);
            if (done == deadline) return null;
            pending.Remove(done);
            if (done.IsCompletedSuccessfully) return (Task<Socket>)done;
        }
        return null;
    }

    private static async Task<Socket> ConnectAsync(IPAddress address, int port, CancellationToken cancellationToken)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(address, port, cancellationToken).ConfigureAwait(false);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
