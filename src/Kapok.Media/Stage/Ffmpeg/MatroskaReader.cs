using System.Buffers.Binary;
using static Kapok.Media.Stage.Ffmpeg.MatroskaIds;

namespace Kapok.Media.Stage.Ffmpeg;

/// <summary>Reads a Matroska stream (RFC 9559) as it comes from a child process, whatever that sends.</summary>
/// <remarks>
/// The tree is read flat: a segment and a cluster are gone into, what is not needed is skipped by its size, and only what is needed is held, up to
/// <see cref="MostBytes"/>. Not thread-safe.
/// </remarks>
internal sealed class MatroskaReader(IMatroskaSink sink)
{
    /// <summary>The most bytes of an element that is held: a whole picture of 4K at a high bitrate.</summary>
    public const int MostBytes = 4 << 20;

    private const int MostTracks = 8;
    private const int LongestHead = 12; // an id of four bytes and a size of eight
    private const long Ticks = StageSample.TicksPerSecond, Nanoseconds = 1_000_000_000;

    private readonly Dictionary<int, MatroskaTrack> _tracks = [];
    private byte[] _held = new byte[64 * 1024];
    private int _count;
    private long _skip, _scale = 1_000_000, _cluster;
    private bool _hasTracks;

    /// <summary>Takes what came.</summary>
    /// <returns>False when it is no such stream, or one that is over the limits: nothing more of it can be read.</returns>
    public bool Feed(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            int skipped = (int)Math.Min(_skip, bytes.Length);
            _skip -= skipped;
            bytes = bytes[skipped..];
            if (bytes.IsEmpty) break;
            int taken = Math.Min(bytes.Length, MostBytes + LongestHead - _count);
            if (taken == 0) return false;
            Hold(bytes[..taken]);
            bytes = bytes[taken..];
            if (!ReadHeld()) return false;
        }
        return true;
    }

    private void Hold(ReadOnlySpan<byte> bytes)
    {
        if (_count + bytes.Length > _held.Length) Array.Resize(ref _held, Math.Min(MostBytes + LongestHead, Math.Max(_held.Length * 2, _count + bytes.Length)));
        bytes.CopyTo(_held.AsSpan(_count));
        _count += bytes.Length;
    }

    private bool ReadHeld()
    {
        int at = 0;
        bool isRight = true;
        while (isRight && _skip == 0 && TryHead(_held.AsSpan(at, _count - at), out uint id, out long size, out int head, out isRight))
        {
            if (id is Segment or Cluster)
            {
                at += head; // gone into, be its size known or not
                continue;
            }
            if (size < 0) return false;
            if (!IsNeeded(id))
            {
                long there = Math.Min(size, _count - at - head);
                (_skip, at) = (size - there, at + head + (int)there);
                continue;
            }
            if (size > MostBytes) return false;
            if (_count - at - head < size) break;
            if (!Read(id, _held.AsSpan(at + head, (int)size))) return false;
            at += head + (int)size;
        }
        _held.AsSpan(at, _count - at).CopyTo(_held);
        _count -= at;
        return isRight;
    }

    private static bool IsNeeded(uint id) => id is Info or Tracks or Timestamp or SimpleBlock or BlockGroup;

    private bool Read(uint id, ReadOnlySpan<byte> content) => id switch
    {
        Info => ReadInfo(content),
        Tracks => ReadTracks(content),
        Timestamp => ReadTime(content),
        SimpleBlock => ReadBlock(content, isSimple: true),
        _ => ReadGroup(content),
    };

    private bool ReadInfo(ReadOnlySpan<byte> content)
    {
        while (TryNext(ref content, out uint id, out ReadOnlySpan<byte> value))
            if (id == TimestampScale && !TryNumber(value, out _scale)) return false;
        return content.IsEmpty && _scale is > 0 and <= Nanoseconds;
    }

    private bool ReadTime(ReadOnlySpan<byte> content) => TryNumber(content, out _cluster) && _cluster <= long.MaxValue / 2 / _scale;

    private bool ReadTracks(ReadOnlySpan<byte> content)
    {
        if (_hasTracks) return false;
        while (TryNext(ref content, out uint id, out ReadOnlySpan<byte> entry))
        {
            if (id != TrackEntry) continue;
            if (_tracks.Count == MostTracks || !TryTrack(entry, out MatroskaTrack? track) || !_tracks.TryAdd(track.Number, track)) return false;
        }
        _hasTracks = content.IsEmpty && _tracks.Count > 0;
        if (_hasTracks) sink.Tracks([.. _tracks.Values]);
        return _hasTracks;
    }

    private static bool TryTrack(ReadOnlySpan<byte> entry, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out MatroskaTrack? track)
    {
        (long number, long width, long height, long channels) = (0, 0, 0, 0);
        double rate = 0;
        StageCodec codec = StageCodec.None;
        byte[] config = [];
        track = null;
        while (TryNext(ref entry, out uint id, out ReadOnlySpan<byte> value))
        {
            bool isRight = id switch
            {
                TrackNumber => TryNumber(value, out number),
                Video => TryVideo(value, out width, out height),
                Audio => TryAudio(value, out rate, out channels),
                _ => true,
            };
            if (!isRight) return false;
            if (id == CodecId) codec = CodecOf(value);
            else if (id == CodecPrivate) config = value.ToArray();
        }
        if (!entry.IsEmpty || number is < 1 or > 126 || width is < 0 or > 16_384 || height is < 0 or > 16_384) return false;
        if (channels is < 0 or > 8 || rate is not (>= 0 and <= 192_000)) return false;
        track = new((int)number, codec, config, (int)width, (int)height, (int)rate, (int)channels);
        return true;
    }

    private static bool TryVideo(ReadOnlySpan<byte> content, out long width, out long height)
    {
        (width, height) = (0, 0);
        while (TryNext(ref content, out uint id, out ReadOnlySpan<byte> value))
            if ((id == PixelWidth && !TryNumber(value, out width)) || (id == PixelHeight && !TryNumber(value, out height))) return false;
        return content.IsEmpty;
    }

    private static bool TryAudio(ReadOnlySpan<byte> content, out double rate, out long channels)
    {
        (rate, channels) = (8000, 1); // what is meant where nothing is said
        while (TryNext(ref content, out uint id, out ReadOnlySpan<byte> value))
        {
            if (id == Channels && !TryNumber(value, out channels)) return false;
            if (id != SamplingFrequency) continue;
            if (value.Length == 8) rate = BinaryPrimitives.ReadDoubleBigEndian(value);
            else if (value.Length == 4) rate = BinaryPrimitives.ReadSingleBigEndian(value);
            else return false;
        }
        return content.IsEmpty;
    }

    private bool ReadGroup(ReadOnlySpan<byte> content)
    {
        while (TryNext(ref content, out uint id, out ReadOnlySpan<byte> value))
            if (id == Block && !ReadBlock(value, isSimple: false)) return false;
        return content.IsEmpty;
    }

    // CodecDelay is not looked at: ffmpeg writes it, and writes times from which it has been taken already.
    // RFC 9559, section 10.1: number of the track, time within the cluster, flags, and one frame where there is no lacing.
    private bool ReadBlock(ReadOnlySpan<byte> content, bool isSimple)
    {
        if (content.Length < 4 || (content[0] & 0x80) == 0 || (content[3] & 0x06) != 0) return false;
        if (!_tracks.TryGetValue(content[0] & 0x7f, out MatroskaTrack? track)) return false;
        long units = _cluster + BinaryPrimitives.ReadInt16BigEndian(content[1..]);
        if (units < 0) return true; // before the beginning: nobody hears it
        long time = (long)((Int128)units * _scale * Ticks / Nanoseconds);
        bool isKey = track.SampleRate > 0 || (isSimple && (content[3] & 0x80) != 0);
        sink.Block(track, isKey, time, content[4..].ToArray());
        return true;
    }

    private static bool TryNext(ref ReadOnlySpan<byte> content, out uint id, out ReadOnlySpan<byte> value)
    {
        value = default;
        if (!TryHead(content, out id, out long size, out int head, out _) || size < 0 || size > content.Length - head) return false;
        value = content.Slice(head, (int)size);
        content = content[(head + (int)size)..];
        return true;
    }

    /// <summary>Reads id and size.</summary>
    /// <param name="bytes">What is there.</param>
    /// <param name="id">The id, with its marker.</param>
    /// <param name="size">The size; −1 for an unknown one.</param>
    /// <param name="length">Bytes of both.</param>
    /// <param name="isRight">False when no further bytes could make it an element.</param>
    private static bool TryHead(ReadOnlySpan<byte> bytes, out uint id, out long size, out int length, out bool isRight)
    {
        (id, size, length, isRight) = (0, 0, 0, true);
        if (bytes.IsEmpty) return false;
        int idLength = System.Numerics.BitOperations.LeadingZeroCount((uint)bytes[0] << 24) + 1;
        if (idLength > 4) return isRight = false;
        if (bytes.Length <= idLength) return false;
        int sizeLength = System.Numerics.BitOperations.LeadingZeroCount((uint)bytes[idLength] << 24) + 1;
        if (sizeLength > 8) return isRight = false;
        if (bytes.Length < idLength + sizeLength) return false;
        for (int at = 0; at < idLength; at++) id = (id << 8) | bytes[at];
        long mask = (1L << (7 * sizeLength)) - 1, read = 0;
        for (int at = idLength; at < idLength + sizeLength; at++) read = (read << 8) | bytes[at];
        read &= mask;
        (size, length) = (read == mask ? -1 : read, idLength + sizeLength);
        return true;
    }

    private static bool TryNumber(ReadOnlySpan<byte> value, out long number)
    {
        number = 0;
        if (value.Length > 8 || (value.Length == 8 && value[0] >= 0x80)) return false;
        foreach (byte one in value) number = (number << 8) | one;
        return true;
    }
}
