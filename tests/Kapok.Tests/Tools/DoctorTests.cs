using System.Net;
using System.Net.Sockets;
using Kapok.Sockets.Tls;
using Kapok.Tests.Configuration;
using Kapok.Tools.Doctor;
using Xunit;

namespace Kapok.Tests.Tools;

public sealed class DoctorTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    private readonly TestCertificates _authority = new();

    [Theory]
    [InlineData(60, Verdict.Good, "certificate for venue.example, *.venue.example, valid until 2027-01-22")]
    [InlineData(5, Verdict.Warning, "the certificate for venue.example, *.venue.example ends on 2026-11-28")]
    [InlineData(-1, Verdict.Bad, "the certificate * for venue.example, *.venue.example has expired on 2026-11-22")]
    public void A_certificate_is_judged_by_its_last_day(int daysLeft, Verdict expected, string fact)
    {
        (string certificate, string key) = Write("site", daysLeft);
        Finding finding = Assert.Single(CertificateChecks.Files(certificate, key, Now, out _));
        Assert.Equal((expected, fact.Replace("certificate *", $"certificate {certificate}", StringComparison.Ordinal)), (finding.Verdict, finding.Fact));
    }

    [Fact]
    public void Each_of_several_certificates_is_judged()
    {
        (string good, string goodKey) = Write("good", 60);
        (string bare, string bareKey) = Write("bare", 5, isWhole: false);
        (string other, _) = Write("other", 60);
        (string certificates, string keys) = ($"{good}, {bare},{other},nowhere.pem", $"{goodKey},{bareKey}, {goodKey},nowhere.key");
        IReadOnlyList<Finding> findings = CertificateChecks.Files(certificates, keys, Now, out IReadOnlyList<ServerCertificate> usable);
        Assert.Equal([Verdict.Good, Verdict.Warning, Verdict.Warning, Verdict.Bad, Verdict.Bad], findings.Select(finding => finding.Verdict));
        Assert.Contains(_authority.MiddleName, findings[1].Fact, StringComparison.Ordinal);
        Assert.Contains("fullchain.pem", findings[1].Advice, StringComparison.Ordinal);
        Assert.Equal(($"the key {goodKey} does not fit the certificate {other}", "Name the key that it was made with."), (findings[3].Fact, findings[3].Advice));
        Assert.Equal("the certificate nowhere.pem is missing", findings[4].Fact);
        Assert.Equal([good, bare], usable.Select(one => one.File));
    }

    [Theory]
    [InlineData("a", null)]
    [InlineData(null, "a")]
    [InlineData(",", ",")]
    [InlineData("a,b", "a")]
    public void Certificates_without_their_keys_are_found(string? certificates, string? keys) =>
        Assert.Equal(Verdict.Bad, Assert.Single(CertificateChecks.Files(certificates, keys, Now, out _)).Verdict);

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

    public void Dispose() => _authority.Dispose();

    private (string Certificate, string Key) Write(string name, int daysLeft, bool isWhole = true)
    {
        (string leaf, string key) = _authority.Issue(Now.AddDays(-30), Now.AddDays(daysLeft), "venue.example", "*.venue.example");
        return (_authority.Write($"{name}.pem", isWhole ? leaf + "\n" + _authority.Middle : leaf), _authority.Write($"{name}.key", key));
    }
}
