using System.Collections.Concurrent;
using Kapok.Media.Rtc;
using Kapok.Media.Rtc.Codecs;
using Kapok.Media.Rtc.Sdp;
using Kapok.Media.Rtc.Sessions;
using Kapok.Media.Rtc.Taps;

namespace Kapok.Media.Stage.WebRtc;

/// <summary>One who goes live by WebRTC: their tracks pass to those who watch by WebRTC as they are, and as samples to all others.</summary>
/// <remarks>The RTC server's clock tells of its connection; a task of its own reads what comes.</remarks>
internal sealed class WhipSession(RtcServer rtc, StageTicket ticket, IStageDirectory stages, TimeProvider time, ConcurrentDictionary<string, WhipSession> all) : IRtcOwner
{
    private const int TapPackets = 4096, MostLatenessMs = 1000;

    // Segments of HLS begin with whole pictures, and whoever comes late waits for one: a browser's encoder makes none by itself.
    private const double KeyframeEveryMs = 2000;

    private static readonly TimeSpan ReadEvery = TimeSpan.FromMilliseconds(10);

    private volatile bool _hasEnded;
    private StagePublication? _publication;
    private RtcResource? _resource;

    /// <summary>As its peer addresses it.</summary>
    public RtcResource Resource => _resource ?? throw new InvalidOperationException("It is not prepared.");

    /// <summary>Its pictures, once it is connected.</summary>
    public RtcTrack? Video => Resource.Session.Published.FirstOrDefault(track => track.Kind == MediaKind.Video);

    /// <summary>Its sound.</summary>
    public RtcTrack? Audio => Resource.Session.Published.FirstOrDefault(track => track.Kind == MediaKind.Audio);

    /// <summary>Goes on air.</summary>
    public bool TryBegin(out StageRefusal refusal)
    {
        _publication = stages.Begin(ticket, StageEntrance.Whip, out refusal);
        if (_publication is null) return false;
        _publication.Origin = this;
        _ = _publication.Over.ContinueWith(_ => End(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        return true;
    }

    /// <summary>Makes the session; it is not open yet.</summary>
    public RtcResource Prepare(SdpOffer offer, IReadOnlyList<SdpSection> sections, out string answer)
    {
        _resource = new(rtc, rtc.Prepare(this, this, offer, sections, out answer), offer);
        all[_resource.Id] = this;
        return _resource;
    }

    /// <summary>It could not be opened.</summary>
    public void GiveUp()
    {
        all.TryRemove(Resource.Id, out _);
        _publication?.End();
    }

    /// <summary>Goes off air.</summary>
    public void End()
    {
        _publication?.End();
        if (_resource is { } resource) rtc.End(resource.Session);
    }

    /// <inheritdoc/>
    public void Connected(RtcSession session)
    {
        // Off air before it was connected, or never on.
        if (_publication is null ? !TryBegin(out _) : _publication.Over.IsCompleted) End();
        else
        {
            Video?.KeepForLate();
            _ = Task.Run(() => ReadAsync(_publication!));
        }
    }

    /// <inheritdoc/>
    public void Ended(RtcSession session)
    {
        all.TryRemove(Resource.Id, out _);
        _publication?.End();
        _hasEnded = true;
    }

    private async Task ReadAsync(StagePublication to)
    {
        using TrackTap? video = Video?.Tap(TapPackets), audio = Audio?.Tap();
        StageIntake intake = new(Video?.Codec, audio is not null)
        {
            Formatted = format => to.Format(format),
            Sampled = (isVideo, isKey, at, data) => to.Send(isVideo, isKey, at, 0, data),
        };
        using PeriodicTimer timer = new(ReadEvery, time);
        try
        {
            while (await timer.WaitForNextTickAsync().ConfigureAwait(false) && !_hasEnded) Read(intake, video, audio);
        }
#pragma warning disable CA1031 // What a publisher's packets do to it costs that publisher and nobody else.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            rtc.Guarded(() => throw new InvalidOperationException("A publisher's packets could not be read", fault));
            End();
        }
    }

    private void Read(StageIntake intake, TrackTap? video, TrackTap? audio)
    {
        video?.Drain(intake.PutVideo);
        audio?.Drain(intake.PutAudio);
        intake.Align(Video?.Clock, Audio?.Clock);
        double now = rtc.NowMs;
        intake.Run(now);
        if (Video is not { } pictures) return;
        if (intake.TakeKeyWish(now, KeyframeEveryMs)) pictures.RequestKeyframe();
        if (Audio is not { } sound) return;
        sound.LatenessMs = (int)Math.Clamp(intake.SoundLatenessMs, 0, MostLatenessMs);
        pictures.LatenessMs = (int)Math.Clamp(-intake.SoundLatenessMs, 0, MostLatenessMs);
    }
}
