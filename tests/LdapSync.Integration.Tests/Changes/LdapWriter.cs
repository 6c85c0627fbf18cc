using System.Formats.Asn1;
using System.Net.Sockets;
using System.Text;
using LdapSync.Ldap;
using LdapSync.Ldap.Protocol;

namespace LdapSync.Changes;

/// <summary>Writes to a directory, which the library cannot: the few operations that tests need (RFC 4511 sections 4.6 to 4.9).</summary>
internal sealed class LdapWriter : IAsyncDisposable
{
    private const string ShowDeleted = "1.2.840.113556.1.4.417";
    private const int AddKind = 0, ReplaceKind = 2, DeleteKind = 1;

    private readonly Stream _stream;
    private readonly LdapMessageReader _reader;
    private int _id;

    private LdapWriter(Stream stream) => (_stream, _reader) = (stream, new LdapMessageReader(stream));

    /// <summary>Connects and binds; with an authority by TLS.</summary>
    public static async Task<LdapWriter> OpenAsync(string host, int port, string user, string password, string? caFile = null)
    {
        var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(host, port);
        Stream stream = client.GetStream();
        if (caFile is not null) (stream, _) = await new TlsTrust(caFile).SecureAsync(stream, new LdapServer(host, port, UseSsl: true), _ => { }, CancellationToken.None);
        var writer = new LdapWriter(stream);
        await writer.SendAsync("bind", LdapMessageWriter.Bind(++writer._id, user, password));
        return writer;
    }

    public Task AddAsync(string dn, params (string Name, string Value)[] attributes) => RequestAsync($"add {dn}", 8, writer =>
    {
        WriteText(writer, dn);
        using (writer.PushSequence())
        {
            foreach (var attribute in attributes.GroupBy(a => a.Name, a => a.Value)) WriteAttribute(writer, attribute.Key, [.. attribute]);
        }
    });

    /// <summary>Replaces all values of an attribute; without any it is gone.</summary>
    public Task SetAsync(string dn, string attribute, params string[] values) => RequestAsync($"modify {dn}", 6, writer =>
    {
        WriteText(writer, dn);
        using (writer.PushSequence()) WriteChange(writer, ReplaceKind, attribute, values);
    });

    public Task AddValueAsync(string dn, string attribute, string value) => RequestAsync($"modify {dn}", 6, writer =>
    {
        WriteText(writer, dn);
        using (writer.PushSequence()) WriteChange(writer, AddKind, attribute, [value]);
    });

    /// <summary>Renames, or moves, or both.</summary>
    public Task MoveAsync(string dn, string rdn, string parent) => RequestAsync($"rename {dn}", 12, writer =>
    {
        WriteText(writer, dn);
        WriteText(writer, rdn);
        writer.WriteBoolean(true); // the old name goes
        WriteText(writer, parent, new Asn1Tag(TagClass.ContextSpecific, 0));
    });

    public Task DeleteAsync(string dn) => SendAsync($"delete {dn}", Message(writer => WriteText(writer, dn, new Asn1Tag(TagClass.Application, 10))));

    /// <summary>Brings a deleted object of Active Directory back, under a new name.</summary>
    public Task UndeleteAsync(string deleted, string dn) => RequestAsync($"undelete {dn}", 6, writer =>
    {
        WriteText(writer, deleted);
        using (writer.PushSequence())
        {
            WriteChange(writer, DeleteKind, "isDeleted", []);
            WriteChange(writer, ReplaceKind, "distinguishedName", [dn]);
        }
    }, ShowDeleted);

    public ValueTask DisposeAsync() => _stream.DisposeAsync();

    private Task RequestAsync(string what, int operation, Action<AsnWriter> body, string? control = null) => SendAsync(what, Message(
        writer =>
        {
            using (writer.PushSequence(new Asn1Tag(TagClass.Application, operation))) body(writer);
        },
        control));

    private byte[] Message(Action<AsnWriter> operation, string? control = null)
    {
        var writer = new AsnWriter(AsnEncodingRules.BER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(++_id);
            operation(writer);
            if (control is not null)
            {
                using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
                using (writer.PushSequence())
                {
                    WriteText(writer, control);
                    writer.WriteBoolean(true);
                }
            }
        }
        return writer.Encode();
    }

    private async Task SendAsync(string what, byte[] request)
    {
        await _stream.WriteAsync(request);
        var result = Result((await _reader.ReadAsync(CancellationToken.None)).Span);
        if (result.Code != LdapResultCode.Success) throw new InvalidOperationException($"{what}: {result.Code} {result.Diagnostic}");
    }

    private static LdapResult Result(ReadOnlySpan<byte> octets) => LdapMessage.Parse(octets).ReadResult();

    private static void WriteChange(AsnWriter writer, int kind, string attribute, string[] values)
    {
        using (writer.PushSequence())
        {
            writer.WriteEncodedValue([0x0A, 0x01, (byte)kind]);
            WriteAttribute(writer, attribute, values);
        }
    }

    private static void WriteAttribute(AsnWriter writer, string attribute, string[] values)
    {
        using (writer.PushSequence())
        {
            WriteText(writer, attribute);
            using (writer.PushSetOf())
            {
                foreach (var value in values) WriteText(writer, value);
            }
        }
    }

    private static void WriteText(AsnWriter writer, string text, Asn1Tag? tag = null) => writer.WriteOctetString(Encoding.UTF8.GetBytes(text), tag);
}
