using Kapok.Media.Rtc.Srtp;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;

namespace Kapok.Media.Rtc.Dtls;

/// <summary>The server of a DTLS-SRTP handshake, which most browsers let us be (setup:passive in our answer).</summary>
internal sealed class DtlsServerPeer(TlsCrypto crypto, DtlsRules rules) : DefaultTlsServer(crypto)
{
    private SrtpProfile _profile;

    /// <summary>What was agreed on, after the handshake.</summary>
    public DtlsOutcome? Outcome { get; private set; }

    /// <summary>The peer closed, or failed, after the handshake: the record that said so was authentic.</summary>
    public bool SaysGoodbye { get; private set; }

    public override int GetHandshakeTimeoutMillis() => rules.TimeLimitMilliseconds;

    /// <summary>A record that anybody could have forged ends nothing (RFC 6347, section 4.1.2.7).</summary>
    public override bool IgnoreCorruptDtlsRecords => true;

    public override int GetHandshakeResendTimeMillis() => DtlsRules.ResendMilliseconds;

    public override int[] GetSupportedGroups() => DtlsRules.Groups;

    public override CertificateRequest GetCertificateRequest() => new([ClientCertificateType.ecdsa_sign, ClientCertificateType.rsa_sign], DtlsRules.Signatures, null);

    public override void NotifyClientCertificate(Certificate clientCertificate) => rules.CheckPeer(clientCertificate);

    public override void ProcessClientExtensions(IDictionary<int, byte[]> clientExtensions)
    {
        base.ProcessClientExtensions(clientExtensions);
        _profile = rules.Choose(clientExtensions is null ? null : TlsSrtpUtilities.GetUseSrtpExtension(clientExtensions));
    }

    public override IDictionary<int, byte[]> GetServerExtensions()
    {
        IDictionary<int, byte[]> extensions = TlsExtensionsUtilities.EnsureExtensionsInitialised(base.GetServerExtensions());
        TlsSrtpUtilities.AddUseSrtpExtension(extensions, new UseSrtpData([(int)_profile], []));
        return extensions;
    }

    public override void NotifyAlertReceived(short alertLevel, short alertDescription) =>
        SaysGoodbye |= Outcome is not null && (alertLevel == AlertLevel.fatal || alertDescription == AlertDescription.close_notify);

    public override void NotifyHandshakeComplete()
    {
        base.NotifyHandshakeComplete();
        Outcome = DtlsRules.Finish(m_context, _profile, isClient: false);
    }

    protected override ProtocolVersion[] GetSupportedVersions() => ProtocolVersion.DTLSv12.Only();

    protected override int[] GetSupportedCipherSuites() => DtlsRules.Suites;

    protected override TlsCredentialedSigner GetECDsaSignerCredentials() => rules.Credentials(Crypto);
}
