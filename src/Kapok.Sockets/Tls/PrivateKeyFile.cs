using System.Formats.Asn1;
using System.Security.Cryptography;

namespace Kapok.Sockets.Tls;

/// <summary>Reads private keys: PKCS#8 (RFC 5958), PKCS#1 (RFC 8017) and SEC 1 (RFC 5915), all in PEM.</summary>
internal static class PrivateKeyFile
{
    private const string Pkcs8 = "PRIVATE KEY", Pkcs1 = "RSA PRIVATE KEY", Sec1 = "EC PRIVATE KEY";
    private const string RsaKind = "1.2.840.113549.1.1.1", EllipticKind = "1.2.840.10045.2.1";

    /// <summary>The first private key of a file: an <see cref="RSA"/> or an <see cref="ECDsa"/>, which the caller disposes of.</summary>
    /// <exception cref="CertificateUnusableException">There is none that a server can use.</exception>
    public static AsymmetricAlgorithm Read(string path)
    {
        PemFile file = new(path, "key");
        if (file.Mentions("-----BEGIN ENCRYPTED PRIVATE KEY-----") || file.Mentions("Proc-Type: 4,ENCRYPTED"))
            throw new CertificateUnusableException($"{file.Name} is encrypted", "write it without a password: openssl pkey -in FILE -out NEW");
        if (file.Blocks(Pkcs8, Pkcs1, Sec1) is not [var (label, bytes), ..])
            throw new CertificateUnusableException($"{file.Name} holds no private key in PEM", "name the one that belongs to the certificate");
        try
        {
            string kind = label switch { Pkcs1 => RsaKind, Sec1 => EllipticKind, _ => KindOf(bytes) };
            return kind switch
            {
                RsaKind => Import(RSA.Create(), label, bytes),
                EllipticKind => Import(ECDsa.Create(), label, bytes),
                _ => throw new CertificateUnusableException($"{file.Name} is of the kind {NameOf(kind)}, which browsers do not take", "make one of the kind ECDSA (P-256) or RSA, and a certificate for it"),
            };
        }
        catch (Exception error) when (error is CryptographicException or AsnContentException)
        {
            throw new CertificateUnusableException($"{file.Name} is cut off or damaged", "copy it again, whole");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    /// <summary>The public half in the form in which certificates hold it (RFC 5280, section 4.1.2.7).</summary>
    public static byte[] PublicHalf(AsymmetricAlgorithm key) => key.ExportSubjectPublicKeyInfo();

    private static AsymmetricAlgorithm Import(AsymmetricAlgorithm key, string label, byte[] bytes)
    {
        try
        {
            if (label == Pkcs8) key.ImportPkcs8PrivateKey(bytes, out _);
            else if (key is RSA rsa) rsa.ImportRSAPrivateKey(bytes, out _);
            else ((ECDsa)key).ImportECPrivateKey(bytes, out _);
            return key;
        }
        catch (CryptographicException)
        {
            key.Dispose();
            throw;
        }
    }

    private static string KindOf(byte[] pkcs8)
    {
        AsnReader outer = new AsnReader(pkcs8, AsnEncodingRules.BER).ReadSequence();
        outer.ReadInteger(); // version
        return outer.ReadSequence().ReadObjectIdentifier();
    }

    // RFC 8410, RFC 4055, RFC 3279.
    private static string NameOf(string kind) => kind switch
    {
        "1.3.101.112" => "Ed25519",
        "1.3.101.113" => "Ed448",
        "1.2.840.113549.1.1.10" => "RSA-PSS",
        "1.2.840.10040.4.1" => "DSA",
        _ => kind,
    };
}
