using System.Security.Cryptography;
using Kapok.Media.Rtc.Srtp;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using HashAlgorithm = Org.BouncyCastle.Tls.HashAlgorithm;

namespace Kapok.Media.Rtc.Dtls;

/// <summary>What a handshake agreed on.</summary>
/// <param name="Profile">How media is protected.</param>
/// <param name="Material">Client's key, server's key, client's salt, server's salt (RFC 5764, section 4.2).</param>
/// <param name="IsClient">We were the client.</param>
internal sealed record DtlsOutcome(SrtpProfile Profile, byte[] Material, bool IsClient)
{
    /// <summary>The direction in which we send.</summary>
    public SrtpCipher Outgoing() => Cipher(IsClient);

    /// <summary>The direction in which the peer sends.</summary>
    public SrtpCipher Incoming() => Cipher(!IsClient);

    private SrtpCipher Cipher(bool ofClient)
    {
        int salt = Profile.SaltBytes(), key = SrtpProfiles.KeyBytes, which = ofClient ? 0 : 1;
        return new(Profile, Material.AsSpan(which * key, key), Material.AsSpan((2 * key) + (which * salt), salt));
    }
}

/// <summary>What client and server of DTLS have in common here: versions, suites, signatures, the check of the peer, the keys.</summary>
/// <param name="identity">Our certificate.</param>
/// <param name="peerFingerprint">SHA-256 of the certificate that the peer announced in its SDP.</param>
/// <param name="timeLimit">The longest a handshake takes.</param>
/// <param name="profiles">Profiles offered or taken, by preference.</param>
internal sealed class DtlsRules(DtlsIdentity identity, byte[] peerFingerprint, TimeSpan timeLimit, int[] profiles)
{
    /// <summary>Every browser offers the first (RFC 8827, section 6.5, demands it); the other is for builds that prefer it.</summary>
    public static readonly int[] Suites = [CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384];

    public static readonly int[] Groups = [NamedGroup.secp256r1];

    /// <summary>A first flight is sent again after this time; it doubles each time. Shorter than RFC 6347's second, as RFC 8827's media waits for it.</summary>
    public const int ResendMilliseconds = 250;

    private static readonly SignatureAndHashAlgorithm Signature = SignatureAndHashAlgorithm.GetInstance(HashAlgorithm.sha256, SignatureAlgorithm.ecdsa);

    /// <summary>Signatures that a peer's certificate may be used with; RSA, since older Firefox and some tools have such certificates.</summary>
    public static IList<SignatureAndHashAlgorithm> Signatures { get; } =
    [
        Signature, SignatureAndHashAlgorithm.GetInstance(HashAlgorithm.sha384, SignatureAlgorithm.ecdsa),
        SignatureAndHashAlgorithm.GetInstance(HashAlgorithm.sha256, SignatureAlgorithm.rsa),
    ];

    public int TimeLimitMilliseconds => (int)timeLimit.TotalMilliseconds;

    public int[] Profiles => profiles;

    /// <summary>The first of ours that the peer offers too.</summary>
    /// <exception cref="TlsFatalAlert">It offers none.</exception>
    public SrtpProfile Choose(UseSrtpData? offered)
    {
        foreach (int profile in profiles)
        {
            if (offered?.ProtectionProfiles.Contains(profile) == true) return (SrtpProfile)profile;
        }
        throw new TlsFatalAlert(AlertDescription.handshake_failure, "The peer offers no SRTP profile that is known here.");
    }

    /// <summary>Checks the peer's certificate against the SDP. This is all the trust there is (RFC 8827, section 6.5): names and chains say nothing.</summary>
    /// <exception cref="TlsFatalAlert">It is another, or there is none.</exception>
    public void CheckPeer(Certificate? certificate)
    {
        if (certificate is null || certificate.IsEmpty) throw new TlsFatalAlert(AlertDescription.certificate_required);
        byte[] print = SHA256.HashData(certificate.GetCertificateAt(0).GetEncoded());
        if (!CryptographicOperations.FixedTimeEquals(print, peerFingerprint))
            throw new TlsFatalAlert(AlertDescription.bad_certificate, "The certificate is not the one the SDP announced.");
    }

    /// <summary>Our certificate with its key.</summary>
    public TlsCredentialedSigner Credentials(TlsCrypto crypto) => new Signer(identity, new Certificate([crypto.CreateCertificate(identity.Certificate)]));

    /// <summary>Takes the keys out of a finished handshake.</summary>
    public static DtlsOutcome Finish(TlsContext context, SrtpProfile profile, bool isClient) =>
        new(profile, context.ExportKeyingMaterial(ExporterLabel.dtls_srtp, null, profile.MaterialBytes()), isClient);

    private sealed class Signer(DtlsIdentity identity, Certificate certificate) : TlsCredentialedSigner
    {
        public Certificate Certificate => certificate;

        public SignatureAndHashAlgorithm SignatureAndHashAlgorithm => Signature;

        public byte[] GenerateRawSignature(byte[] hash) => identity.Sign(hash);

        public TlsStreamSigner? GetStreamSigner() => null;
    }
}
