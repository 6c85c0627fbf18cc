using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace LdapSync.Ldap.Novell;

/// <summary>Which certificates are accepted: those of the system's authorities, or of an own file's instead. There is no way to accept any (R2).</summary>
internal sealed class CertificateCheck
{
    private readonly X509Certificate2Collection? _authorities;

    /// <param name="caFile">PEM, one or several certificates; null for the system's authorities.</param>
    /// <exception cref="SettingsException">The file cannot be read.</exception>
    public CertificateCheck(string? caFile)
    {
        if (string.IsNullOrWhiteSpace(caFile)) return;
        _authorities = [];
        try
        {
            _authorities.ImportFromPemFile(caFile);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new SettingsException($"{SyncOptions.Section}:CaFile: \"{caFile}\" cannot be read as PEM certificates: {e.Message}", e);
        }
    }

    /// <summary>Why the last certificate was refused.</summary>
    public string? Refusal { get; private set; }

    public bool Accepts(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        var faults = _authorities is not null && certificate is not null && ComesFromAnAuthority(certificate, chain)
            ? errors & ~SslPolicyErrors.RemoteCertificateChainErrors
            : _authorities is null ? errors : errors | SslPolicyErrors.RemoteCertificateChainErrors;
        Refusal = faults == SslPolicyErrors.None
            ? null
            : $"the server's certificate is not acceptable ({faults}); check its name, its dates and its authority, which CaFile can name";
        return Refusal is null;
    }

    private bool ComesFromAnAuthority(X509Certificate certificate, X509Chain? found)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true; // no deadline holds for them
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid("1.3.6.1.5.5.7.3.1")); // a server's
        chain.ChainPolicy.CustomTrustStore.AddRange(_authorities!);
        if (found is not null)
        {
            foreach (var element in found.ChainElements) chain.ChainPolicy.ExtraStore.Add(element.Certificate);
        }
        return chain.Build(new X509Certificate2(certificate));
    }
}
