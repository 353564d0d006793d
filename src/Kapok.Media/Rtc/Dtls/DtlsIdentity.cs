using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Kapok.Media.Rtc.Dtls;

/// <summary>The self-signed certificate a process shows in DTLS, and its key (RFC 8827, section 6.5: ECDSA on P-256).</summary>
/// <remarks>Made anew at every start and kept nowhere: its fingerprint travels in the SDP, so nobody needs to know it beforehand. Any thread may use it.</remarks>
public sealed class DtlsIdentity : IDisposable
{
    private static readonly TimeSpan Life = TimeSpan.FromDays(366), Slack = TimeSpan.FromDays(1);

    private readonly ECDsa _key;
    private readonly Lock _signing = new();

    private DtlsIdentity(ECDsa key, byte[] certificate)
    {
        (_key, Certificate) = (key, certificate);
        Fingerprint = FingerprintOf(certificate);
    }

    /// <summary>The certificate in DER.</summary>
    internal byte[] Certificate { get; }

    /// <summary>SHA-256 of the certificate as SDP writes it: 32 pairs of hex digits with colons.</summary>
    public string Fingerprint { get; }

    /// <summary>A new key and certificate.</summary>
    /// <param name="time">Says from when it is valid.</param>
    public static DtlsIdentity Generate(TimeProvider time)
    {
        ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        // The name says nothing of the venue: browsers show it to nobody, and it is the same for all.
        CertificateRequest request = new("CN=kapok", key, HashAlgorithmName.SHA256);
        DateTimeOffset now = time.GetUtcNow();
        using X509Certificate2 certificate = request.CreateSelfSigned(now - Slack, now + Life);
        return new(key, certificate.RawData);
    }

    /// <summary>SHA-256 of a certificate as SDP writes it.</summary>
    public static string FingerprintOf(ReadOnlySpan<byte> certificate) => string.Join(':', SHA256.HashData(certificate).Select(value => value.ToString("X2", null)));

    /// <summary>Signs a hash; the signature is a DER sequence, as TLS wants it.</summary>
    internal byte[] Sign(byte[] hash)
    {
        lock (_signing) return _key.SignHash(hash, DSASignatureFormat.Rfc3279DerSequence);
    }

    /// <inheritdoc/>
    public void Dispose() => _key.Dispose();
}
