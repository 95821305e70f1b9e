using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace RulesEngine.Outputs.Tests.Support;

/// <summary>Makes a certificate for localhost that is its own authority.</summary>
internal static class TestCertificate
{
    /// <param name="serverFile">Gets certificate and key.</param>
    /// <param name="authorityFile">Gets the certificate alone.</param>
    public static void Write(string serverFile, string authorityFile)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        var pem = certificate.ExportCertificatePem();
        File.WriteAllText(authorityFile, pem);
        File.WriteAllText(serverFile, pem + "\n" + key.ExportPkcs8PrivateKeyPem() + "\n");
    }
}
