using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Prng;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using Org.BouncyCastle.Tls.Crypto.Impl.BC;

namespace Kapok.Media.Rtc.Dtls;

/// <summary>BouncyCastle's cryptography for DTLS with the elliptic curve taken from the platform.</summary>
/// <remarks>
/// BouncyCastle computes P-256 in managed code, which is most of what a handshake costs; the platform's is several times faster
/// (docs/voice.md has both figures). Everything else is BouncyCastle's. One serves all handshakes; any thread may use it.
/// </remarks>
internal sealed class PlatformCrypto : BcTlsCrypto
{
    public PlatformCrypto() : base(new SecureRandom(new CryptoApiRandomGenerator()))
    {
    }

    public override TlsECDomain CreateECDomain(TlsECConfig ecConfig) =>
        ecConfig.NamedGroup == NamedGroup.secp256r1 ? new P256Domain(this) : base.CreateECDomain(ecConfig);

    public override TlsCertificate CreateCertificate(short type, byte[] encoding) =>
        type == CertificateType.X509 ? new PlatformCertificate(this, encoding) : base.CreateCertificate(type, encoding);

    private sealed class P256Domain(PlatformCrypto crypto) : TlsECDomain
    {
        public TlsAgreement CreateECDH() => new P256Agreement(crypto);
    }

    /// <summary>One side's ephemeral key of a handshake.</summary>
    private sealed class P256Agreement(PlatformCrypto crypto) : TlsAgreement
    {
        private const int CoordinateBytes = 32, PointBytes = 1 + (2 * CoordinateBytes);
        private const byte Uncompressed = 4;

        private readonly ECDiffieHellman _own = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        private byte[] _peer = [];

        public byte[] GenerateEphemeral()
        {
            ECPoint point = _own.ExportParameters(false).Q;
            return [Uncompressed, .. point.X!, .. point.Y!];
        }

        public void ReceivePeerValue(byte[] peerValue) =>
            _peer = peerValue.Length == PointBytes && peerValue[0] == Uncompressed ? peerValue : throw new TlsFatalAlert(AlertDescription.illegal_parameter);

        public TlsSecret CalculateSecret()
        {
            try
            {
                ECPoint point = new() { X = _peer[1..(1 + CoordinateBytes)], Y = _peer[(1 + CoordinateBytes)..] };
                using ECDiffieHellman peer = ECDiffieHellman.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = point }); // refuses what is not on the curve
                return new BcTlsSecret(crypto, _own.DeriveRawSecretAgreement(peer.PublicKey));
            }
            catch (CryptographicException fault)
            {
                throw new TlsFatalAlert(AlertDescription.illegal_parameter, fault);
            }
            finally
            {
                _own.Dispose();
            }
        }
    }
}
