using System.Formats.Asn1;

namespace LdapSync.Ldap.Protocol;

/// <summary>Active Directory's control for replicating changes ([MS-ADTS] section 3.1.1.3.4.1.3).</summary>
internal static class DirSyncControl
{
    public const string Oid = "1.2.840.113556.1.4.841";

    // No flags. With ObjectSecurity everybody could ask, but whoever may not see the deleted objects would never hear of a deletion.
    private const int Flags = 0;

    // What Active Directory gives at least; it rounds up what is less.
    private const int MaxOctets = 1 << 20;

    /// <summary>Asks for what has changed since a cookie; an empty one asks for everything.</summary>
    public static LdapControl Request(ReadOnlyMemory<byte> cookie)
    {
        var value = new AsnWriter(AsnEncodingRules.BER);
        using (value.PushSequence())
        {
            value.WriteInteger(Flags);
            value.WriteInteger(MaxOctets);
            value.WriteOctetString(cookie.Span);
        }
        return new LdapControl(Oid, true, value.Encode());
    }

    /// <summary>What the answer says: whether there is more, and the next cookie.</summary>
    public static (bool HasMore, byte[] Cookie) Read(LdapControl control)
    {
        var reader = new BerReader(control.Value.Span);
        var value = reader.ReadConstructed(BerReader.Sequence);
        var hasMore = value.ReadInteger() != 0;
        value.ReadInteger(); // unused
        var cookie = value.ReadOctets().ToArray();
        if (cookie.Length == 0 || !value.IsEmpty || !reader.IsEmpty) throw BerReader.Broken("the DirSync control has no cookie, or octets behind it");
        return (hasMore, cookie);
    }
}
