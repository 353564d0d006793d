using Kapok.Media.Stage.Mp4;

namespace Kapok.Media.Stage.Hls;

/// <summary>Cuts what a stage sends into parts and segments of fragmented MP4.</summary>
/// <remarks>
/// A frame is held until the next one says how long it lasts. Parts end where a frame begins; where no frame comes in time they end all the same, and the frame that lasts longer
/// reaches over their end: what a list says then differs from what is in the media by less than that frame, and every rule about lengths is kept whatever a publisher does.
/// Segments end at keyframes, or after six seconds without one. Called as <see cref="IStageSink"/> says; no lock, no clock, no thread of its own.
/// </remarks>
public sealed class HlsPackager : IStageSink
{
    // A picture or, without one, a sound that lasts longer is none: the publisher's clock was set, or they stood still.
    private const long MostGap = 6L * StageSample.TicksPerSecond;

    // How far sound may run ahead before parts go on without the picture.
    private const long Lead = StageSample.TicksPerSecond;

    // Below this a rest is not worth a part.
    private const long LeastRest = StageSample.TicksPerSecond / 100;

    // A keyframe a little early ends a segment too: publishers tell times in milliseconds.
    private const long Early = StageSample.TicksPerSecond / 10;

    private const long UsualFrame = StageSample.TicksPerSecond / 30;

    private readonly HlsTiming _timing;
    private readonly HlsRendition _rendition;
    private readonly Mp4Run _video = new(), _audio = new();
    private Mp4Format? _format;
    private AudioTimeline? _timeline;
    private StageSample? _heldVideo;
    private (long Start, int Length, ReadOnlyMemory<byte> Data)? _heldAudio;
    private long _partStart, _segmentStart, _frame = UsualFrame;
    private bool _isWaiting = true, _beginsWithKey;
    private uint _fragments;

    /// <summary>A packager.</summary>
    /// <param name="timing">How it cuts.</param>
    /// <param name="rendition">What it fills.</param>
    public HlsPackager(HlsTiming timing, HlsRendition rendition) => (_timing, _rendition) = (timing, rendition);

    private bool HasVideo => _format!.HasVideo;

    /// <inheritdoc/>
    public void Formatted(StageFormat format)
    {
        if (!Mp4Format.TryCreate(format, out Mp4Format? next))
        {
            Break();
            _format = null;
            return;
        }
        // Some publishers say the same again and again.
        if (_format is { } old && old.Initialisation.Span.SequenceEqual(next.Initialisation.Span)) return;
        Break();
        _format = next;
        _timeline = NewTimeline(next);
        _rendition.Begin(next);
    }

    /// <inheritdoc/>
    public void Take(in StageSample sample)
    {
        if (_format is null || sample.Data.IsEmpty) return;
        if (sample.IsVideo && HasVideo) TakeVideo(sample);
        else if (!sample.IsVideo && _format.HasAudio) TakeAudio(sample);
        if (_video.Bytes + _audio.Bytes > _timing.MostPartBytes || _video.Samples.Length + _audio.Samples.Length > HlsTiming.MostPartSamples) Break(isLost: true);
    }

    /// <inheritdoc/>
    public void Interrupted() => Break();

    /// <inheritdoc/>
    public void Ended()
    {
        Break();
        _format = null;
        _rendition.End();
    }

    private static AudioTimeline? NewTimeline(Mp4Format format) => format.HasAudio ? new(format.Source.Audio, format.AudioClock) : null;

    private void TakeVideo(in StageSample sample)
    {
        long time = sample.DecodeTime;
        if (_heldVideo is { } held)
        {
            long frame = Math.Max(1, time - held.DecodeTime);
            if (time - Math.Max(held.DecodeTime, _partStart) > MostGap) Break();
            else
            {
                AddVideo(held, frame);
                _frame = frame;
                if (sample.IsKey && MayEndSegment(time)) EndSegment(time);
                else CutBefore(time, frame);
            }
        }
        if (_isWaiting)
        {
            if (!sample.IsKey) return;
            Start(time);
        }
        _heldVideo = sample;
    }

    private void TakeAudio(in StageSample sample)
    {
        if (_isWaiting)
        {
            if (HasVideo) return;
            Start(sample.DecodeTime);
        }
        else if (sample.DecodeTime - _partStart > MostGap + (HasVideo ? Lead : 0))
        {
            Break();
            if (HasVideo) return;
            Start(sample.DecodeTime);
        }
        long start = _timeline!.Place(sample.DecodeTime, sample.Data.Span, out int length);
        if (_heldAudio is { } held) AddAudio(held, start - held.Start);
        _heldAudio = (start, length, sample.Data);
        long time = Ticks(start);
        if (!HasVideo) CutBefore(time, Ticks(length));
        else while (time - Lead - _partStart > _timing.MostPart) Cut(_partStart + _timing.Part, isLast: false);
    }

    private void AddVideo(in StageSample sample, long frame) => _video.Add(sample.DecodeTime, new((uint)Math.Min(frame, uint.MaxValue), sample.Shift, sample.IsKey, sample.Data));

    private void AddAudio((long Start, int Length, ReadOnlyMemory<byte> Data) sound, long length) => _audio.Add(sound.Start, new((uint)length, 0, true, sound.Data));

    /// <summary>Begins a segment out of nothing.</summary>
    private void Start(long time)
    {
        (_isWaiting, _partStart, _segmentStart, _beginsWithKey) = (false, time, time, true);
        ClearRuns();
    }

    /// <summary>Ends parts so that one which begins at a time, or with the frame after it, is none too long.</summary>
    private void CutBefore(long time, long frame)
    {
        while (time - _partStart > _timing.MostPart) Cut(_partStart + _timing.Part, isLast: false);
        if (time - _partStart >= _timing.LeastPart && time - _partStart + frame > _timing.MostPart) Cut(time, isLast: false);
    }

    // A segment that had to begin without a keyframe ends at the first one there is: who comes then can begin.
    private bool MayEndSegment(long time) => time - _segmentStart >= (_beginsWithKey ? HlsTiming.Segment - Early : LeastRest)
        && (time - _partStart >= LeastRest || (time >= _partStart && _video.Samples.IsEmpty && _audio.Samples.IsEmpty));

    private void EndSegment(long time)
    {
        while (time - _partStart > _timing.MostPart) Cut(_partStart + _timing.Part, isLast: false);
        if (time - _partStart >= LeastRest) Cut(time, isLast: true);
        else _rendition.Close(isDiscontinuous: false); // its last part has just been sent
        (_segmentStart, _beginsWithKey) = (_partStart, true);
    }

    private void Cut(long end, bool isLast)
    {
        long length = end - _partStart, whole = end - _segmentStart;
        isLast |= whole + _timing.MostPart > HlsTiming.LongestSegment || (!HasVideo && whole + _timing.Part > HlsTiming.Segment + Early);
        bool isIndependent = HasVideo ? _video.Samples is [{ IsKey: true }, ..] : !_audio.Samples.IsEmpty;
        byte[] data = FragmentWriter.Write(++_fragments, _video, _audio, isSoundOnly: !HasVideo);
        _rendition.Add(new(length, isIndependent, data), _partStart, isLast, _video.Samples.Length);
        _partStart = end;
        if (isLast) (_segmentStart, _beginsWithKey) = (end, !HasVideo);
        ClearRuns();
    }

    /// <summary>What comes next does not follow: sends what there is, and waits for a keyframe.</summary>
    /// <param name="isLost">What there is cannot be sent: it is more than is packaged.</param>
    private void Break(bool isLost = false)
    {
        if (_isWaiting) return;
        if (!isLost)
        {
            if (_heldVideo is { } video) AddVideo(video, _frame);
            if (_heldAudio is { } audio) AddAudio(audio, audio.Length);
            long end = Math.Max(_video.Samples.IsEmpty ? 0 : _video.End, _audio.Samples.IsEmpty || HasVideo ? 0 : Ticks(_audio.End));
            if (!_video.Samples.IsEmpty || !_audio.Samples.IsEmpty) EndSegment(Math.Max(end, _partStart + LeastRest));
        }
        _rendition.Close(isDiscontinuous: true);
        (_heldVideo, _heldAudio, _isWaiting, _frame) = (null, null, true, UsualFrame);
        _timeline = NewTimeline(_format!);
        ClearRuns();
    }

    private void ClearRuns()
    {
        _video.Clear(_partStart);
        _audio.Clear(_heldAudio?.Start ?? (long)((Int128)_partStart * _format!.AudioClock / StageSample.TicksPerSecond));
    }

    private long Ticks(long ofSound) => (long)((Int128)ofSound * StageSample.TicksPerSecond / _format!.AudioClock);
}
