using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace LdapSync.Ldap.Protocol;

/// <summary>Which certificates are accepted: those of the system's authorities, or of an own file's instead. There is no way to accept any.</summary>
internal sealed class TlsTrust
{
    private readonly X509Certificate2Collection? _authorities;

    /// <param name="caFile">PEM, one or several certificates; null for the system's authorities.</param>
    /// <exception cref="SettingsException">The file cannot be read.</exception>
    public TlsTrust(string? caFile)
    {
        if (caFile is null) return;
        _authorities = [];
        try
        {
            _authorities.ImportFromPemFile(caFile);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new SettingsException($"CaFile: \"{caFile}\" cannot be read as PEM certificates: {e.Message}", e);
        }
        if (!_authorities.Any(IsRoot)) throw new SettingsException($"CaFile: \"{caFile}\" holds no root certificate in PEM form (-----BEGIN CERTIFICATE-----).");
    }

    /// <summary>TLS 1.2 or later with this trust; the check of the certificate says why it refuses.</summary>
    public SslClientAuthenticationOptions ForServer(string host, Action<string> refused) => new()
    {
        TargetHost = host,
        EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        CertificateChainPolicy = ChainPolicy(),
        RemoteCertificateValidationCallback = (_, certificate, chain, errors) =>
        {
            if (errors == SslPolicyErrors.None) return true;
            refused(CertificateFault.Describe(host, certificate as X509Certificate2, chain, errors, hasOwnAuthorities: _authorities is not null));
            return false;
        },
    };

    private X509ChainPolicy ChainPolicy()
    {
        // Nothing is downloaded during a handshake: neither revocation lists, which private authorities seldom publish, nor missing intermediates.
        var policy = new X509ChainPolicy { RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };
        if (_authorities is null) return policy;
        policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        foreach (var certificate in _authorities) (IsRoot(certificate) ? policy.CustomTrustStore : policy.ExtraStore).Add(certificate);
        return policy;
    }

    private static bool IsRoot(X509Certificate2 certificate) => certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData);
}
