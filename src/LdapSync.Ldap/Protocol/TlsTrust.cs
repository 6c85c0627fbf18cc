using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace LdapSync.Ldap.Protocol;

/// <summary>
/// Which certificates are accepted: those of the system's authorities, or of an own file's instead. There is no way to accept any. And which one is shown to servers
/// that ask for it.
/// </summary>
internal sealed class TlsTrust : IDisposable
{
    private readonly X509Certificate2Collection? _authorities;
    private readonly ClientCertificate? _own;

    /// <param name="caFile">PEM, one or several certificates; null for the system's authorities.</param>
    /// <param name="own">What a server gets to see that asks for a certificate; null for nothing. Disposed with this.</param>
    /// <exception cref="SettingsException">The file cannot be read.</exception>
    public TlsTrust(string? caFile, ClientCertificate? own = null)
    {
        _own = own;
        if (caFile is null) return;
        _authorities = [];
        try
        {
            _authorities.ImportFromPemFile(caFile);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new SettingsException($"{SyncOptions.Section}:CaFile: \"{caFile}\" cannot be read as PEM certificates: {e.Message}", e);
        }
        if (!_authorities.Any(IsRoot)) throw new SettingsException($"{SyncOptions.Section}:CaFile: \"{caFile}\" holds no root certificate in PEM form.");
    }

    /// <summary>Ends with the connection that it is for.</summary>
    public void Dispose()
    {
        _own?.Dispose();
        foreach (var certificate in _authorities ?? []) certificate.Dispose();
    }

    /// <summary>Makes the handshake, TLS 1.2 or later, on a stream that belongs to the result from now on.</summary>
    /// <param name="stream">The connection.</param>
    /// <param name="server">Whose certificate it has to be.</param>
    /// <param name="shown">Told the certificate before it is judged.</param>
    /// <param name="cancellationToken">Ends the handshake.</param>
    /// <returns>
    /// The stream; and, where the server asked for a certificate, what to tell if it now hangs up: from TLS 1.3 on it checks the certificate, or that there is none,
    /// after the handshake has ended on this side.
    /// </returns>
    /// <exception cref="AuthenticationException">It failed; the message says why and what to change.</exception>
    public async Task<(SslStream Stream, string? Doubt)> SecureAsync(Stream stream, LdapServer server, Action<ServerCertificate> shown, CancellationToken cancellationToken)
    {
        var tls = new SslStream(stream);
        string? refusal = null, doubt = null;
        try
        {
            var options = Options(server.Host, shown, reason => refusal = reason, () => doubt = NoCertificate);
            await tls.AuthenticateAsClientAsync(options, cancellationToken).ConfigureAwait(false);
            return (tls, tls.IsMutuallyAuthenticated ? CertificateRefused : doubt);
        }
        catch (Exception e)
        {
            await tls.DisposeAsync().ConfigureAwait(false);
            if (e is AuthenticationException or IOException) throw new AuthenticationException(refusal ?? doubt ?? Describe(e, hasAgreed: !server.UseSsl), e);
            throw;
        }
    }

    private SslClientAuthenticationOptions Options(string host, Action<ServerCertificate> shown, Action<string> refused, Action asked) => new()
    {
        TargetHost = host,
        EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        CertificateChainPolicy = ChainPolicy(),
        ClientCertificateContext = _own?.Context,
        LocalCertificateSelectionCallback = _own is not null ? null : (_, _, _, remote, _) =>
        {
            // Called once ahead of the handshake too, when the server has not shown or asked for anything.
            if (remote is not null) asked();
            return null!; // nothing to show
        },
        RemoteCertificateValidationCallback = (_, certificate, chain, errors) =>
        {
            if (certificate is X509Certificate2 its) shown(ServerCertificate.Of(its));
            if (errors == SslPolicyErrors.None) return true;
            refused(CertificateFault.Describe(host, certificate as X509Certificate2, chain, errors, hasCaFile: _authorities is not null));
            return false;
        },
    };

    private const string NoCertificate =
        "the server asked for a client certificate, got none, and ended the connection; name one in ClientCertificateFile, or let the server not demand it";

    private const string CertificateRefused =
        "the server ended the connection after it was shown the client certificate; " +
        "check that ClientCertificateFile is in date, meant for clients, and from an authority that the server trusts, and look into the server's log";

    private string Describe(Exception failure, bool hasAgreed) =>
        Reason(failure, hasAgreed) + (_own is null ? "" : "; or it does not accept the certificate of ClientCertificateFile");

    // A server that has agreed to StartTLS was asked on the right port.
    private static string Reason(Exception failure, bool hasAgreed) => failure switch
    {
        IOException when hasAgreed =>
            "the server agreed to TLS and then ended the handshake; " +
            "look into its log: it may have no certificate that it can use, or no TLS of version 1.2 or later",
        // Servers hang up on a handshake that they do not understand, and some on one whose version they do not have.
        IOException =>
            "the server does not speak TLS on this port, or none of version 1.2 or later; " +
            "check the port, 636 is usual for UseSsl, and the server's TLS settings",
        { InnerException: { } reason } =>
            $"the server offers no acceptable TLS, 1.2 or later is needed ({reason.Message}); update its TLS settings",
        _ when hasAgreed => "what the server answers after it agreed to TLS is no TLS; look into its log, and at what stands between, such as a proxy",
        _ => "what the server answers is no TLS; check the port, 636 is usual for UseSsl",
    };

    private X509ChainPolicy ChainPolicy()
    {
        // Nothing is downloaded during a handshake, neither revocation lists nor missing intermediates: no deadline holds for that.
        var policy = new X509ChainPolicy { RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };
        if (_authorities is null) return policy;
        policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        foreach (var certificate in _authorities) (IsRoot(certificate) ? policy.CustomTrustStore : policy.ExtraStore).Add(certificate);
        return policy;
    }

    private static bool IsRoot(X509Certificate2 certificate) =>
        certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData);
}
