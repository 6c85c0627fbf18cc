using System.Net.Sockets;

namespace LdapSync.Ldap.Protocol;

/// <summary>
/// A socket that lets a long answer gather. A server sends entries one by one, and to be woken for each costs several times what decoding it does. So while much is
/// expected, whoever has taken all that was there waits a millisecond for more of it, and the system is told to wake nobody meanwhile (SO_RCVLOWAT, socket(7)).
/// </summary>
internal sealed class GatheringStream(Socket socket) : NetworkStream(socket, ownsSocket: true)
{
    private const int Plenty = 64 * 1024;

    // What a timer takes at least on Linux; elsewhere it takes longer, and a receive costs less.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(1);
    private static readonly bool Pays = OperatingSystem.IsLinux();

    private bool _tookAll;
    private bool _gathers;

    /// <summary>Whether much is still to come of the answer, so that it need not be taken bit by bit.</summary>
    public bool ExpectsMuch { get; set; }

    /// <summary>Receives what is there, and while much is expected what gathers in a pause before.</summary>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (ExpectsMuch && _tookAll && Pays)
        {
            Gather(true);
            await Task.Delay(Pause, cancellationToken).ConfigureAwait(false);
        }
        Gather(false); // whatever is there now, or comes next
        var received = await base.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        _tookAll = received < buffer.Length;
        Gather(ExpectsMuch && Pays);
        return received;
    }

    private void Gather(bool gathers)
    {
        if (gathers == _gathers) return;
        Socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReceiveLowWater, gathers ? Plenty : 1);
        _gathers = gathers;
    }
}
