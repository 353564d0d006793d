using System.Buffers.Binary;

namespace Kapok.Media.Stage.Flv;

/// <summary>Body of an FLV tag with sound, as RTMP carries it too (FLV 10.1, E.4.2; Enhanced RTMP v2, "ExAudioTagHeader").</summary>
/// <param name="Content">What it carries.</param>
/// <param name="Offset">Where the configuration or the sample begins.</param>
/// <param name="Codec">The codec's name for people, where it cannot be taken.</param>
internal readonly record struct FlvAudioTag(FlvContent Content, int Offset, string Codec)
{
    private const int Aac = 10, Enhanced = 9;
    private const int SequenceStart = 0, CodedFrames = 1, Multitrack = 5, Modified = 7;

    /// <summary>Reads a tag.</summary>
    /// <returns>False where it is cut.</returns>
    public static bool TryRead(ReadOnlySpan<byte> body, out FlvAudioTag tag)
    {
        tag = default;
        if (body.IsEmpty) return false;
        int codec = body[0] >> 4;
        if (codec == Enhanced) return TryReadEnhanced(body, out tag);
        if (codec != Aac)
        {
            tag = new(FlvContent.Foreign, body.Length, FourCc.AudioName(codec));
            return true;
        }
        if (body.Length < 2) return false;
        tag = new(body[1] switch { SequenceStart => FlvContent.Config, CodedFrames => FlvContent.Sample, _ => FlvContent.Other }, 2, "");
        return true;
    }

    private static bool TryReadEnhanced(ReadOnlySpan<byte> body, out FlvAudioTag tag)
    {
        tag = default;
        int kind = body[0] & 0x0F, at = 1;
        if (!FlvVideoTag.TryLeaveOutModifiers(body, Modified, ref kind, ref at)) return false;
        if (kind == Multitrack)
        {
            tag = new(FlvContent.Foreign, body.Length, "Several sounds at once");
            return true;
        }
        if (body.Length < at + 4) return false;
        uint codec = BinaryPrimitives.ReadUInt32BigEndian(body[at..]);
        FlvContent content = kind switch { SequenceStart => FlvContent.Config, CodedFrames => FlvContent.Sample, _ => FlvContent.Other };
        tag = codec == FourCc.Mp4a ? new(content, at + 4, "") : new(FlvContent.Foreign, body.Length, FourCc.Name(codec));
        return true;
    }
}
