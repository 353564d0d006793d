using Kapok.Media.Rtc.Srtp;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;

namespace Kapok.Media.Rtc.Dtls;

/// <summary>The client of a DTLS-SRTP handshake, for peers that insist on being the server, as ffmpeg's WHIP does (setup:passive in the offer).</summary>
internal sealed class DtlsClientPeer(TlsCrypto crypto, DtlsRules rules) : DefaultTlsClient(crypto)
{
    private SrtpProfile _profile;
    private bool _isChecked;

    /// <summary>What was agreed on, after the handshake.</summary>
    public DtlsOutcome? Outcome { get; private set; }

    /// <summary>The peer closed, or failed, after the handshake: the record that said so was authentic.</summary>
    public bool SaysGoodbye { get; private set; }

    public override int GetHandshakeTimeoutMillis() => rules.TimeLimitMilliseconds;

    /// <summary>A record that anybody could have forged ends nothing (RFC 6347, section 4.1.2.7).</summary>
    public override bool IgnoreCorruptDtlsRecords => true;

    public override int GetHandshakeResendTimeMillis() => DtlsRules.ResendMilliseconds;

    public override TlsAuthentication GetAuthentication() => new Authentication(this);

    public override IDictionary<int, byte[]> GetClientExtensions()
    {
        IDictionary<int, byte[]> extensions = TlsExtensionsUtilities.EnsureExtensionsInitialised(base.GetClientExtensions());
        TlsSrtpUtilities.AddUseSrtpExtension(extensions, new UseSrtpData(rules.Profiles, []));
        return extensions;
    }

    public override void ProcessServerExtensions(IDictionary<int, byte[]> serverExtensions)
    {
        base.ProcessServerExtensions(serverExtensions);
        _profile = rules.Choose(serverExtensions is null ? null : TlsSrtpUtilities.GetUseSrtpExtension(serverExtensions));
    }

    public override void NotifyAlertReceived(short alertLevel, short alertDescription) =>
        SaysGoodbye |= Outcome is not null && (alertLevel == AlertLevel.fatal || alertDescription == AlertDescription.close_notify);

    public override void NotifyHandshakeComplete()
    {
        base.NotifyHandshakeComplete();
        if (!_isChecked) throw new TlsFatalAlert(AlertDescription.certificate_unobtainable);
        Outcome = DtlsRules.Finish(m_context, _profile, isClient: true);
    }

    protected override ProtocolVersion[] GetSupportedVersions() => ProtocolVersion.DTLSv12.Only();

    protected override int[] GetSupportedCipherSuites() => DtlsRules.Suites;

    protected override IList<int> GetSupportedGroups(IList<int> namedGroupRoles) => [.. DtlsRules.Groups];

    protected override IList<SignatureAndHashAlgorithm> GetSupportedSignatureAlgorithms() => DtlsRules.Signatures;

    private sealed class Authentication(DtlsClientPeer peer) : TlsAuthentication
    {
        private readonly DtlsClientPeer _peer = peer;

        public void NotifyServerCertificate(TlsServerCertificate serverCertificate)
        {
            _peer.Check(serverCertificate.Certificate);
        }

        public TlsCredentials GetClientCredentials(CertificateRequest certificateRequest) => _peer.OwnCredentials();
    }

    private void Check(Certificate certificate)
    {
        rules.CheckPeer(certificate);
        _isChecked = true;
    }

    private TlsCredentialedSigner OwnCredentials() => rules.Credentials(Crypto);
}
