using System.Formats.Asn1;
using System.Text;
using LdapSync.Ldap.Protocol;

namespace LdapSync.Ldap.Scripted;

/// <summary>Answers of a server, encoded by the framework's writer so that the reader under test is not its own witness.</summary>
internal static class Reply
{
    private static readonly Asn1Tag Controls = new(TagClass.ContextSpecific, 0, isConstructed: true);
    private static readonly Asn1Tag Referral = new(TagClass.ContextSpecific, 3, isConstructed: true);
    private static readonly Asn1Tag ResponseName = new(TagClass.ContextSpecific, 10);
    private static readonly Asn1Tag ResponseValue = new(TagClass.ContextSpecific, 11);

    /// <summary>What a server does that goes along without TLS up to an operation.</summary>
    public static Func<Request, Answer> UpTo(byte operation, Func<Request, Answer> then) => request =>
        request.Operation == operation ? then(request)
        : request.Operation == Request.Bind ? Bound(request)
        : Extended(request, LdapResultCode.ProtocolError);

    public static byte[] Bound(Request request, LdapResultCode code = LdapResultCode.Success, string diagnostic = "") =>
        Message(request.Id, 1, writer => WriteResult(writer, code, "", diagnostic));

    public static byte[] Extended(Request request, LdapResultCode code, string diagnostic = "") =>
        Message(request.Id, 24, writer => WriteResult(writer, code, "", diagnostic));

    /// <summary>Who the server takes the client for.</summary>
    public static byte[] WhoAmI(Request request, string? name) => Message(request.Id, 24, writer =>
    {
        WriteResult(writer, LdapResultCode.Success, "", "");
        if (name is not null) WriteText(writer, name, ResponseValue);
    });

    public static byte[] Notice(LdapResultCode code, string diagnostic = "", string oid = "1.3.6.1.4.1.1466.20036") => Message(0, 24, writer =>
    {
        WriteResult(writer, code, "", diagnostic);
        WriteText(writer, oid, ResponseName);
    });

    public static byte[] Entry(Request request, string dn, params (string Name, string[] Values)[] attributes) =>
        Entry(request, dn, [.. attributes.Select(attribute => (attribute.Name, attribute.Values.Select(Encoding.UTF8.GetBytes).ToArray()))]);

    public static byte[] Entry(Request request, string dn, (string Name, byte[][] Values)[] attributes) => Message(request.Id, 4, writer =>
    {
        WriteText(writer, dn);
        using (writer.PushSequence())
        {
            foreach (var (name, values) in attributes)
            {
                using (writer.PushSequence())
                {
                    WriteText(writer, name);
                    using (writer.PushSetOf())
                    {
                        foreach (var value in values) writer.WriteOctetString(value);
                    }
                }
            }
        }
    });

    public static byte[] Reference(Request request, params string[] urls) => Message(request.Id, 19, writer => WriteAll(writer, urls));

    public static byte[] Intermediate(Request request) => Message(request.Id, 25, static _ => { });

    /// <summary>The end of a page; without a cookie there is no paging control at all.</summary>
    public static byte[] Done(Request request, byte[]? cookie, LdapResultCode code = LdapResultCode.Success, string matchedDn = "", string diagnostic = "", string[]? referrals = null) =>
        Message(
            request.Id,
            5,
            writer =>
            {
                WriteResult(writer, code, matchedDn, diagnostic);
                if (referrals is null) return;
                using (writer.PushSequence(Referral)) WriteAll(writer, referrals);
            },
            writer => WritePaging(writer, cookie));

    private static byte[] Message(int id, int operation, Action<AsnWriter> body, Action<AsnWriter>? controls = null)
    {
        var writer = new AsnWriter(AsnEncodingRules.BER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(id);
            using (writer.PushSequence(new Asn1Tag(TagClass.Application, operation))) body(writer);
            controls?.Invoke(writer);
        }
        return writer.Encode();
    }

    private static void WritePaging(AsnWriter writer, byte[]? cookie)
    {
        if (cookie is null) return;
        var value = new AsnWriter(AsnEncodingRules.BER);
        using (value.PushSequence())
        {
            value.WriteInteger(0);
            value.WriteOctetString(cookie);
        }
        using (writer.PushSequence(Controls))
        using (writer.PushSequence())
        {
            WriteText(writer, LdapControl.PagedResults);
            writer.WriteOctetString(value.Encode());
        }
    }

    private static void WriteResult(AsnWriter writer, LdapResultCode code, string matchedDn, string diagnostic)
    {
        writer.WriteEnumeratedValue(code);
        WriteText(writer, matchedDn);
        WriteText(writer, diagnostic);
    }

    private static void WriteAll(AsnWriter writer, string[] texts)
    {
        foreach (var text in texts) WriteText(writer, text);
    }

    private static void WriteText(AsnWriter writer, string text, Asn1Tag? tag = null) => writer.WriteOctetString(Encoding.UTF8.GetBytes(text), tag);
}
