using Kapok.Media.Rtc;
using Kapok.Media.Rtc.Codecs;
using Kapok.Media.Rtc.Sdp;
using Kapok.Media.Rtc.Sessions;

namespace Kapok.Media.Stage.WebRtc;

/// <summary>Those who watch one broadcast by WebRTC. They carry the publisher's own tracks where those came by WebRTC, otherwise tracks made of its samples.</summary>
/// <remarks>Told by the publisher's thread, under the stage's lock: so nothing of the stage is called under the lock of this. Thread-safe.</remarks>
internal sealed class WhepAudience : IStageSink, IRtcOwner
{
    private readonly Lock _lock = new();
    private readonly RtcServer _rtc;
    private readonly LiveStage _live;
    private readonly WhepDesk _desk;
    private readonly HashSet<RtcSession> _connected = [];
    private volatile StageTrack? _madeVideo, _madeAudio;
    private RtcTrack? _video, _audio;
    private StageFormat? _format;
    private volatile bool _isDirect, _isReordered;
    private bool _isOver;

    private WhepAudience(RtcServer rtc, LiveStage live, WhepDesk desk) => (_rtc, _live, _desk) = (rtc, live, desk);

    /// <summary>Opens a broadcast to those who will watch.</summary>
    public static WhepAudience Of(RtcServer rtc, LiveStage live, WhepDesk desk)
    {
        WhepAudience audience = new(rtc, live, desk);
        live.Add(audience);
        live.Feed(StageFeed.Opus).Add(new SoundSink(audience));
        return audience;
    }

    /// <summary>Whether somebody who offers this can watch now.</summary>
    public OfferFault Check(SdpOffer offer)
    {
        lock (_lock)
        {
            if (_format is null) return OfferFault.NotYet;
            if (_format.Video != StageCodec.None && (_video is null || Section(offer, MediaKind.Video)?.Find(_video.Codec) is null)) return OfferFault.Codec;
            if (_isReordered) return OfferFault.Reordered;
            if (_format.Audio != StageCodec.None && _audio is null) return OfferFault.Sound;
            return _audio is not null && Section(offer, MediaKind.Audio) is null ? OfferFault.Codec : OfferFault.None;
        }
    }

    /// <summary>What each section of an offer is used for: the first of each kind in which they receive. The codec that is sent now comes first, and others
    /// stay, since the next publisher may have another.</summary>
    public List<SdpSection> Plan(SdpOffer offer)
    {
        SdpMedia? video = Section(offer, MediaKind.Video), audio = Section(offer, MediaKind.Audio);
        RtpCodec? now;
        lock (_lock) now = _video?.Codec;
        return [.. offer.Media.Select(media => media == video ? SdpSection.Subscribe(media, [.. media.Formats.OrderBy(format => format.Codec == now ? 0 : 1)])
            : media == audio ? SdpSection.Subscribe(media, media.Formats, isMusic: true) : SdpSection.Refuse(media))];
    }

    /// <inheritdoc/>
    public void Formatted(StageFormat format)
    {
        WhipSession? origin = _live.Publication?.Origin as WhipSession;
        StageTrack? made = origin is null && format.Video == StageCodec.H264 ? new(_rtc, _live, MediaKind.Video) : null;
        if (made?.TryConfigure(format.VideoConfig) == false)
        {
            made.Dispose();
            made = null;
        }
        lock (_lock)
        {
            _madeVideo?.Dispose();
            (_format, _isDirect, _isReordered, _madeVideo) = (format, origin is not null, false, made);
            Choose(origin);
        }
    }

    /// <inheritdoc/>
    public void Take(in StageSample sample)
    {
        if (!sample.IsVideo || _isDirect || _isReordered || _madeVideo is not { } made) return;
        if (sample.Shift == 0)
        {
            made.Send(sample);
            return;
        }
        _isReordered = true;
        EndAll(); // they find another way
    }

    /// <inheritdoc/>
    public void Interrupted()
    {
        // Who watches sees the last picture until a publisher is back.
    }

    /// <inheritdoc/>
    void IStageSink.Ended()
    {
        _desk.Remove(_live);
        EndAll();
        lock (_lock)
        {
            _isOver = true;
            _madeVideo?.Dispose();
            _madeAudio?.Dispose();
            (_madeVideo, _madeAudio, _format) = (null, null, null);
        }
    }

    /// <inheritdoc/>
    public void Connected(RtcSession session)
    {
        lock (_lock)
        {
            if (_isOver)
            {
                _rtc.End(session);
                return;
            }
            _connected.Add(session);
            Carry(session);
        }
        _live.Viewers.Enter(StageExit.Whep);
    }

    /// <inheritdoc/>
    void IRtcOwner.Ended(RtcSession session)
    {
        bool wasConnected;
        lock (_lock) wasConnected = _connected.Remove(session);
        if (wasConnected) _live.Viewers.Leave(StageExit.Whep);
        _desk.Left((WhepViewer)session.Key);
    }

    private void TakeSound(StageFormat? format)
    {
        lock (_lock)
        {
            if (_isOver) return;
            if (format?.Audio == StageCodec.Opus) _madeAudio ??= new(_rtc, _live, MediaKind.Audio);
            if (!_isDirect) Choose(null);
        }
    }

    private void TakeSound(in StageSample sample)
    {
        if (!_isDirect && !sample.IsVideo && !_isReordered) _madeAudio?.Send(sample);
    }

    private void Choose(WhipSession? origin)
    {
        (_video, _audio) = origin is not null ? (origin.Video, origin.Audio)
            : (_madeVideo?.Track, _format?.Audio is null or StageCodec.None ? null : _madeAudio?.Track);
        foreach (RtcSession session in _connected) Carry(session);
    }

    // Who cannot take what comes now has to ask anew, and finds another way.
    private void Carry(RtcSession session)
    {
        foreach (Subscription subscription in session.Subscribed)
        {
            RtcTrack? track = subscription.Kind == MediaKind.Video ? _video : _audio;
            if (track is not null && !subscription.Takes(track.Codec)) _rtc.End(session);
            else subscription.Carry(track);
        }
    }

    private void EndAll()
    {
        lock (_lock)
        {
            foreach (RtcSession session in _connected) _rtc.End(session);
        }
    }

    private static SdpMedia? Section(SdpOffer offer, MediaKind kind) => offer.Media.FirstOrDefault(media => media.IsUsable
        && media.Direction is SdpDirection.ReceiveOnly or SdpDirection.SendReceive && media.Formats[0].Codec.Kind == kind);

    /// <summary>The sound as Opus, which comes by a feed of its own: the publisher's, or made by a child process.</summary>
    private sealed class SoundSink(WhepAudience audience) : IStageSink
    {
        public void Formatted(StageFormat format) => audience.TakeSound(format);

        public void Take(in StageSample sample) => audience.TakeSound(sample);

        public void Interrupted()
        {
            // The child process may be back soon; until then there is silence.
        }

        public void Ended()
        {
            // the broadcast ends as well, and tells
        }
    }
}
