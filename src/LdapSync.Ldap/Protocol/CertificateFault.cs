using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace LdapSync.Ldap.Protocol;

/// <summary>Says what is wrong with a server's certificate and what to change.</summary>
internal static class CertificateFault
{
    // A signature is not valid where another authority of the same name is known: one that was set up anew, say.
    private const X509ChainStatusFlags Untrusted = X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain | X509ChainStatusFlags.NotSignatureValid;
    private const X509ChainStatusFlags OutOfDate = X509ChainStatusFlags.NotTimeValid;

    /// <summary>Every fault, since mending one only to meet the next is tedious.</summary>
    public static string Describe(string host, X509Certificate2? certificate, X509Chain? chain, SslPolicyErrors errors, bool hasCaFile)
    {
        if (certificate is null) return "the server has no certificate; give it one";
        var faults = new List<string>();
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch)) faults.Add(WrongName(host, certificate));

        var status = chain?.ChainStatus.Select(s => s.Status).ToList() ?? [];
        if (status.Exists(s => s.HasFlag(OutOfDate))) faults.Add(Expired(certificate));
        if (status.Exists(s => (s & Untrusted) != X509ChainStatusFlags.NoError)) faults.Add(Stranger(certificate, hasCaFile));

        var others = status.FindAll(s => (s & (Untrusted | OutOfDate)) == X509ChainStatusFlags.NoError);
        if (others.Count > 0) faults.Add($"the certificate is not acceptable ({string.Join(", ", others)}); replace it");
        if (faults.Count == 0) faults.Add($"the certificate is not acceptable ({errors}); replace it");
        return string.Join("; and ", faults);
    }

    private static string WrongName(string host, X509Certificate2 certificate) =>
        $"the certificate is for {Names(certificate)}, not for {host}; " +
        "write the server in Servers as its certificate has it, or give it a certificate for this name";

    private static string Expired(X509Certificate2 certificate) =>
        "the certificate or its authority's is out of date " +
        $"(valid from {Date(certificate.NotBefore)} to {Date(certificate.NotAfter)}); renew it, or correct the clock";

    private static string Stranger(X509Certificate2 certificate, bool hasCaFile) =>
        $"the certificate comes from an authority that is not trusted ({LdapErrors.Clean(certificate.Issuer)}); " +
        (hasCaFile
            ? "add its root, and intermediates that the server does not send, to CaFile"
            : "name a PEM file with its root in CaFile, or install it in the system's store");

    // RFC 6125: the subject's common name counts for nothing where alternative names are given.
    private static string Names(X509Certificate2 certificate)
    {
        var names = ServerCertificate.Of(certificate).Names.Take(5).ToList();
        return names.Count == 0 ? LdapErrors.Clean(certificate.Subject) : string.Join(", ", names);
    }

    private static string Date(DateTime date) => date.ToUniversalTime().ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture);
}
