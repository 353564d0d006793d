namespace Kapok.Media.Stage.Flv;

/// <summary>A broadcast as FLV: each sample is written once, and kept for a few seconds for all who watch.</summary>
/// <remarks>
/// A viewer has a place in what is kept and no queue of its own, so slow ones cost nothing: whoever is too late goes on at the newest keyframe. What is kept begins with
/// the newest keyframe, so that a newcomer sees a picture at once; where keyframes are too far apart for that, newcomers wait for the next. Thread-safe.
/// </remarks>
public sealed class FlvFeed : IStageSink
{
    private const int MostBytes = 8 << 20, MostTags = 4096; // a power of two, so that a number finds its place by a mask
    private const int MostTagsAtOnce = 128, MostBytesAtOnce = 256 * 1024;
    private const uint MostMs = 12_000, MostLateMs = 3000, WakeMs = 60;

    private readonly Lock _lock = new();
    private readonly List<FlvViewer> _viewers = [];
    private readonly Tag[] _kept = new Tag[MostTags];
    private readonly Action<FlvFeed> _over;
    private StageFormat? _format;
    private bool _isForeign, _isAwaitingKey, _isEnded;
    private long _first, _next, _key = -1; // numbers of tags: of the oldest that is kept, of the one to come, and of the newest at which one can begin
    private long _bytes;
    private uint _wokenMs;

    /// <summary>Makes one; it is to be added to the broadcast.</summary>
    /// <param name="live">The broadcast.</param>
    /// <param name="over">Told once when it has ended; must not block.</param>
    public FlvFeed(LiveStage live, Action<FlvFeed> over) => (Live, _over) = (live, over);

    /// <summary>The broadcast.</summary>
    public LiveStage Live { get; }

    /// <summary>What comes cannot be carried: other codecs than H.264 and AAC.</summary>
    public bool IsForeign
    {
        get
        {
            lock (_lock) return _isForeign;
        }
    }

    /// <summary>Bytes that are kept for those who watch.</summary>
    public long KeptBytes
    {
        get
        {
            lock (_lock) return _bytes;
        }
    }

    /// <summary>Somebody watches. To be disposed of.</summary>
    public FlvViewer Enter()
    {
        FlvViewer viewer = new(this);
        lock (_lock)
        {
            _viewers.Add(viewer);
            viewer.Wake(); // there may be something already
        }
        Live.Viewers.Enter(StageExit.Flv);
        return viewer;
    }

    /// <inheritdoc/>
    public void Formatted(StageFormat format)
    {
        lock (_lock)
        {
            _isForeign = !FlvWriter.CanCarry(format);
            _format = _isForeign ? null : format;
            (_key, _isAwaitingKey) = (-1, true);
            if (_isForeign) WakeAll();
        }
    }

    /// <inheritdoc/>
    public void Take(in StageSample sample)
    {
        lock (_lock)
        {
            if (_format is not { } format) return;
            bool hasVideo = format.Video != StageCodec.None, isStart = !hasVideo || (sample.IsVideo && sample.IsKey);
            if ((_isAwaitingKey && !isStart) || FlvWriter.Sample(sample) is not { } bytes) return;
            _isAwaitingKey = false;
            if (isStart) _key = _next;
            uint time = FlvWriter.TimeMs(sample);
            _kept[_next++ & (MostTags - 1)] = new(time, bytes, format);
            _bytes += bytes.Length;
            Trim(time);
            // Sound goes along with the next picture: twice as many writes for each viewer would bring nothing that is seen.
            if (sample.IsVideo || time - _wokenMs >= WakeMs)
            {
                _wokenMs = time;
                WakeAll();
            }
        }
    }

    /// <inheritdoc/>
    public void Interrupted()
    {
        lock (_lock) (_key, _isAwaitingKey) = (-1, true); // what is left goes to those who watch, and nobody begins with it
    }

    /// <inheritdoc/>
    public void Ended()
    {
        lock (_lock)
        {
            if (_isEnded) return;
            _isEnded = true;
            WakeAll();
        }
        _over(this);
    }

    internal void Leave(FlvViewer viewer)
    {
        lock (_lock)
        {
            if (!_viewers.Remove(viewer)) return;
        }
        Live.Viewers.Leave(StageExit.Flv);
    }

    /// <summary>Gives a viewer what is next for it.</summary>
    /// <param name="viewer">Who.</param>
    /// <param name="to">Is given the bytes.</param>
    /// <returns>False when nothing comes any more.</returns>
    internal bool Take(FlvViewer viewer, List<ReadOnlyMemory<byte>> to)
    {
        lock (_lock)
        {
            Place(viewer);
            int bytes = 0, tags = 0;
            while (viewer.Next >= 0 && viewer.Next < _next && bytes < MostBytesAtOnce && tags < MostTagsAtOnce)
            {
                Tag tag = TagOf(viewer.Next++);
                if (viewer.Format is null) to.Add(FlvWriter.Header(tag.Format));
                if (viewer.Format != tag.Format) to.Add(FlvWriter.Beginning(tag.Format, Live.ProgrammeBeganAt, tag.TimeMs));
                viewer.Format = tag.Format;
                to.Add(tag.Bytes);
                (bytes, tags) = (bytes + tag.Bytes.Length, tags + 1);
            }
            bool isThrough = viewer.Next < 0 || viewer.Next == _next;
            if (!isThrough || _isEnded || _isForeign) viewer.Wake(); // nobody else does
            return tags > 0 || !(_isEnded || _isForeign);
        }
    }

    // Where a viewer goes on: newcomers and those who are too late at the newest keyframe.
    private void Place(FlvViewer viewer)
    {
        if (viewer.Next >= 0)
        {
            bool isLost = viewer.Next < _first;
            bool isLate = !isLost && _key > viewer.Next && TagOf(_next - 1).TimeMs - TagOf(viewer.Next).TimeMs > MostLateMs;
            if (!isLost && !isLate) return;
            viewer.Skips++;
        }
        viewer.Next = _key;
    }

    private void Trim(uint newestMs)
    {
        while (_next - _first > 1)
        {
            uint age = newestMs - TagOf(_first).TimeMs;
            bool isTooMuch = _bytes > MostBytes || _next - _first > MostTags - 1 || age is > MostMs and < int.MaxValue;
            bool isPast = _first < _key && age is > MostLateMs and < int.MaxValue;
            if (!isTooMuch && !isPast) break;
            _bytes -= TagOf(_first).Bytes.Length;
            TagOf(_first++) = default;
        }
        if (_key < _first) _key = -1;
    }

    private ref Tag TagOf(long number) => ref _kept[number & (MostTags - 1)];

    private void WakeAll()
    {
        foreach (FlvViewer viewer in _viewers) viewer.Wake();
    }

    private readonly record struct Tag(uint TimeMs, byte[] Bytes, StageFormat Format);
}
