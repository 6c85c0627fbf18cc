using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace LdapSync.Ldap.Protocol;

/// <summary>The certificate that this side shows to servers that ask for one. No message has anything of the key.</summary>
internal sealed class ClientCertificate(SslStreamCertificateContext context) : IDisposable
{
    private const string Setting = $"{SyncOptions.Section}:ClientCertificateFile";
    private const string KeySetting = $"{SyncOptions.Section}:ClientKeyFile";

    /// <summary>The certificate, its key, and the intermediates that go along.</summary>
    public SslStreamCertificateContext Context => context;

    /// <summary>Reads the files.</summary>
    /// <param name="certificateFile">PEM: the certificate, then intermediates up to what servers know, and the key unless it has a file of its own; null for none.</param>
    /// <param name="keyFile">PEM: the key, without a password; null where the other file has it.</param>
    /// <exception cref="SettingsException">A file cannot be read, or they do not belong together.</exception>
    public static ClientCertificate? Read(string? certificateFile, string? keyFile)
    {
        if (certificateFile is null) return keyFile is null ? null : throw new SettingsException($"{KeySetting} has the key of a certificate, but {Setting} names none.");
        var certificates = Text(Setting, certificateFile);
        var key = keyFile is null ? certificates : Text(KeySetting, keyFile);
        var (source, file) = keyFile is null ? (Setting, certificateFile) : (KeySetting, keyFile);
        if (!Has(certificates, "CERTIFICATE")) throw new SettingsException($"{Setting}: \"{certificateFile}\" holds no certificate in PEM form.");
        if (Has(key, "ENCRYPTED PRIVATE KEY")) throw new SettingsException($"{source}: the key in \"{file}\" has a password; give it without one, in a file that only this service may read.");
        if (!Has(key, "PRIVATE KEY") && !Has(key, "EC PRIVATE KEY") && !Has(key, "RSA PRIVATE KEY"))
            throw new SettingsException($"{source}: \"{file}\" holds no private key in PEM form{(keyFile is null ? $"; add it, or name its file in {KeySetting}" : "")}.");
        X509Certificate2Collection chain = [];
        try
        {
            chain.ImportFromPem(certificates);
            // Nothing is downloaded to complete the chain: no deadline holds for that.
            return new ClientCertificate(SslStreamCertificateContext.Create(Usable(X509Certificate2.CreateFromPem(certificates, key)), chain, offline: true));
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw new SettingsException($"{source}: the key in \"{file}\" is not that of the first certificate in \"{certificateFile}\", or one of them cannot be read.", e);
        }
        finally
        {
            foreach (var certificate in chain) certificate.Dispose(); // copies of those that are needed were made
        }
    }

    /// <summary>Lets go of the key at once; no handshake may be made with it any more.</summary>
    public void Dispose()
    {
        context.TargetCertificate.Dispose();
        foreach (var certificate in context.IntermediateCertificates) certificate.Dispose();
    }

    // Windows makes no handshake with a key that it holds in memory only.
    private static X509Certificate2 Usable(X509Certificate2 certificate)
    {
        if (!OperatingSystem.IsWindows()) return certificate;
        using (certificate) return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }

    private static bool Has(string pem, string label) => pem.Contains($"-----BEGIN {label}-----", StringComparison.Ordinal);

    private static string Text(string setting, string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SettingsException($"{setting}: \"{file}\" cannot be read: {e.Message}", e);
        }
    }
}
