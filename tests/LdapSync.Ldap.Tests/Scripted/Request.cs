using System.Text;
using LdapSync.Ldap.Protocol;

namespace LdapSync.Ldap.Scripted;

/// <summary>A request as the scripted server received it.</summary>
internal sealed record Request(int Id, byte Operation, byte[] Octets)
{
    public const byte Bind = 0x60;
    public const byte Unbind = 0x42;
    public const byte Search = 0x63;
    public const byte Extended = 0x77;

    /// <summary>Name and password of a bind.</summary>
    public (string Name, string Password) Credentials()
    {
        var body = LdapMessage.Parse(Octets).Body;
        body.ReadInteger();
        return (body.ReadText(), body.ReadText(0x80));
    }

    /// <summary>The base of a search.</summary>
    public string Base() => LdapMessage.Parse(Octets).Body.ReadText();

    /// <summary>The cookie of a search's paging control.</summary>
    public byte[] Cookie() => LdapMessage.Parse(Octets).ReadControls().Single(c => c.Oid == LdapControl.PagedResults).ReadCookie();

    /// <summary>Whether a search asks for its base alone.</summary>
    public bool IsOfOneEntry() => Octets.AsSpan().IndexOf("\n\u0001\0\n\u0001\0"u8) >= 0; // scope baseObject, aliases never

    public bool IsStartTls => Operation == Extended && Contains("1.3.6.1.4.1.1466.20037");

    public bool Contains(string text) => Octets.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0;
}
