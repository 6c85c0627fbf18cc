using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace LdapSync.Ldap;

/// <summary>The certificate by which a server shows who it is; texts without control characters, cut where they are very long.</summary>
/// <param name="Subject">Whose it is, as a distinguished name.</param>
/// <param name="Issuer">The authority that signed it.</param>
/// <param name="Names">The host names and addresses it is for (its subject alternative names), in its order.</param>
/// <param name="NotBefore">From when on it is valid, in UTC.</param>
/// <param name="NotAfter">Until when, in UTC.</param>
public sealed record ServerCertificate(string Subject, string Issuer, IReadOnlyList<string> Names, DateTimeOffset NotBefore, DateTimeOffset NotAfter)
{
    /// <summary>How many whole days it is still valid; negative once it is out of date.</summary>
    /// <param name="now">What time it is.</param>
    public int DaysLeft(DateTimeOffset now) => (int)Math.Floor((NotAfter - now).TotalDays);

    internal static ServerCertificate Of(X509Certificate2 certificate) => new(
        LdapErrors.Clean(certificate.Subject),
        LdapErrors.Clean(certificate.Issuer),
        NamesOf(certificate),
        new DateTimeOffset(certificate.NotBefore.ToUniversalTime()),
        new DateTimeOffset(certificate.NotAfter.ToUniversalTime()));

    private static List<string> NamesOf(X509Certificate2 certificate)
    {
        try
        {
            return
            [
                .. certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>()
                    .SelectMany(san => san.EnumerateDnsNames().Concat(san.EnumerateIPAddresses().Select(address => address.ToString())))
                    .Select(LdapErrors.Clean),
            ];
        }
        catch (CryptographicException)
        {
            return []; // What a server shows need not be well-formed.
        }
    }
}
