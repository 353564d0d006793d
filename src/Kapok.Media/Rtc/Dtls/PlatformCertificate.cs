using System.Security.Cryptography;
using Org.BouncyCastle.Asn1.Sec;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Asn1.X9;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using Org.BouncyCastle.Tls.Crypto.Impl.BC;

namespace Kapok.Media.Rtc.Dtls;

/// <summary>A peer's certificate whose signatures are checked by the platform when its key is on P-256.</summary>
internal sealed class PlatformCertificate(PlatformCrypto crypto, byte[] encoding) : BcTlsCertificate(crypto, encoding)
{
    private const int PointBytes = 65;
    private const byte Uncompressed = 4;

    public override TlsVerifier CreateVerifier(short signatureAlgorithm)
    {
        SubjectPublicKeyInfo info = SubjectPublicKeyInfo;
        bool isP256 = signatureAlgorithm == SignatureAlgorithm.ecdsa && info.Algorithm.Algorithm.Equals(X9ObjectIdentifiers.IdECPublicKey)
            && SecObjectIdentifiers.SecP256r1.Equals(info.Algorithm.Parameters);
        byte[] point = info.PublicKey.GetBytes();
        return isP256 && point.Length == PointBytes && point[0] == Uncompressed ? new Verifier(point) : base.CreateVerifier(signatureAlgorithm);
    }

    private sealed class Verifier(byte[] point) : TlsVerifier
    {
        public TlsStreamVerifier? GetStreamVerifier(DigitallySigned digitallySigned) => null; // the caller hashes and asks below

        public bool VerifyRawSignature(DigitallySigned digitallySigned, byte[] hash)
        {
            try
            {
                ECParameters parameters = new() { Curve = ECCurve.NamedCurves.nistP256, Q = new() { X = point[1..33], Y = point[33..] } };
                using ECDsa key = ECDsa.Create(parameters);
                return key.VerifyHash(hash, digitallySigned.Signature, DSASignatureFormat.Rfc3279DerSequence);
            }
            catch (CryptographicException)
            {
                return false; // a point off the curve, or a signature that is no sequence
            }
        }
    }
}
