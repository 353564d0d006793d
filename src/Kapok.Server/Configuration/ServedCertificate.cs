using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Kapok.Sockets.Tls;

namespace Kapok.Server.Configuration;

/// <summary>A certificate in the two forms in which connections use it. Both hold a key of session tickets for as long as they live.</summary>
internal sealed class ServedCertificate
{
    private readonly TlsContext? _loop;

    /// <summary>Makes both forms.</summary>
    /// <exception cref="CertificateUnusableException">One cannot be made.</exception>
    public ServedCertificate(ServerCertificate certificate)
    {
        Certificate = certificate;
        _loop = TlsContext.IsSupported ? certificate.MakeContext() : null;
        try
        {
            Stream = SslStreamCertificateContext.Create(certificate.Leaf, new X509Certificate2Collection(certificate.Chain.ToArray()), offline: true);
        }
        catch (CryptographicException error)
        {
            throw new CertificateUnusableException($"the certificate {certificate.File} is not taken by .NET ({error.Message.ReplaceLineEndings(" ").TrimEnd('.')})", "have it issued again");
        }
    }

    /// <summary>What is served.</summary>
    public ServerCertificate Certificate { get; }

    /// <summary>For the front door's loop.</summary>
    /// <exception cref="PlatformNotSupportedException">There is no OpenSSL 3 here (<see cref="TlsContext.IsSupported"/>).</exception>
    public TlsContext Loop => _loop ?? throw new PlatformNotSupportedException("TLS in the loop needs OpenSSL 3.");

    /// <summary>For Kestrel.</summary>
    public SslStreamCertificateContext Stream { get; }
}
