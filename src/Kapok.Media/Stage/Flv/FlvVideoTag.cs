using System.Buffers.Binary;

namespace Kapok.Media.Stage.Flv;

/// <summary>What a tag carries.</summary>
internal enum FlvContent
{
    /// <summary>Nothing that is used: the end of a sequence, or what is told about the picture.</summary>
    Other,

    /// <summary>Configuration of the decoder.</summary>
    Config,

    /// <summary>A picture, or the sound of a frame.</summary>
    Sample,

    /// <summary>A codec, or several tracks, that cannot be taken.</summary>
    Foreign,
}

/// <summary>Body of an FLV tag with a picture, as RTMP carries it too (FLV 10.1, E.4.3; Enhanced RTMP v2, "ExVideoTagHeader").</summary>
/// <param name="Content">What it carries.</param>
/// <param name="IsKey">It says that decoding may begin here.</param>
/// <param name="ShiftMs">How much later than decoded it is shown, in milliseconds; may be below 0.</param>
/// <param name="Offset">Where the configuration or the sample begins.</param>
/// <param name="Codec">The codec's name for people, where it cannot be taken.</param>
internal readonly record struct FlvVideoTag(FlvContent Content, bool IsKey, int ShiftMs, int Offset, string Codec)
{
    private const int Avc = 7, InfoFrame = 5;
    private const int SequenceStart = 0, CodedFrames = 1, CodedFramesWithoutShift = 3, Multitrack = 6, Modified = 7;

    /// <summary>Reads a tag.</summary>
    /// <returns>False where it is cut.</returns>
    public static bool TryRead(ReadOnlySpan<byte> body, out FlvVideoTag tag)
    {
        tag = default;
        if (body.IsEmpty) return false;
        if ((body[0] & 0x80) != 0) return TryReadEnhanced(body, out tag);
        int frame = body[0] >> 4, codec = body[0] & 0x0F;
        if (frame == InfoFrame) return true;
        if (codec != Avc)
        {
            tag = new(FlvContent.Foreign, false, 0, body.Length, FourCc.VideoName(codec));
            return true;
        }
        if (body.Length < 5) return false;
        FlvContent content = body[1] switch { SequenceStart => FlvContent.Config, CodedFrames => FlvContent.Sample, _ => FlvContent.Other };
        tag = new(content, frame == 1, ReadInt24(body[2..]), 5, "");
        return true;
    }

    private static bool TryReadEnhanced(ReadOnlySpan<byte> body, out FlvVideoTag tag)
    {
        tag = default;
        int frame = (body[0] >> 4) & 7, kind = body[0] & 0x0F, at = 1;
        if (!TryLeaveOutModifiers(body, Modified, ref kind, ref at)) return false;
        if (kind == Multitrack)
        {
            tag = new(FlvContent.Foreign, false, 0, body.Length, "Several pictures at once");
            return true;
        }
        if (frame == InfoFrame) return true;
        if (body.Length < at + 4) return false;
        uint codec = BinaryPrimitives.ReadUInt32BigEndian(body[at..]);
        at += 4;
        if (codec != FourCc.Avc1)
        {
            tag = new(FlvContent.Foreign, false, 0, body.Length, FourCc.Name(codec));
            return true;
        }
        FlvContent content = kind switch { SequenceStart => FlvContent.Config, CodedFrames or CodedFramesWithoutShift => FlvContent.Sample, _ => FlvContent.Other };
        int shift = 0;
        if (kind == CodedFrames)
        {
            if (body.Length < at + 3) return false;
            shift = ReadInt24(body[at..]);
            at += 3;
        }
        tag = new(content, frame == 1, shift, at, "");
        return true;
    }

    /// <summary>Skips what Enhanced RTMP puts before the rest to say more about time; none of it is needed.</summary>
    internal static bool TryLeaveOutModifiers(ReadOnlySpan<byte> body, int modified, ref int kind, ref int at)
    {
        while (kind == modified)
        {
            if (body.Length < at + 1) return false;
            int bytes = body[at++] + 1;
            if (bytes == 256)
            {
                if (body.Length < at + 2) return false;
                bytes = BinaryPrimitives.ReadUInt16BigEndian(body[at..]) + 1;
                at += 2;
            }
            at += bytes;
            if (body.Length < at + 1) return false;
            kind = body[at++] & 0x0F;
        }
        return true;
    }

    private static int ReadInt24(ReadOnlySpan<byte> bytes) => ((bytes[0] << 24) | (bytes[1] << 16) | (bytes[2] << 8)) >> 8;
}
