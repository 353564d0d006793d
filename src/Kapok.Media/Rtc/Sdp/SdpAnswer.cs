using System.Net;
using System.Net.Sockets;
using System.Text;
using Kapok.Media.Rtc.Ice;

namespace Kapok.Media.Rtc.Sdp;

/// <summary>What the answer to one media section is.</summary>
/// <param name="Offered">The section of the offer.</param>
/// <param name="Use">What it is used for.</param>
/// <param name="Slot">Number of the slot it carries, from 0, stage slots after voice slots; −1 otherwise.</param>
/// <param name="Ssrc">Source of what we send in it.</param>
/// <param name="RtxSsrc">Source of what we send again in it, 0 for none.</param>
public sealed record SdpSection(SdpMedia Offered, SectionUse Use, int Slot = -1, uint Ssrc = 0, uint RtxSsrc = 0);

/// <summary>What a media section is used for.</summary>
public enum SectionUse
{
    /// <summary>Nothing: it is refused.</summary>
    Refused,

    /// <summary>The peer's voice comes in.</summary>
    Voice,

    /// <summary>The peer's stage sound comes in.</summary>
    Stage,

    /// <summary>Somebody's voice goes out.</summary>
    VoiceSlot,

    /// <summary>Stage sound goes out.</summary>
    StageSlot,
}

/// <summary>What answers have in common.</summary>
/// <param name="Credentials">Our ICE credentials of this session.</param>
/// <param name="Fingerprint">Of our certificate, as SDP writes it.</param>
/// <param name="Setup">Our role: active or passive.</param>
/// <param name="Addresses">Where we are reached.</param>
/// <param name="UdpPort">UDP port, 0 for none.</param>
/// <param name="TcpPort">TCP port that takes ICE-TCP, 0 for none.</param>
public sealed record SdpTransport(IceCredentials Credentials, string Fingerprint, SdpSetup Setup, IReadOnlyList<IPAddress> Addresses, int UdpPort, int TcpPort);

/// <summary>Writes answers: ICE-lite, bundled, Opus only (RFC 8829, section 5.3; RFC 8839; RFC 8843).</summary>
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
        foreach (SdpSection section in sections)
        {
            if (section.Use == SectionUse.Refused) Refuse(text, section.Offered);
            else Accept(text, section, transport, section == taken[0]);
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

    private static void Accept(StringBuilder text, SdpSection section, SdpTransport transport, bool isFirst)
    {
        SdpMedia offered = section.Offered;
        IPAddress? address = transport.Addresses.Count > 0 ? transport.Addresses[0] : null;
        int port = transport.UdpPort > 0 ? transport.UdpPort : transport.TcpPort > 0 ? transport.TcpPort : 9;
        string types = section.RtxSsrc != 0 ? $"{offered.OpusType} {offered.OpusRtxType}" : $"{offered.OpusType}";
        Line(text, $"m=audio {port} {offered.Protocol} {types}");
        Line(text, address is null ? "c=IN IP4 0.0.0.0" : $"c=IN {(address.AddressFamily == AddressFamily.InterNetwork ? "IP4" : "IP6")} {address}");
        Line(text, "a=rtcp-mux");
        Line(text, $"a=ice-ufrag:{transport.Credentials.Fragment}");
        Line(text, $"a=ice-pwd:{transport.Credentials.Password}");
        Line(text, $"a=fingerprint:sha-256 {transport.Fingerprint}");
        Line(text, $"a=setup:{(transport.Setup == SdpSetup.Active ? "active" : "passive")}");
        if (offered.Mid.Length > 0) Line(text, $"a=mid:{offered.Mid}");
        Codec(text, section);
        if (section.Use is SectionUse.Voice or SectionUse.Stage) Line(text, "a=recvonly");
        else Sources(text, section);
        if (isFirst) Candidates(text, transport); // bundled sections share the first one's (RFC 8843, section 7.3)
    }

    private static void Codec(StringBuilder text, SdpSection section)
    {
        SdpMedia offered = section.Offered;
        int opus = offered.OpusType;
        Line(text, $"a=rtpmap:{opus} opus/48000/2");
        bool isStage = section.Use is SectionUse.Stage or SectionUse.StageSlot;
        // Music is neither cut at its pauses nor mixed down to mono; voice is, which spares three packets of four while nobody speaks.
        Line(text, $"a=fmtp:{opus} minptime=10;useinbandfec=1;{(isStage ? "stereo=1;sprop-stereo=1;maxaveragebitrate=128000" : "usedtx=1")}");
        if (section.RtxSsrc != 0)
        {
            Line(text, $"a=rtpmap:{offered.OpusRtxType} rtx/48000/2");
            Line(text, $"a=fmtp:{offered.OpusRtxType} apt={opus}");
        }
        if (offered.HasNack) Line(text, $"a=rtcp-fb:{opus} nack"); // an answer says no more than the offer
        if (offered.MidId != 0) Line(text, $"a=extmap:{offered.MidId} {SdpMedia.MidUri}");
        if (section.Use is not (SectionUse.Voice or SectionUse.Stage)) return;
        if (offered.AudioLevelId != 0) Line(text, $"a=extmap:{offered.AudioLevelId} {SdpMedia.AudioLevelUri}");
        if (!offered.TakesCongestion) return;
        Line(text, $"a=extmap:{offered.CongestionId} {SdpMedia.CongestionUri}");
        Line(text, $"a=rtcp-fb:{opus} transport-cc");
    }

    private static void Sources(StringBuilder text, SdpSection section)
    {
        string name = $"slot{section.Slot}";
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
    private static void Candidates(StringBuilder text, SdpTransport transport)
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
