using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Kapok.Sockets.Tls;

namespace Kapok.Tests.Sockets;

/// <summary>A server's certificate for localhost that nobody has signed.</summary>
internal sealed class TrialCertificates : ITlsCertificates, IDisposable
{
    private readonly X509Certificate2 _leaf;
    private readonly TlsContext _context;

    internal TrialCertificates()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=localhost", key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        _leaf = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        _context = TlsContext.ForServer(_leaf, []);
    }

    /// <summary>Names that were asked for, the newest last.</summary>
    internal List<string?> Asked { get; } = [];

    /// <summary>Is done first when one is chosen, on the thread of all handshakes.</summary>
    internal Action? Choosing { get; set; }

    public TlsContext Choose(string? serverName)
    {
        Choosing?.Invoke();
        Asked.Add(serverName);
        return _context;
    }

    public void Dispose()
    {
        _context.Dispose();
        _leaf.Dispose();
    }
}
