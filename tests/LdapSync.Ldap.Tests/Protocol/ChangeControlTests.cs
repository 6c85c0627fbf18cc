using LdapSync.Ldap.Scripted;

namespace LdapSync.Ldap.Protocol;

/// <summary>Controls and messages that tell changes: whatever octet is damaged, missing or too many, they are read or refused.</summary>
public class ChangeControlTests
{
    private static readonly Guid Id = new("01020304-0506-0708-090a-0b0c0d0e0f10");
    private static readonly Request Request = new(3, Request.Search, []);

    [Fact]
    public void Requests_are_critical_and_as_their_documents_have_them()
    {
        var dirSync = DirSyncControl.Request("ab"u8.ToArray());
        var sync = SyncControl.Request("ab"u8.ToArray());

        (dirSync.Oid, dirSync.IsCritical, Convert.ToHexString(dirSync.Value.Span)).Should().Be(("1.2.840.113556.1.4.841", true, "300C" + "020100" + "0203100000" + "04026162"));
        (sync.Oid, sync.IsCritical, Convert.ToHexString(sync.Value.Span)).Should().Be(("1.3.6.1.4.1.4203.1.9.1.1", true, "3007" + "0A0101" + "04026162"));
        Convert.ToHexString(SyncControl.Request(ReadOnlyMemory<byte>.Empty).Value.Span).Should().Be("3003" + "0A0101");
    }

    [Fact]
    public void An_entryUUID_is_in_network_order()
    {
        var octets = Convert.FromHexString("3015" + "0A0103" + "0410" + "0102030405060708090A0B0C0D0E0F10");

        SyncControl.ReadState(new LdapControl("", false, octets)).Should().Be(new SyncState(SyncStateKind.Delete, Id, null));
    }

    public static TheoryData<string, byte[]> Values => new()
    {
        { "state", SyncReply.State(1, Id, "cookie") },
        { "done", SyncReply.DoneValue("cookie", true) },
        { "dirsync", SyncReply.DirSyncValue("cookie", true) },
        { "info", Info(SyncReply.NewCookie(Request, "cookie")) },
        { "info", Info(SyncReply.EndOfPresentPhase(Request)) },
        { "info", Info(SyncReply.Ids(Request, true, Id, Guid.Empty)) },
        { "info", [0xA1, 0x08, 0x04, 0x03, 0x61, 0x62, 0x63, 0x01, 0x01, 0xFF] },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void Whatever_octet_is_spoilt_they_are_read_or_refused(string kind, byte[] value)
    {
        Read(kind, value);
        for (var i = 0; i < value.Length; i++)
        {
            for (var octet = 0; octet <= 0xFF; octet++) ReadOrRefuse(kind, [.. value[..i], (byte)octet, .. value[(i + 1)..]]);
            ReadOrRefuse(kind, [.. value[..i], .. value[(i + 1)..]]);
            ReadOrRefuse(kind, [.. value[..i], 0x30, .. value[i..]]);
            FluentActions.Invoking(() => Read(kind, value[..i])).Should().Throw<InvalidDataException>();
        }
        FluentActions.Invoking(() => Read(kind, [.. value, 0x00])).Should().Throw<InvalidDataException>();
    }

    private static void ReadOrRefuse(string kind, byte[] value)
    {
        try
        {
            Read(kind, value);
        }
        catch (InvalidDataException)
        {
            // Refused; anything else would end the test.
        }
    }

    private static void Read(string kind, byte[] value)
    {
        var control = new LdapControl("1.2", false, value);
        if (kind == "state") SyncControl.ReadState(control);
        else if (kind == "done") SyncControl.ReadDone(control);
        else if (kind == "dirsync") DirSyncControl.Read(control);
        else SyncControl.ReadInfo(value);
    }

    private static byte[] Info(byte[] message) => LdapMessage.Parse(message).ReadIntermediate().Value.ToArray();
}
