using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace LdapSync.Ldap;

/// <summary>What is shown of a server's certificate.</summary>
public class ServerCertificateTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0, 31)]
    [InlineData(30.5, 0)]
    [InlineData(31, 0)]
    [InlineData(31.5, -1)]
    public void The_days_left_are_whole_ones(double daysLater, int left) =>
        new ServerCertificate("", "", [], Start, Start.AddDays(31)).DaysLeft(Start.AddDays(daysLater)).Should().Be(left);

    [Fact]
    public void Names_that_cannot_be_read_are_none()
    {
        using var certificate = Make(new X509Extension("2.5.29.17", [0x30, 0x84, 0xFF], critical: false));

        ServerCertificate.Of(certificate).Names.Should().BeEmpty();
    }

    [Fact]
    public void Times_are_in_UTC_and_texts_on_one_line()
    {
        using var certificate = Make(null);

        var shown = ServerCertificate.Of(certificate);

        (shown.NotBefore, shown.NotAfter).Should().Be((Start, Start.AddDays(31)));
        shown.Subject.Should().NotContain("\n").And.Contain("two").And.Contain("lines");
    }

    private static X509Certificate2 Make(X509Extension? extension)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var subject = new X500DistinguishedNameBuilder();
        subject.AddCommonName("two\nlines");
        var request = new CertificateRequest(subject.Build(), key, HashAlgorithmName.SHA256);
        if (extension is not null) request.CertificateExtensions.Add(extension);
        return request.CreateSelfSigned(Start, Start.AddDays(31));
    }
}
