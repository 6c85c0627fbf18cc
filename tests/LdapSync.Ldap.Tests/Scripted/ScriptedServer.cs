using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using LdapSync.Ldap.Protocol;

namespace LdapSync.Ldap.Scripted;

/// <summary>
/// A server in this process that answers each request with whatever octets a function gives. It ends with the test, whatever the client does.
/// </summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Func<Request, Answer> _answer;
    private readonly X509Certificate2? _certificate;
    private readonly bool _isTlsFromStart;
    private readonly Task _accepting;
    private readonly ConcurrentQueue<Task> _serving = [];
    private byte[] _greeting = [];
    private Func<Answer>? _handshake;

    private ScriptedServer(Func<Request, Answer> answer, X509Certificate2? certificate, bool isTlsFromStart)
    {
        (_answer, _certificate, _isTlsFromStart) = (answer, certificate, isTlsFromStart);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Where it listens, as a setting names it.</summary>
    public string Address => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>Every request so far, in order.</summary>
    public ConcurrentQueue<Request> Requests { get; } = [];

    /// <summary>Whether the function is asked about the root DSE too. Default: it has none.</summary>
    public bool TellsOfItself { get; set; }

    /// <summary>Whether it asks for a client certificate, without demanding one.</summary>
    public bool AsksForCertificate { get; set; }

    /// <summary>Whose certificate it got last.</summary>
    public string? ClientName { get; private set; }

    /// <summary>How many connections were made.</summary>
    public int Connections { get; private set; }

    public static ScriptedServer Start(Func<Request, Answer> answer) => new(answer, null, false);

    /// <summary>With a certificate: for StartTLS, where the answer to it is a success, or from the start.</summary>
    public static ScriptedServer StartTls(X509Certificate2 certificate, bool fromStart, Func<Request, Answer> answer) => new(answer, certificate, fromStart);

    /// <summary>Agrees to TLS, or takes it from the start, and then does this in place of a handshake.</summary>
    public static ScriptedServer StartHandshake(bool fromStart, Func<Answer> handshake) => new(request => Reply.Extended(request, LdapResultCode.Success), null, fromStart) { _handshake = handshake };

    /// <summary>Speaks first, as a mail server does.</summary>
    public static ScriptedServer StartTalking(byte[] greeting) => new(_ => Answer.Close, null, false) { _greeting = greeting };

    /// <summary>Binds anybody, offers no TLS, answers searches.</summary>
    public static ScriptedServer StartSearching(Func<Request, Answer> search) => Start(request => request.Operation switch
    {
        Request.Extended => Reply.Extended(request, LdapResultCode.ProtocolError, "unsupported extended operation"),
        Request.Bind => Reply.Bound(request),
        _ => search(request),
    });

    /// <summary>Waits until the client has closed its last connection; fails when it never does.</summary>
    public Task WaitForCloseAsync() => Task.WhenAll(_serving).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _accepting; // before the listener stops: who asks a stopped one for a client has made a mistake
        _listener.Stop();
        await Task.WhenAll(_serving);
        _listener.Dispose();
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_end.Token);
                Connections++;
                _serving.Enqueue(ServeAsync(client));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var _ = client;
        try
        {
            Stream stream = client.GetStream();
            await stream.WriteAsync(_greeting, _end.Token);
            if (_isTlsFromStart) stream = await SecureAsync(stream);
            var reader = new LdapMessageReader(stream);
            while (true)
            {
                var octets = (await reader.ReadAsync(_end.Token)).ToArray();
                var request = Parse(octets);
                if (IsForRootDse(request))
                {
                    await stream.WriteAsync(Reply.Done(request, null), _end.Token); // it tells nothing about itself
                    continue;
                }
                Requests.Enqueue(request);
                if (request.Operation == Request.Unbind) return;
                var answer = _answer(request);
                await WriteAsync(stream, answer);
                if (answer.ThenClose) return;
                if (!request.IsStartTls || (_certificate is null && _handshake is null)) continue;
                stream = await SecureAsync(stream);
                reader = new LdapMessageReader(stream);
            }
        }
        catch (Exception e) when (e is IOException or InvalidDataException or OperationCanceledException or System.Security.Authentication.AuthenticationException)
        {
            // The client has gone or talks TLS to a server that does not, or the test is over.
        }
    }

    private async Task WriteAsync(Stream stream, Answer answer)
    {
        if (answer.Pause == TimeSpan.Zero) await stream.WriteAsync(answer.Octets, _end.Token);
        else
        {
            foreach (var octet in answer.Octets)
            {
                await stream.WriteAsync(new[] { octet }, _end.Token);
                await Task.Delay(answer.Pause, _end.Token);
            }
        }
    }

    private bool IsForRootDse(Request request) => !TellsOfItself && request is { Operation: Request.Search } && request.IsOfOneEntry() && request.Base().Length == 0;

    private async Task<Stream> SecureAsync(Stream stream)
    {
        if (_handshake is not null)
        {
            await stream.ReadExactlyAsync(new byte[1], _end.Token); // the client has begun
            var answer = _handshake();
            await WriteAsync(stream, answer);
            if (!answer.ThenClose) await stream.CopyToAsync(Stream.Null, _end.Token);
            throw new EndOfStreamException();
        }
        var tls = new SslStream(stream);
        var options = new SslServerAuthenticationOptions
        {
            ServerCertificate = _certificate,
            ClientCertificateRequired = AsksForCertificate, // despite its name, none is fine too
            RemoteCertificateValidationCallback = (_, certificate, _, _) =>
            {
                ClientName = certificate?.Subject;
                return certificate is null || AsksForCertificate;
            },
        };
        await tls.AuthenticateAsServerAsync(options, _end.Token);
        return tls;
    }

    private static Request Parse(byte[] octets)
    {
        var message = LdapMessage.Parse(octets);
        return new Request(message.Id, message.Operation, octets);
    }
}
