namespace Kapok.Media.Stage;

/// <summary>One publisher's time on a stage. One thread at a time calls.</summary>
public sealed class StagePublication
{
    // A publisher's clock that left the time of arrival by more than this was set, or stood still: it is carried on anew.
    private const long MostDrift = 5L * StageSample.TicksPerSecond;

    private readonly LiveStage _stage;
    private readonly TaskCompletionSource<StageOver> _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _offset, _lastVideo = -1, _lastAudio = -1, _lastArrival;
    private int _jumps;
    private bool _hasBegun;

    internal StagePublication(LiveStage stage, bool isOnClock) => (_stage, _hasBegun, _lastArrival) = (stage, isOnClock, stage.Now);

    /// <summary>The broadcast.</summary>
    public LiveStage Stage => _stage;

    /// <summary>How often the publisher's clock jumped by more than five seconds.</summary>
    public int Jumps => Volatile.Read(ref _jumps);

    /// <summary>When the newest sample came, in 1/90,000 s of the stage's clock.</summary>
    public long LastArrival => Volatile.Read(ref _lastArrival);

    /// <summary>Completes, off every lock, when they are off air: whoever holds a connection for it closes it then, and says why.</summary>
    public Task<StageOver> Over => _over.Task;

    /// <summary>What it comes from, for whoever can pass on more of it than samples; set before the first format is told.</summary>
    internal object? Origin { get; set; }

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
        Volatile.Write(ref _lastArrival, now);
        if (!_hasBegun) (_hasBegun, _offset) = (true, now - time + _stage.Ahead);
        else if (Math.Abs(time + _offset - now) > MostDrift)
        {
            Volatile.Write(ref _jumps, _jumps + 1);
            _offset = now - time + _stage.Ahead;
        }
        long at = time + _offset;
        _stage.CameEarly(this, at - now);
        ref long last = ref isVideo ? ref _lastVideo : ref _lastAudio;
        if (at <= last) at = last + 1; // times that go back would break every packager
        last = at;
        return _stage.Take(this, new(isVideo, isKey, at, Math.Max(0, shift), data));
    }

    /// <summary>Sends a sample whose time is the stage's own, without B-frames: what a child process has made is late by as much as that took.</summary>
    /// <returns>As <see cref="Format"/>.</returns>
    internal bool SendOnClock(bool isVideo, bool isKey, long time, ReadOnlyMemory<byte> data)
    {
        ref long last = ref isVideo ? ref _lastVideo : ref _lastAudio;
        last = Math.Max(time, last + 1);
        return _stage.Take(this, new(isVideo, isKey, last, 0, data));
    }

    /// <summary>The publisher goes.</summary>
    public void End() => _stage.End(this, StageOver.Left);

    /// <summary>They are off air; the first reason counts.</summary>
    internal void Finish(StageOver why) => _over.TrySetResult(why);
}
