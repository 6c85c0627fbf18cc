using System.Formats.Asn1;
using System.Text;

namespace LdapSync.Ldap.Protocol;

/// <summary>Encodes the requests that reading a directory takes (RFC 4511 section 4). Nothing here can change a directory.</summary>
internal static class LdapMessageWriter
{
    private const int Version = 3;
    private const string StartTlsName = "1.3.6.1.4.1.1466.20037";
    private const string WhoAmIName = "1.3.6.1.4.1.4203.1.11.3"; // RFC 4532

    private enum DerefAliases
    {
        Never = 0,
    }

    public static byte[] Bind(int id, string user, string password) => Message(id, writer =>
    {
        using (writer.PushSequence(Application(0)))
        {
            writer.WriteInteger(Version);
            WriteText(writer, user);
            WriteText(writer, password, Context(0));
        }
    });

    /// <summary>SASL EXTERNAL (RFC 4422 appendix A) with an empty name: as whom the server takes the certificate for.</summary>
    public static byte[] BindExternal(int id) => Message(id, writer =>
    {
        using (writer.PushSequence(Application(0)))
        {
            writer.WriteInteger(Version);
            WriteText(writer, "");
            using (writer.PushSequence(Context(3)))
            {
                WriteText(writer, "EXTERNAL");
                WriteText(writer, "");
            }
        }
    });

    public static byte[] Unbind(int id) => Message(id, writer => writer.WriteNull(Application(2)));

    public static byte[] StartTls(int id) => Extended(id, StartTlsName);

    public static byte[] WhoAmI(int id) => Extended(id, WhoAmIName);

    public static byte[] Search(int id, string baseDn, SearchScope scope, ReadOnlySpan<byte> filter, IReadOnlyList<string> attributes, LdapControl? control = null)
    {
        // No lambda here: it cannot hold a span.
        var writer = new AsnWriter(AsnEncodingRules.BER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(id);
            using (writer.PushSequence(Application(3)))
            {
                WriteText(writer, baseDn);
                writer.WriteEnumeratedValue(scope);
                writer.WriteEnumeratedValue(DerefAliases.Never);
                writer.WriteInteger(0); // no size limit of our own
                writer.WriteInteger(0); // no time limit of our own
                writer.WriteBoolean(false); // values too
                writer.WriteEncodedValue(filter);
                using (writer.PushSequence())
                {
                    foreach (var attribute in attributes) WriteText(writer, attribute);
                }
            }
            if (control is not null) WriteControl(writer, control);
        }
        return writer.Encode();
    }

    private static byte[] Extended(int id, string name) => Message(id, writer =>
    {
        using (writer.PushSequence(Application(23))) WriteText(writer, name, Context(0));
    });

    private static byte[] Message(int id, Action<AsnWriter> operation)
    {
        var writer = new AsnWriter(AsnEncodingRules.BER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(id);
            operation(writer);
        }
        return writer.Encode();
    }

    private static void WriteControl(AsnWriter writer, LdapControl control)
    {
        using (writer.PushSequence(Context(0)))
        using (writer.PushSequence())
        {
            WriteText(writer, control.Oid);
            if (control.IsCritical) writer.WriteBoolean(true);
            writer.WriteOctetString(control.Value.Span);
        }
    }

    private static void WriteText(AsnWriter writer, string text, Asn1Tag? tag = null) =>
        writer.WriteOctetString(Encoding.UTF8.GetBytes(text), tag);

    private static Asn1Tag Application(int number) => new(TagClass.Application, number);

    private static Asn1Tag Context(int number) => new(TagClass.ContextSpecific, number);
}
