using System.Buffers.Binary;
using Kapok.Media.Stage;

namespace Kapok.IntegrationTests;

/// <summary>A clip as ffmpeg writes it into FLV, with H.264 and AAC: only as much of the format as that needs.</summary>
/// <param name="Format">Its tracks.</param>
/// <param name="Samples">Its samples, with times from 0.</param>
internal sealed record FlvClip(StageFormat Format, IReadOnlyList<StageSample> Samples)
{
    private const int FileHeader = 13, TagHeader = 11, TagEnd = 4;

    internal static FlvClip Read(byte[] file)
    {
        byte[] video = [], audio = [];
        List<StageSample> samples = [];
        for (int at = FileHeader; at < file.Length;)
        {
            int type = file[at], size = (int)(BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at)) & 0xFFFFFF);
            long time = (BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at + 3)) & 0xFFFFFF) * 90L;
            byte[] body = file[(at + TagHeader)..(at + TagHeader + size)];
            at += TagHeader + size + TagEnd;
            if (type == 9 && body[1] == 0) video = body[5..];
            else if (type == 9 && body[1] == 1)
                samples.Add(new(true, body[0] >> 4 == 1, time, (int)(BinaryPrimitives.ReadUInt32BigEndian(body.AsSpan(1)) & 0xFFFFFF) * 90, body.AsMemory(5)));
            else if (type == 8 && body[1] == 0) audio = body[2..];
            else if (type == 8) samples.Add(new(false, true, time, 0, body.AsMemory(2)));
        }
        return new(new()
        {
            Video = StageCodec.H264,
            VideoConfig = video,
            Width = 320,
            Height = 180,
            Audio = StageCodec.Aac,
            AudioConfig = audio,
            SampleRate = 44_100,
            Channels = 2,
        }, samples);
    }
}
