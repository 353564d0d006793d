using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Kapok.Tools.Doctor;
using Xunit;

namespace Kapok.Tests.Tools;

public sealed class DoctorTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kapok-doctor");

    [Theory]
    [InlineData(60, Verdict.Good)]
    [InlineData(5, Verdict.Warning)]
    [InlineData(-1, Verdict.Bad)]
    public void A_certificate_is_judged_by_its_last_day(int daysLeft, Verdict expected)
    {
        (string certificate, string key) = Write(daysLeft);
        Assert.Equal(expected, Checks.Certificate(certificate, key, Now).Verdict);
    }

    [Fact]
    public void A_key_of_another_certificate_is_found()
    {
        (string certificate, _) = Write(60);
        (_, string otherKey) = Write(60, "other");
        Finding finding = Checks.Certificate(certificate, otherKey, Now);
        Assert.Equal(Verdict.Bad, finding.Verdict);
        Assert.NotNull(finding.Advice);
    }

    [Fact]
    public void A_missing_file_is_named() =>
        Assert.Contains("nowhere.pem", Checks.Certificate("nowhere.pem", "nowhere.key", Now).Fact, StringComparison.Ordinal);

    [Fact]
    public void A_UDP_port_that_is_taken_is_found()
    {
        using Socket other = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        other.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        int port = ((IPEndPoint)other.LocalEndPoint!).Port;
        Assert.Equal(Verdict.Bad, Checks.UdpPort("127.0.0.1", port).Verdict);
        other.Dispose();
        Assert.Equal(Verdict.Good, Checks.UdpPort("127.0.0.1", port).Verdict);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private (string Certificate, string Key) Write(int daysLeft, string name = "site")
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=venue.example.org", key, HashAlgorithmName.SHA256);
        using X509Certificate2 certificate = request.CreateSelfSigned(Now.AddDays(-30), Now.AddDays(daysLeft));
        (string certificateFile, string keyFile) = (Path.Combine(_folder.FullName, name + ".pem"), Path.Combine(_folder.FullName, name + ".key"));
        File.WriteAllText(certificateFile, certificate.ExportCertificatePem());
        File.WriteAllText(keyFile, key.ExportPkcs8PrivateKeyPem());
        return (certificateFile, keyFile);
    }
}
