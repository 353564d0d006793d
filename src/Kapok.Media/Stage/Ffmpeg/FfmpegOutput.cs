namespace Kapok.Media.Stage.Ffmpeg;

/// <summary>Brings what a child process makes into the feeds of its broadcast. One run's.</summary>
internal sealed class FfmpegOutput(LiveStage live, FfmpegPlan plan, StageFormat format, Action works) : IMatroskaSink
{
    private readonly Dictionary<int, (StagePublication Publication, bool IsVideo)[]> _ways = [];
    private readonly List<StagePublication> _all = [];

    /// <inheritdoc/>
    public void Tracks(IReadOnlyList<MatroskaTrack> tracks)
    {
        // Their order is the plan's.
        Queue<MatroskaTrack> left = new(tracks);
        MatroskaTrack? Next(bool wanted) => wanted && left.TryDequeue(out MatroskaTrack? track) ? track : null;
        (MatroskaTrack? opus, MatroskaTrack? picture, MatroskaTrack? small, MatroskaTrack? sound) = (Next(plan.Opus), Next(plan.Picture), Next(plan.Small), Next(plan.CopiesSound));
        if (opus is { Codec: StageCodec.Opus }) Open(StageFeed.Opus, null, opus);
        if (picture is { Codec: StageCodec.H264 }) Open(StageFeed.Playable, picture, sound);
        if (small is { Codec: StageCodec.H264 }) Open(StageFeed.Small, small, sound);
    }

    /// <inheritdoc/>
    public void Block(MatroskaTrack track, bool isKey, long time, ReadOnlyMemory<byte> data)
    {
        if (!_ways.TryGetValue(track.Number, out (StagePublication Publication, bool IsVideo)[]? ways)) return;
        works();
        foreach ((StagePublication publication, bool isVideo) in ways) publication.SendOnClock(isVideo, isKey, time, data);
    }

    /// <summary>Nothing more comes.</summary>
    public void End()
    {
        foreach (StagePublication publication in _all) publication.End();
    }

    private void Open(StageFeed feed, MatroskaTrack? video, MatroskaTrack? audio)
    {
        if (live.Feed(feed).PublishOnClock() is not { } publication) return;
        _all.Add(publication);
        publication.Format(new()
        {
            Video = video?.Codec ?? StageCodec.None,
            VideoConfig = video?.Config ?? default,
            Width = video?.Width ?? 0,
            Height = video?.Height ?? 0,
            // Copied sound is what it was; what the container says of it may be less.
            Audio = audio?.Codec ?? StageCodec.None,
            AudioConfig = audio is null ? default : audio.Codec == format.Audio ? format.AudioConfig : audio.Config,
            SampleRate = audio is null ? 0 : audio.Codec == format.Audio ? format.SampleRate : audio.SampleRate,
            Channels = audio is null ? 0 : audio.Codec == format.Audio ? format.Channels : audio.Channels,
        });
        if (video is not null) Lead(video.Number, publication, isVideo: true);
        if (audio is not null) Lead(audio.Number, publication, isVideo: false);
    }

    private void Lead(int track, StagePublication publication, bool isVideo) =>
        _ways[track] = [.. _ways.GetValueOrDefault(track, []), (publication, isVideo)];
}
