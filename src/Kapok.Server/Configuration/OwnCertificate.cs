using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Kapok.Sockets.Tls;

namespace Kapok.Server.Configuration;

/// <summary>A certificate that the venue makes and signs itself, for a trial; another before it ends.</summary>
internal sealed class OwnCertificate : CertificateSource
{
    /// <summary>For how long one is good.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(90);

    private readonly string _host;
    private readonly bool _isForKestrel;

    /// <summary>Makes the first.</summary>
    /// <param name="host">Address that the venue listens on: it is among the names if it is one that can be opened.</param>
    /// <param name="isForKestrel">Kestrel ends TLS, not the front door's loop.</param>
    /// <param name="now">The moment.</param>
    /// <exception cref="CertificateUnusableException">It cannot be used here.</exception>
    public OwnCertificate(string host, bool isForKestrel, DateTimeOffset now)
    {
        (_host, _isForKestrel) = (host, isForKestrel);
        Current = Make(now);
    }

    /// <inheritdoc/>
    public override ServedCertificate Current { get; protected set; }

    /// <inheritdoc/>
    public override FilesState State => default;

    /// <inheritdoc/>
    public override bool Renew(DateTimeOffset now)
    {
        if (Current.Certificate.Until - now >= Late) return false;
        Current = Make(now);
        return true;
    }

    private ServedCertificate Make(DateTimeOffset now)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=Kapok", key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName("localhost");
        names.AddDnsName(Dns.GetHostName());
        names.AddIpAddress(IPAddress.Loopback);
        names.AddIpAddress(IPAddress.IPv6Loopback);
        if (IPAddress.TryParse(_host, out IPAddress? host) && !IPAddress.Any.Equals(host) && !IPAddress.IPv6Any.Equals(host)) names.AddIpAddress(host);
        request.CertificateExtensions.Add(names.Build());
        return new(ServerCertificate.OfOwn(request.CreateSelfSigned(now.AddHours(-1), now + Lifetime)), _isForKestrel);
    }
}
