using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace LdapSync.Ldap.Protocol;

/// <summary>Says what is wrong with a server's certificate and what to change.</summary>
internal static class CertificateFault
{
    private const X509ChainStatusFlags Untrusted = X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain;

    public static string Describe(string host, X509Certificate2? certificate, X509Chain? chain, SslPolicyErrors errors, bool hasOwnAuthorities)
    {
        if (certificate is null) return "the server has no certificate; give it one";
        var faults = new List<string>();
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
            faults.Add($"the certificate is for {Names(certificate)}, not for {host}; write the server in Servers as its certificate has it, or give it a certificate for this name");

        var status = chain?.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, (all, s) => all | s.Status) ?? X509ChainStatusFlags.NoError;
        if ((status & X509ChainStatusFlags.NotTimeValid) != X509ChainStatusFlags.NoError)
            faults.Add($"the certificate or its authority's is out of date (valid from {Date(certificate.NotBefore)} to {Date(certificate.NotAfter)}); renew it, or correct the clock");
        if ((status & Untrusted) != X509ChainStatusFlags.NoError)
            faults.Add($"the certificate comes from an authority that is not trusted ({Clean(certificate.Issuer)}); {(hasOwnAuthorities ? "add its root, and intermediates that the server does not send, to CaFile" : "name a PEM file with its root in CaFile, or install it in the system's store")}");

        var others = chain?.ChainStatus.Where(s => (s.Status & (Untrusted | X509ChainStatusFlags.NotTimeValid)) == X509ChainStatusFlags.NoError).Select(s => s.Status.ToString()) ?? [];
        if (others.Any()) faults.Add($"the certificate is not acceptable ({string.Join(", ", others)}); replace it");
        return faults.Count == 0 ? $"the certificate is not acceptable ({errors}); replace it" : string.Join("; and ", faults);
    }

    // RFC 6125: the subject's common name counts for nothing where alternative names are given.
    private static string Names(X509Certificate2 certificate)
    {
        var names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>()
            .SelectMany(san => san.EnumerateDnsNames().Concat(san.EnumerateIPAddresses().Select(a => a.ToString())))
            .Take(5)
            .Select(Clean)
            .ToList();
        return names.Count == 0 ? Clean(certificate.Subject) : string.Join(", ", names);
    }

    private static string Date(DateTime date) => date.ToUniversalTime().ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture);

    private static string Clean(string text) => LdapErrors.Clean(text);
}
