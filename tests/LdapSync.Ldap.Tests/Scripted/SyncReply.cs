using System.Formats.Asn1;
using System.Text;
using LdapSync.Ldap.Protocol;

namespace LdapSync.Ldap.Scripted;

/// <summary>Answers that tell changes (RFC 4533, DirSync), encoded by the framework's writer.</summary>
internal static class SyncReply
{
    private static readonly Asn1Tag Controls = new(TagClass.ContextSpecific, 0, isConstructed: true);

    /// <summary>Puts controls behind the operation of a message.</summary>
    public static byte[] With(byte[] message, params (string Oid, byte[] Value)[] controls)
    {
        var writer = new AsnWriter(AsnEncodingRules.BER);
        using (writer.PushSequence())
        {
            writer.WriteEncodedValue(Body(message), controls);
        }
        return writer.Encode();
    }

    /// <summary>An entry that changed.</summary>
    public static byte[] Changed(Request request, string dn, Guid id, bool hasSubordinates = false, int state = 1) => With(
        Reply.Entry(request, dn, ("entryUUID", [$"{id}"]), ("hasSubordinates", [hasSubordinates ? "TRUE" : "FALSE"])),
        (SyncControl.StateOid, State(state, id)));

    public static byte[] State(int state, Guid id, string? cookie = null) => Sequence(writer =>
    {
        writer.WriteEncodedValue([0x0A, 0x01, (byte)state]);
        writer.WriteOctetString(id.ToByteArray(bigEndian: true));
        if (cookie is not null) writer.WriteOctetString(Encoding.ASCII.GetBytes(cookie));
    });

    public static byte[] Done(Request request, string? cookie, bool refreshDeletes = true, LdapResultCode code = LdapResultCode.Success) =>
        With(Reply.Done(request, null, code), (SyncControl.DoneOid, DoneValue(cookie, refreshDeletes)));

    public static byte[] DoneValue(string? cookie, bool refreshDeletes) => Sequence(writer =>
    {
        if (cookie is not null) writer.WriteOctetString(Encoding.ASCII.GetBytes(cookie));
        if (refreshDeletes) writer.WriteBoolean(true);
    });

    /// <summary>Names entries that are gone, or still there.</summary>
    public static byte[] Ids(Request request, bool areGone, params Guid[] ids) => Info(request, Sequence(
        writer =>
        {
            if (areGone) writer.WriteBoolean(true);
            using (writer.PushSetOf())
            {
                foreach (var id in ids) writer.WriteOctetString(id.ToByteArray(bigEndian: true));
            }
        },
        new Asn1Tag(TagClass.ContextSpecific, 3)));

    public static byte[] EndOfPresentPhase(Request request) => Info(request, Sequence(writer => writer.WriteBoolean(false), new Asn1Tag(TagClass.ContextSpecific, 2)));

    public static byte[] NewCookie(Request request, string cookie) => Info(request, [0x80, (byte)cookie.Length, .. Encoding.ASCII.GetBytes(cookie)]);

    /// <summary>An intermediate message.</summary>
    public static byte[] Info(Request request, byte[] value, string oid = SyncControl.InfoOid)
    {
        var writer = new AsnWriter(AsnEncodingRules.BER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(request.Id);
            using (writer.PushSequence(new Asn1Tag(TagClass.Application, 25)))
            {
                writer.WriteOctetString(Encoding.ASCII.GetBytes(oid), new Asn1Tag(TagClass.ContextSpecific, 0));
                writer.WriteOctetString(value, new Asn1Tag(TagClass.ContextSpecific, 1));
            }
        }
        return writer.Encode();
    }

    /// <summary>The end of a DirSync answer.</summary>
    public static byte[] DirSyncDone(Request request, string cookie, bool hasMore = false) => With(Reply.Done(request, null), (DirSyncControl.Oid, DirSyncValue(cookie, hasMore)));

    public static byte[] DirSyncValue(string cookie, bool hasMore) => Sequence(writer =>
    {
        writer.WriteInteger(hasMore ? 1 : 0);
        writer.WriteInteger(0);
        writer.WriteOctetString(Encoding.ASCII.GetBytes(cookie));
    });

    private static byte[] Sequence(Action<AsnWriter> content, Asn1Tag? tag = null)
    {
        var writer = new AsnWriter(AsnEncodingRules.BER);
        using (writer.PushSequence(tag)) content(writer);
        return writer.Encode();
    }

    private static void WriteEncodedValue(this AsnWriter writer, byte[] idAndOperation, (string Oid, byte[] Value)[] controls)
    {
        var reader = new AsnReader(idAndOperation, AsnEncodingRules.BER);
        while (reader.HasData) writer.WriteEncodedValue(reader.ReadEncodedValue().Span);
        using (writer.PushSequence(Controls))
        {
            foreach (var (oid, value) in controls)
            {
                using (writer.PushSequence())
                {
                    writer.WriteOctetString(Encoding.ASCII.GetBytes(oid));
                    writer.WriteOctetString(value);
                }
            }
        }
    }

    /// <summary>Id and operation of a message without controls.</summary>
    private static byte[] Body(byte[] message)
    {
        var reader = new AsnReader(message, AsnEncodingRules.BER).ReadSequence();
        return [.. reader.ReadEncodedValue().ToArray(), .. reader.ReadEncodedValue().ToArray()];
    }
}
