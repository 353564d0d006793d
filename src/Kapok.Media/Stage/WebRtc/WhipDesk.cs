using System.Collections.Concurrent;
using Kapok.Media.Rtc;
using Kapok.Media.Rtc.Codecs;
using Kapok.Media.Rtc.Sdp;

namespace Kapok.Media.Stage.WebRtc;

/// <summary>Takes those in who go live by WebRTC (WHIP, RFC 9725).</summary>
/// <remarks>Any thread may call it.</remarks>
/// <param name="rtc">The server that carries them; null while there is none.</param>
/// <param name="stages">The stages.</param>
/// <param name="time">The clock.</param>
public sealed class WhipDesk(Func<RtcServer?> rtc, IStageDirectory stages, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, WhipSession> _sessions = new(StringComparer.Ordinal);

    /// <summary>Sessions now, connected or not.</summary>
    public int Count => _sessions.Count;

    /// <summary>Answers an offer.</summary>
    /// <param name="ticket">Whose key it came with.</param>
    /// <param name="offer">The offer.</param>
    public OfferAnswer Publish(StageTicket ticket, string offer)
    {
        ArgumentNullException.ThrowIfNull(ticket);
        if (rtc() is not { } server) return new(OfferFault.Unavailable);
        SdpFault fault = SdpOffer.TryRead(offer, out SdpOffer read);
        if (fault is not (SdpFault.None or SdpFault.NoCodec)) return new(OfferFault.Malformed) { Sdp = fault };
        List<SdpSection> sections = [];
        if (fault == SdpFault.NoCodec || !TryPlan(read, out sections))
        {
            stages.Turned(ticket, new("webrtc-codec"));
            return new(OfferFault.Codec) { Sdp = fault };
        }
        WhipSession session = new(server, ticket, stages, time, _sessions);
        // Where nobody has to make way the stage is taken at once, so that whoever is refused is told so; otherwise with the first packet, so that who
        // hands over leaves no gap.
        if (!ticket.MayTakeOver && !session.TryBegin(out StageRefusal refusal)) return new(OfferFault.Refused) { Refusal = refusal };
        RtcResource resource = session.Prepare(read, sections, out string answer);
        if (server.Open(resource.Session) is not OpenFault.None and OpenFault why)
        {
            session.GiveUp();
            return new(why == OpenFault.Full ? OfferFault.Full : OfferFault.Unavailable);
        }
        return new(OfferFault.None, resource, answer);
    }

    /// <summary>A session by its id.</summary>
    public RtcResource? Find(string id) => _sessions.GetValueOrDefault(id)?.Resource;

    /// <summary>A publisher ends.</summary>
    /// <returns>False when there is no such session.</returns>
    public bool End(string id)
    {
        if (!_sessions.TryRemove(id, out WhipSession? session)) return false;
        session.End();
        return true;
    }

    // The first section of each kind that the publisher sends, in the codec that they prefer of those that are known here. What they send in no such
    // codec is not left out in silence: a stage without its picture is not what they meant.
    private static bool TryPlan(SdpOffer offer, out List<SdpSection> sections)
    {
        sections = [];
        bool hasAudio = false, hasVideo = false;
        foreach (SdpMedia media in offer.Media)
        {
            bool isVideo = media.Kind == "video", sends = media.Direction is SdpDirection.SendOnly or SdpDirection.SendReceive && !media.IsRejected;
            if (!sends || media.Kind is not ("audio" or "video") || (isVideo ? hasVideo : hasAudio))
            {
                sections.Add(SdpSection.Refuse(media));
                continue;
            }
            SdpFormat? format = media.Formats.FirstOrDefault(one => one.Codec == RtpCodec.Opus || one.Codec == RtpCodec.H264 || one.Codec == RtpCodec.Vp8);
            if (format is null || !media.IsUsable) return false;
            sections.Add(SdpSection.Publish(media, format, isMusic: true));
            (hasVideo, hasAudio) = (hasVideo || isVideo, hasAudio || !isVideo);
        }
        return hasAudio || hasVideo;
    }
}
