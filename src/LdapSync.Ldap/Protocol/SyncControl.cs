using System.Formats.Asn1;

namespace LdapSync.Ldap.Protocol;

/// <summary>The controls and the message of LDAP Content Synchronization (RFC 4533 section 2), for refreshOnly.</summary>
internal static class SyncControl
{
    public const string RequestOid = "1.3.6.1.4.1.4203.1.9.1.1";
    public const string StateOid = "1.3.6.1.4.1.4203.1.9.1.2";
    public const string DoneOid = "1.3.6.1.4.1.4203.1.9.1.3";
    public const string InfoOid = "1.3.6.1.4.1.4203.1.9.1.4";

    private const byte NewCookie = 0x80, RefreshDelete = 0xA1, RefreshPresent = 0xA2, IdSet = 0xA3;

    private enum Mode
    {
        RefreshOnly = 1,
    }

    /// <summary>Asks for what has changed since a cookie; an empty one asks for everything. Without a reload hint: a server that has forgotten too much says so.</summary>
    public static LdapControl Request(ReadOnlyMemory<byte> cookie)
    {
        var value = new AsnWriter(AsnEncodingRules.BER);
        using (value.PushSequence())
        {
            value.WriteEnumeratedValue(Mode.RefreshOnly);
            if (!cookie.IsEmpty) value.WriteOctetString(cookie.Span);
        }
        return new LdapControl(RequestOid, true, value.Encode());
    }

    /// <summary>What is said of an entry beside it.</summary>
    public static SyncState ReadState(LdapControl control)
    {
        var value = Sequence(control.Value.Span);
        var kind = (SyncStateKind)value.ReadInteger(BerReader.Enumerated);
        if (!Enum.IsDefined(kind)) throw BerReader.Broken("a sync state is none of the four");
        var state = new SyncState(kind, Id(value.ReadOctets()), Cookie(ref value));
        CheckEnd(value);
        return state;
    }

    /// <summary>What is said at the end.</summary>
    public static SyncDone ReadDone(LdapControl control)
    {
        var value = Sequence(control.Value.Span);
        var done = new SyncDone(Cookie(ref value), value.IsNext(BerReader.Boolean) && value.ReadBoolean());
        CheckEnd(value);
        return done;
    }

    /// <summary>What is said between entries.</summary>
    public static SyncInfo ReadInfo(ReadOnlySpan<byte> octets)
    {
        var reader = new BerReader(octets);
        var tag = reader.PeekTag();
        if (tag == NewCookie)
        {
            var newCookie = new SyncInfo(reader.ReadOctets(tag).ToArray());
            CheckEnd(reader);
            return newCookie;
        }
        var value = reader.ReadConstructed(tag);
        CheckEnd(reader);
        var cookie = Cookie(ref value);
        var flag = value.IsNext(BerReader.Boolean) && value.ReadBoolean();
        var info = tag switch
        {
            RefreshDelete => new SyncInfo(cookie),
            RefreshPresent => new SyncInfo(cookie, EndsPresentPhase: true),
            IdSet => new SyncInfo(cookie, AreGone: flag, Ids: Ids(ref value)),
            _ => throw BerReader.Broken("a sync message is none of the four"),
        };
        CheckEnd(value);
        return info;
    }

    private static List<Guid> Ids(ref BerReader value)
    {
        var ids = new List<Guid>();
        var set = value.ReadConstructed(BerReader.Set);
        while (!set.IsEmpty) ids.Add(Id(set.ReadOctets()));
        return ids;
    }

    private static BerReader Sequence(ReadOnlySpan<byte> octets)
    {
        var reader = new BerReader(octets);
        var value = reader.ReadConstructed(BerReader.Sequence);
        CheckEnd(reader);
        return value;
    }

    private static byte[]? Cookie(ref BerReader value) => value.IsNext(BerReader.OctetString) ? value.ReadOctets().ToArray() : null;

    private static Guid Id(ReadOnlySpan<byte> octets) =>
        octets.Length == 16 ? new Guid(octets, bigEndian: true) : throw BerReader.Broken("an entryUUID has not 16 octets");

    // What has been read may be a part only, with the rest cut off by a damaged length.
    private static void CheckEnd(BerReader value)
    {
        if (!value.IsEmpty) throw BerReader.Broken("a sync control or message has octets behind its end");
    }
}

/// <summary>What an entry is sent for (RFC 4533 section 2.2).</summary>
internal enum SyncStateKind
{
    Present = 0,
    Add = 1,
    Modify = 2,
    Delete = 3,
}

/// <summary>The Sync State Control.</summary>
internal sealed record SyncState(SyncStateKind Kind, Guid Id, byte[]? Cookie);

/// <summary>The Sync Done Control.</summary>
/// <param name="Cookie">Null: that of before holds.</param>
/// <param name="RefreshDeletes">False: whoever was not named is gone.</param>
internal sealed record SyncDone(byte[]? Cookie, bool RefreshDeletes);

/// <summary>The Sync Info Message.</summary>
/// <param name="Cookie">Null: that of before holds.</param>
/// <param name="EndsPresentPhase">Whether everybody who is still there has been named.</param>
/// <param name="AreGone">Whether <paramref name="Ids"/> are gone, or still there.</param>
/// <param name="Ids">Null where the message names nobody.</param>
internal sealed record SyncInfo(byte[]? Cookie, bool EndsPresentPhase = false, bool AreGone = false, IReadOnlyList<Guid>? Ids = null);
