namespace Kapok.Media.Stage;

/// <summary>Brings into the feeds what need not be made: the publisher's own tracks where they fit.</summary>
public sealed class StagePassage : IStageSink
{
    private readonly LiveStage _live;
    private StagePublication? _playable, _opus;

    private StagePassage(LiveStage live) => _live = live;

    /// <summary>Lays it from a broadcast into its feeds.</summary>
    public static void Lay(LiveStage live)
    {
        ArgumentNullException.ThrowIfNull(live);
        live.Add(new StagePassage(live));
    }

    /// <summary>Whether it plays from fragmented MP4 as it is, in what browsers are there.</summary>
    public static bool IsPlayable(StageFormat format)
    {
        ArgumentNullException.ThrowIfNull(format);
        return format.Video is StageCodec.None or StageCodec.H264;
    }

    /// <inheritdoc/>
    public void Formatted(StageFormat format)
    {
        Pass(ref _playable, StageFeed.Playable, IsPlayable(format) ? format : null);
        Pass(ref _opus, StageFeed.Opus, format?.Audio is not StageCodec.Opus ? null
            : new() { Audio = StageCodec.Opus, AudioConfig = format.AudioConfig, SampleRate = format.SampleRate, Channels = format.Channels });
    }

    /// <inheritdoc/>
    public void Take(in StageSample sample)
    {
        if (_playable is { } playable) playable.Stage.Take(playable, sample);
        if (!sample.IsVideo && _opus is { } opus) opus.Stage.Take(opus, sample);
    }

    /// <inheritdoc/>
    public void Interrupted()
    {
        _playable?.End();
        _opus?.End();
        (_playable, _opus) = (null, null);
    }

    /// <inheritdoc/>
    public void Ended() => (_playable, _opus) = (null, null);

    private void Pass(ref StagePublication? publication, StageFeed feed, StageFormat? format)
    {
        if (format is not null)
        {
            publication ??= _live.Feed(feed).PublishOnClock();
            publication?.Format(format);
        }
        else
        {
            publication?.End();
            publication = null;
        }
    }
}
