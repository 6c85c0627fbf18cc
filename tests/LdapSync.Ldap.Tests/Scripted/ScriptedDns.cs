using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using DnsClient;

namespace LdapSync.Ldap.Scripted;

/// <summary>A DNS server in this process, over UDP and TCP of one port, whose answers are octets made here (RFC 1035 section 4).</summary>
internal sealed class ScriptedDns : IAsyncDisposable
{
    private const int HeaderSize = 12;

    private readonly CancellationTokenSource _end = new();
    private readonly Func<byte[], bool, byte[]?> _answer;
    private readonly TcpListener _tcp;
    private readonly Socket _udp = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly Task[] _serving;

    /// <param name="answer">What a query gets, which came over TCP or not; null for silence.</param>
    private ScriptedDns(Func<byte[], bool, byte[]?> answer)
    {
        _answer = answer;
        _tcp = Listen();
        _serving = [ServeUdpAsync(), ServeTcpAsync()];
    }

    public IPEndPoint Address => (IPEndPoint)_tcp.LocalEndpoint;

    /// <summary>The names that were asked for.</summary>
    public ConcurrentQueue<string> Names { get; } = [];

    public static ScriptedDns Start(Func<byte[], bool, byte[]?> answer) => new(answer);

    /// <summary>Has these records for every name.</summary>
    public static ScriptedDns Start(params (int Priority, int Weight, int Port, string Target)[] records) => new((query, _) => Answer(query, records: records));

    public SrvLookup Lookup(string machine = "host") => new(() => [Address], machine);

    /// <summary>An answer to a query: its header and question again, then records.</summary>
    public static byte[] Answer(byte[] query, DnsHeaderResponseCode code = DnsHeaderResponseCode.NoError, bool isTruncated = false, params (int Priority, int Weight, int Port, string Target)[] records)
    {
        var question = query.AsSpan(HeaderSize, query.AsSpan(HeaderSize).IndexOf((byte)0) + 1 + 4);
        byte[] answer = [.. query.AsSpan(0, HeaderSize), .. question, .. records.SelectMany(Record)];
        BinaryPrimitives.WriteUInt16BigEndian(answer.AsSpan(2), (ushort)(0x8180 | (isTruncated ? 0x200 : 0) | (int)code)); // a recursive answer
        BinaryPrimitives.WriteUInt16BigEndian(answer.AsSpan(6), (ushort)records.Length);
        BinaryPrimitives.WriteUInt32BigEndian(answer.AsSpan(8), 0); // nothing else
        return answer;
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await Task.WhenAll(_serving);
        _tcp.Stop();
        _tcp.Dispose();
        _udp.Dispose();
        _end.Dispose();
    }

    private static IEnumerable<byte> Record((int Priority, int Weight, int Port, string Target) record)
    {
        byte[] target = record.Target == "." ? [0] : [.. record.Target.TrimEnd('.').Split('.').SelectMany(label => (byte[])[(byte)label.Length, .. Encoding.ASCII.GetBytes(label)]), 0];
        var data = new byte[6 + target.Length];
        BinaryPrimitives.WriteUInt16BigEndian(data, (ushort)record.Priority);
        BinaryPrimitives.WriteUInt16BigEndian(data.AsSpan(2), (ushort)record.Weight);
        BinaryPrimitives.WriteUInt16BigEndian(data.AsSpan(4), (ushort)record.Port);
        target.CopyTo(data, 6);
        const byte pointer = 0xC0, srv = 33;
        return [pointer, HeaderSize, 0, srv, 0, 1, 0, 0, 0, 60, 0, (byte)data.Length, .. data]; // the name is that of the question
    }

    // Both transports have to get the same port, and somebody else may have it for one of them.
    private TcpListener Listen()
    {
        while (true)
        {
            var tcp = new TcpListener(IPAddress.Loopback, 0);
            tcp.Start();
            try
            {
                _udp.Bind(tcp.LocalEndpoint);
                return tcp;
            }
            catch (SocketException)
            {
                tcp.Stop();
            }
        }
    }

    private byte[]? Ask(byte[] query, bool isTcp)
    {
        var labels = new List<string>();
        for (var i = HeaderSize; query[i] != 0; i += query[i] + 1) labels.Add(Encoding.ASCII.GetString(query, i + 1, query[i]));
        Names.Enqueue(string.Join('.', labels));
        return _answer(query, isTcp);
    }

    private async Task ServeUdpAsync()
    {
        var buffer = new byte[4096];
        try
        {
            while (true)
            {
                var received = await _udp.ReceiveFromAsync(buffer, new IPEndPoint(IPAddress.Any, 0), _end.Token);
                if (Ask(buffer[..received.ReceivedBytes], isTcp: false) is { } answer) await _udp.SendToAsync(answer, received.RemoteEndPoint, _end.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task ServeTcpAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _tcp.AcceptTcpClientAsync(_end.Token);
                var stream = client.GetStream();
                var length = new byte[2];
                await stream.ReadExactlyAsync(length, _end.Token);
                var query = new byte[BinaryPrimitives.ReadUInt16BigEndian(length)];
                await stream.ReadExactlyAsync(query, _end.Token);
                if (Ask(query, isTcp: true) is not { } answer) continue;
                BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)answer.Length);
                await stream.WriteAsync((byte[])[.. length, .. answer], _end.Token);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // The test is over.
        }
    }
}
