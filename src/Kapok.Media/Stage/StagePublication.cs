namespace Kapok.Media.Stage;

/// <summary>One publisher's time on a stage. One thread at a time calls.</summary>
public sealed class StagePublication
{
    // A publisher's clock that left the time of arrival by more than this was set, or stood still: it is carried on anew.
    private const long MostDrift = 5L * StageSample.TicksPerSecond;

    private readonly LiveStage _stage;
    private long _offset, _lastVideo = -1, _lastAudio = -1;
    private bool _hasBegun;

    internal StagePublication(LiveStage stage) => _stage = stage;

    /// <summary>How often the publisher's clock jumped by more than five seconds.</summary>
    public int Jumps { get; private set; }

    /// <summary>Tells what the tracks are, before their samples and whenever it changes.</summary>
    /// <returns>False when somebody else publishes by now, or the broadcast is over.</returns>
    public bool Format(StageFormat format) => _stage.Formatted(this, format);

    /// <summary>Sends a sample by the publisher's own clock.</summary>
    /// <param name="isVideo">A picture; otherwise sound.</param>
    /// <param name="isKey">Decoding may begin here.</param>
    /// <param name="time">When it is decoded, in 1/90,000 s from anywhere, the same clock for both tracks.</param>
    /// <param name="shift">How much later it is shown, in 1/90,000 s.</param>
    /// <param name="data">The coded bytes; never changed any more.</param>
    /// <returns>As <see cref="Format"/>.</returns>
    public bool Send(bool isVideo, bool isKey, long time, int shift, ReadOnlyMemory<byte> data)
    {
        long now = _stage.Now;
        if (!_hasBegun) (_hasBegun, _offset) = (true, now - time);
        else if (Math.Abs(time + _offset - now) > MostDrift)
        {
            Jumps++;
            _offset = now - time;
        }
        long at = time + _offset;
        ref long last = ref isVideo ? ref _lastVideo : ref _lastAudio;
        if (at <= last) at = last + 1; // times that go back would break every packager
        last = at;
        return _stage.Take(this, new(isVideo, isKey, at, Math.Max(0, shift), data));
    }

    /// <summary>The publisher goes.</summary>
    public void End() => _stage.End(this);
}
