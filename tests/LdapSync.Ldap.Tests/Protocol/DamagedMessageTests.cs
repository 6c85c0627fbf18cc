using LdapSync.Ldap.Scripted;

namespace LdapSync.Ldap.Protocol;

public class DamagedMessageTests
{
    private static readonly Request Request = new(3, Request.Search, []);

    public static TheoryData<byte[]> Messages =>
    [
        Reply.Entry(Request, "cn=Ann,dc=example,dc=com", ("mail", ["a@example.com", "b@example.com"]), ("proxyAddresses", []), ("cn", ["Ann"])),
        Reply.Reference(Request, "ldap://a.example.com/dc=a", "ldap://b.example.com/dc=b"),
        Reply.Done(Request, [1, 2, 3], LdapResultCode.Referral, "dc=com", "diagnostic", ["ldap://a.example.com/"]),
        Reply.Bound(Request, LdapResultCode.InvalidCredentials, "data 52e"),
        Reply.Notice(LdapResultCode.Unavailable),
    ];

    [Theory]
    [MemberData(nameof(Messages))]
    public void Whatever_octet_is_changed_the_message_is_read_or_refused(byte[] message)
    {
        for (var position = 0; position < message.Length; position++)
        {
            for (var octet = 0; octet <= 0xFF; octet++)
            {
                var damaged = message.ToArray();
                damaged[position] = (byte)octet;
                ReadOrRefuse(damaged);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Messages))]
    public void Whatever_octet_is_missing_or_too_many_the_message_is_read_or_refused(byte[] message)
    {
        for (var position = 0; position < message.Length; position++)
        {
            ReadOrRefuse([.. message[..position], .. message[(position + 1)..]]);
            ReadOrRefuse([.. message[..position], 0x30, .. message[position..]]);
            FluentActions.Invoking(() => Read(message[..position])).Should().Throw<InvalidDataException>("a message that ends early is none");
        }
    }

    private static void ReadOrRefuse(byte[] octets)
    {
        try
        {
            Read(octets);
        }
        catch (InvalidDataException)
        {
            // Refused; anything else would end the test.
        }
    }

    private static void Read(byte[] octets)
    {
        var message = LdapMessage.Parse(octets);
        foreach (var control in message.ReadControls()) control.ReadCookie();
        switch (message.Operation)
        {
            case LdapMessage.SearchResultEntry:
                new EntryReader().Read(message.Body);
                break;
            case LdapMessage.SearchResultReference:
                message.ReadReference();
                break;
            default:
                message.ReadResult(out _);
                break;
        }
    }
}
