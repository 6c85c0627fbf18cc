using System.Security.Authentication;

namespace LdapSync.Ldap;

/// <summary>What a TLS handshake showed.</summary>
/// <param name="Version">The version that was agreed on, such as <c>TLS 1.3</c>; null where the handshake failed.</param>
/// <param name="Certificate">The server's certificate, refused or not; null where it showed none.</param>
public sealed record TlsHandshake(string? Version, ServerCertificate? Certificate)
{
    internal static string InWords(SslProtocols version) => version switch
    {
        SslProtocols.Tls12 => "TLS 1.2",
        SslProtocols.Tls13 => "TLS 1.3",
        _ => $"{version}",
    };
}
