using System.Formats.Asn1;

namespace LdapSync.Ldap.Protocol;

/// <summary>An addition to a request or an answer (RFC 4511 section 4.1.11).</summary>
internal sealed record LdapControl(string Oid, bool IsCritical, ReadOnlyMemory<byte> Value)
{
    /// <summary>Simple paged results (RFC 2696).</summary>
    public const string PagedResults = "1.2.840.113556.1.4.319";

    /// <summary>Asks for a page. Critical: a server that cannot page must refuse instead of answering with what fits.</summary>
    public static LdapControl ForPage(int size, ReadOnlyMemory<byte> cookie)
    {
        var value = new AsnWriter(AsnEncodingRules.BER);
        using (value.PushSequence())
        {
            value.WriteInteger(size);
            value.WriteOctetString(cookie.Span);
        }
        return new LdapControl(PagedResults, true, value.Encode());
    }

    public static IReadOnlyList<LdapControl> ReadAll(BerReader reader)
    {
        if (reader.IsEmpty) return [];
        var controls = new List<LdapControl>();
        while (!reader.IsEmpty) controls.Add(Read(reader.ReadConstructed(BerReader.Sequence)));
        return controls;
    }

    /// <summary>The cookie of a paging answer; the server's estimate of the size is of no use.</summary>
    public byte[] ReadCookie()
    {
        var value = new BerReader(Value.Span).ReadConstructed(BerReader.Sequence);
        value.ReadInteger();
        var cookie = value.ReadOctets().ToArray();
        // A cookie cut short by a damaged length might be empty, and mean the end.
        return value.IsEmpty ? cookie : throw BerReader.Broken("the paging control has octets behind its cookie");
    }

    private static LdapControl Read(BerReader control)
    {
        var oid = control.ReadText();
        if (oid.Length == 0) throw BerReader.Broken("a control has no name");
        var isCritical = control.IsNext(BerReader.Boolean) && control.ReadBoolean();
        var value = control.IsNext(BerReader.OctetString) ? control.ReadOctets().ToArray() : [];
        return new LdapControl(oid, isCritical, value);
    }
}
