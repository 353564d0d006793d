using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Kapok.Sockets.Tls;

namespace Kapok.Server.Configuration;

/// <summary>A certificate in the two forms in which connections use it. Both hold a key of session tickets for as long as they live.</summary>
internal sealed class ServedCertificate
{
    private readonly bool _isForKestrel;
    private readonly TlsContext? _loop;
    private SslStreamCertificateContext? _stream;

    /// <summary>Makes the form that is used, so that what is wrong with it is known now.</summary>
    /// <param name="certificate">The certificate.</param>
    /// <param name="isForKestrel">Kestrel ends TLS, not the front door's loop.</param>
    /// <exception cref="CertificateUnusableException">It cannot be made.</exception>
    public ServedCertificate(ServerCertificate certificate, bool isForKestrel)
    {
        (Certificate, _isForKestrel) = (certificate, isForKestrel);
        if (TlsContext.IsSupported) _loop = certificate.MakeContext();
        if (isForKestrel) _stream = MakeStream();
    }

    /// <summary>What is served.</summary>
    public ServerCertificate Certificate { get; }

    /// <summary>For the front door's loop.</summary>
    /// <exception cref="PlatformNotSupportedException">There is no OpenSSL 3 here (<see cref="TlsContext.IsSupported"/>).</exception>
    public TlsContext Loop => _loop ?? throw new PlatformNotSupportedException("TLS in the loop needs OpenSSL 3.");

    /// <summary>For Kestrel. Made when it is asked for where Kestrel is not expected to: .NET looks for intermediate certificates in the user's home, and some have none.</summary>
    /// <exception cref="CertificateUnusableException">It cannot be made.</exception>
    public SslStreamCertificateContext Stream => _stream ??= MakeStream();

    /// <summary>The same with another key of session tickets.</summary>
    public ServedCertificate WithNewTicketKey() => new(Certificate, _isForKestrel);

    private SslStreamCertificateContext MakeStream()
    {
        try
        {
            return SslStreamCertificateContext.Create(Certificate.Leaf, new X509Certificate2Collection(Certificate.Chain.ToArray()), offline: true);
        }
        catch (CryptographicException error)
        {
            throw new CertificateUnusableException($"the certificate {Certificate.File} is not taken by .NET ({error.Message.ReplaceLineEndings(" ").TrimEnd('.')})", "have it issued again");
        }
        catch (InvalidOperationException)
        {
            throw new CertificateUnusableException("HTTPS of the web server needs a home folder, and the user that runs Kapok has none", "set HOME to a folder of that user");
        }
    }
}
