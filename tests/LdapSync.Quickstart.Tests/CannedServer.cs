using System.Formats.Asn1;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace LdapSync.Quickstart.Tests;

/// <summary>
/// A directory server of few words on loopback: it gives its answers in their order, one to each request, whatever is asked. Enough for one program that asks in an
/// order that is known: StartTLS, bind, root DSE, base, people.
/// </summary>
internal sealed class CannedServer : IDisposable
{
    private const int BindResponse = 1, Entry = 4, SearchDone = 5, ExtendedResponse = 24;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly byte[][] _answers;

    private CannedServer(params byte[][] answers)
    {
        _answers = answers;
        _listener.Start();
        _ = ServeAsync();
    }

    public string Address => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>It has people with these addresses.</summary>
    public static CannedServer WithPeople(params string[] addresses) => new(
        Result(1, ExtendedResponse, code: 2),
        Result(2, BindResponse),
        Result(3, SearchDone),
        [.. Found(4, "dc=example,dc=com"), .. Result(4, SearchDone)],
        [.. addresses.SelectMany(address => Found(5, $"cn={address},dc=example,dc=com", ("mail", address))), .. Result(5, SearchDone, isPage: true)]);

    /// <summary>It knows nobody who binds.</summary>
    public static CannedServer RefusingBinds() => new(Result(1, ExtendedResponse, code: 2), Result(2, BindResponse, code: 49));

    /// <summary>It does not have the base.</summary>
    public static CannedServer WithoutBase() => new(Result(1, ExtendedResponse, code: 2), Result(2, BindResponse), Result(3, SearchDone), Result(4, SearchDone, code: 32), Result(5, SearchDone, code: 32));

    public void Dispose() => _listener.Dispose();

    private async Task ServeAsync()
    {
        try
        {
            using var client = await _listener.AcceptTcpClientAsync();
            var stream = client.GetStream();
            var request = new byte[4096]; // each is smaller, and the next one comes after its answer
            foreach (var answer in _answers)
            {
                if (await stream.ReadAsync(request) == 0) return;
                await stream.WriteAsync(answer);
            }
            while (await stream.ReadAsync(request) > 0) { }
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            // The program or the test has ended.
        }
    }

    private static byte[] Result(int id, int operation, int code = 0, bool isPage = false)
    {
        var writer = new AsnWriter(AsnEncodingRules.BER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(id);
            using (writer.PushSequence(new Asn1Tag(TagClass.Application, operation)))
            {
                writer.WriteEncodedValue([0x0A, 0x01, (byte)code]); // an enumeration
                Write(writer, "");
                Write(writer, "");
            }
            if (isPage)
            {
                using var controls = writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0));
                using var control = writer.PushSequence();
                Write(writer, "1.2.840.113556.1.4.319");
                writer.WriteOctetString([0x30, 0x05, 0x02, 0x01, 0x00, 0x04, 0x00]); // the last page
            }
        }
        return writer.Encode();
    }

    private static byte[] Found(int id, string dn, params (string Name, string Value)[] attributes)
    {
        var writer = new AsnWriter(AsnEncodingRules.BER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(id);
            using (writer.PushSequence(new Asn1Tag(TagClass.Application, Entry)))
            {
                Write(writer, dn);
                using var all = writer.PushSequence();
                foreach (var (name, value) in attributes)
                {
                    using var attribute = writer.PushSequence();
                    Write(writer, name);
                    using var values = writer.PushSetOf();
                    Write(writer, value);
                }
            }
        }
        return writer.Encode();
    }

    private static void Write(AsnWriter writer, string text) => writer.WriteOctetString(Encoding.UTF8.GetBytes(text));
}
