using System.Globalization;

namespace LdapSync.Ldap;

/// <summary>A directory server to connect to.</summary>
/// <param name="Host">Its name, or its address without brackets.</param>
/// <param name="Port">1 to 65535.</param>
/// <param name="UseSsl">TLS from the first byte.</param>
public sealed record LdapServer(string Host, int Port, bool UseSsl) : IServerRow
{
    /// <summary>As a URL, such as <c>ldap://dc1.example.com:389</c>.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{(UseSsl ? "ldaps" : "ldap")}://{(Host.Contains(':') ? $"[{Host}]" : Host)}:{Port}");
}
