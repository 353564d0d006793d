using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Kapok.Tools.Bench.Sockets;

/// <summary>A certificate that nobody but a bench believes, for the names of this machine: of the curve P-256, as most of the web's are by now.</summary>
internal static class TrialCertificate
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(1);

    /// <summary>Makes one, with its key.</summary>
    public static X509Certificate2 Make(TimeProvider time)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=Kapok bench", key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        DateTimeOffset now = time.GetUtcNow();
        using X509Certificate2 made = request.CreateSelfSigned(now.AddHours(-1), now + Lifetime);
        // Through PKCS#12, since Windows serves no certificate whose key lives in memory only.
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null, X509KeyStorageFlags.Exportable);
    }

    /// <summary>Makes one and writes it into a folder, for servers that read PEM.</summary>
    /// <param name="folder">The folder; others must not be able to read it.</param>
    /// <param name="time">Says from when it is good.</param>
    /// <returns>Where the certificate and its key are.</returns>
    public static (string Certificate, string Key) Write(string folder, TimeProvider time)
    {
        using X509Certificate2 made = Make(time);
        using ECDsa key = made.GetECDsaPrivateKey()!;
        (string certificatePath, string keyPath) = (Path.Combine(folder, "certificate.pem"), Path.Combine(folder, "key.pem"));
        File.WriteAllText(certificatePath, made.ExportCertificatePem());
        File.WriteAllText(keyPath, key.ExportPkcs8PrivateKeyPem());
        return (certificatePath, keyPath);
    }
}
