using System.Net;
using System.Net.Sockets;
using System.Text;
using Kapok.Media.Rtc.Codecs;
using Kapok.Media.Rtc.Ice;

namespace Kapok.Media.Rtc.Sdp;

/// <summary>What answers have in common.</summary>
/// <param name="Credentials">Our ICE credentials of this session.</param>
/// <param name="Fingerprint">Of our certificate, as SDP writes it.</param>
/// <param name="Setup">Our role: active or passive.</param>
/// <param name="Addresses">Where we are reached.</param>
/// <param name="UdpPort">UDP port, 0 for none.</param>
/// <param name="TcpPort">TCP port that takes ICE-TCP, 0 for none.</param>
public sealed record SdpTransport(IceCredentials Credentials, string Fingerprint, SdpSetup Setup, IReadOnlyList<IPAddress> Addresses, int UdpPort, int TcpPort);

/// <summary>Writes answers: ICE-lite, bundled, codecs of the table only (RFC 8829, section 5.3; RFC 8839; RFC 8843).</summary>
public static class SdpAnswer
{
    /// <summary>Writes an answer.</summary>
    /// <param name="sections">One for each section of the offer, in its order.</param>
    /// <param name="transport">What they share.</param>
    /// <param name="sessionId">A random positive number.</param>
    public static string Write(IReadOnlyList<SdpSection> sections, SdpTransport transport, long sessionId)
    {
        StringBuilder text = new(4096);
        Line(text, "v=0");
        Line(text, $"o=- {sessionId} 2 IN IP4 127.0.0.1");
        Line(text, "s=-");
        Line(text, "t=0 0");
        Line(text, "a=ice-lite");
        List<SdpSection> taken = [.. sections.Where(section => section.Use != SectionUse.Refused)];
        if (taken.Any(section => section.Offered.Mid.Length > 0)) Line(text, $"a=group:BUNDLE {string.Join(' ', taken.Select(section => section.Offered.Mid))}");
        Line(text, "a=msid-semantic: WMS *");
        int streams = 0;
        foreach (SdpSection section in sections)
        {
            if (section.Use == SectionUse.Refused) Refuse(text, section.Offered);
            else Accept(text, section, transport, ReferenceEquals(section, taken[0]), section.Use == SectionUse.Subscribe ? $"slot{streams++}" : "");
        }
        return text.ToString();
    }

    private static void Refuse(StringBuilder text, SdpMedia offered)
    {
        Line(text, $"m={offered.Kind} 0 {offered.Protocol} {offered.FirstFormat}");
        Line(text, "c=IN IP4 0.0.0.0");
        if (offered.Mid.Length > 0) Line(text, $"a=mid:{offered.Mid}");
        Line(text, "a=inactive");
    }

    private static void Accept(StringBuilder text, SdpSection section, SdpTransport transport, bool isFirst, string stream)
    {
        SdpMedia offered = section.Offered;
        IPAddress? address = transport.Addresses.Count > 0 ? transport.Addresses[0] : null;
        int port = transport.UdpPort > 0 ? transport.UdpPort : transport.TcpPort > 0 ? transport.TcpPort : 9;
        Line(text, $"m={offered.Kind} {port} {offered.Protocol} {string.Join(' ', section.Formats.SelectMany(format => TypesOf(section, format)))}");
        Line(text, address is null ? "c=IN IP4 0.0.0.0" : $"c=IN {(address.AddressFamily == AddressFamily.InterNetwork ? "IP4" : "IP6")} {address}");
        Line(text, "a=rtcp-mux");
        Line(text, $"a=ice-ufrag:{transport.Credentials.Fragment}");
        Line(text, $"a=ice-pwd:{transport.Credentials.Password}");
        Line(text, $"a=fingerprint:sha-256 {transport.Fingerprint}");
        Line(text, $"a=setup:{(transport.Setup == SdpSetup.Active ? "active" : "passive")}");
        if (offered.Mid.Length > 0) Line(text, $"a=mid:{offered.Mid}");
        foreach (SdpFormat format in section.Formats) Format(text, section, format);
        if (offered.MidId != 0) Line(text, $"a=extmap:{offered.MidId} {SdpMedia.MidUri}");
        if (section.Use == SectionUse.Publish && section.Kind == MediaKind.Audio && offered.AudioLevelId != 0)
            Line(text, $"a=extmap:{offered.AudioLevelId} {SdpMedia.AudioLevelUri}");
        if (section.HasCongestion) Line(text, $"a=extmap:{offered.CongestionId} {SdpMedia.CongestionUri}");
        if (section.Use == SectionUse.Publish) Line(text, "a=recvonly");
        else Sources(text, section, stream);
        if (isFirst) Candidates(text, transport); // bundled sections share the first one's (RFC 8843, section 7.3)
    }

    private static int[] TypesOf(SdpSection section, SdpFormat format) => HasRtx(section, format) ? [format.Type, format.RtxType] : [format.Type];

    // Of what comes in, no retransmissions in a stream of their own are taken: a packet that is asked for again comes in its own stream.
    private static bool HasRtx(SdpSection section, SdpFormat format) => section.RtxSsrc != 0 && format.RtxType >= 0;

    private static void Format(StringBuilder text, SdpSection section, SdpFormat format)
    {
        int type = format.Type;
        Line(text, $"a=rtpmap:{type} {format.Codec.Map}");
        // Music is neither cut at its pauses nor mixed down to mono; voice is, which spares three packets of four while nobody speaks.
        // A picture's parameters are the offerer's own, since its packets pass as they are.
        string parameters = format.Codec == RtpCodec.Opus
            ? $"minptime=10;useinbandfec=1;{(section.IsMusic ? "stereo=1;sprop-stereo=1;maxaveragebitrate=128000" : "usedtx=1")}" : format.Parameters;
        if (parameters.Length > 0) Line(text, $"a=fmtp:{type} {parameters}");
        if (HasRtx(section, format))
        {
            Line(text, $"a=rtpmap:{format.RtxType} rtx{format.Codec.Map.AsSpan(format.Codec.Name.Length)}");
            Line(text, $"a=fmtp:{format.RtxType} apt={type}");
        }
        // An answer says no more than the offer.
        if (format.Has(SdpFeedback.Nack)) Line(text, $"a=rtcp-fb:{type} nack");
        if (section.HasCongestion) Line(text, $"a=rtcp-fb:{type} transport-cc");
        if (format.Codec.Kind != MediaKind.Video) return;
        if (format.Has(SdpFeedback.PictureLoss)) Line(text, $"a=rtcp-fb:{type} nack pli");
        if (format.Has(SdpFeedback.FullIntra)) Line(text, $"a=rtcp-fb:{type} ccm fir");
    }

    private static void Sources(StringBuilder text, SdpSection section, string name)
    {
        Line(text, "a=sendonly");
        Line(text, $"a=msid:{name} {name}");
        if (section.RtxSsrc != 0) Line(text, $"a=ssrc-group:FID {section.Ssrc} {section.RtxSsrc}");
        foreach (uint ssrc in section.RtxSsrc != 0 ? [section.Ssrc, section.RtxSsrc] : (uint[])[section.Ssrc])
        {
            Line(text, $"a=ssrc:{ssrc} cname:kapok");
            Line(text, $"a=ssrc:{ssrc} msid:{name} {name}");
        }
    }

    // Priorities by RFC 8445, section 5.1.2.1: type preference of a host candidate 126, of ICE-TCP 90 less, so that TCP is the last resort;
    // addresses in the order of the option.
    internal static void Candidates(StringBuilder text, SdpTransport transport)
    {
        int foundation = 1;
        foreach ((IPAddress address, int order) in transport.Addresses.Select((address, order) => (address, order)))
        {
            uint local = (uint)(65535 - order);
            if (transport.UdpPort > 0) Line(text, $"a=candidate:{foundation++} 1 udp {(126u << 24) | (local << 8) | 255} {address} {transport.UdpPort} typ host");
            if (transport.TcpPort > 0) Line(text, $"a=candidate:{foundation++} 1 tcp {(36u << 24) | (local << 8) | 255} {address} {transport.TcpPort} typ host tcptype passive");
        }
        Line(text, "a=end-of-candidates");
    }

    private static void Line(StringBuilder text, string line) => text.Append(line).Append("\r\n");
}
