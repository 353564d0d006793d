using System.Buffers.Binary;
using Concentus;
using Concentus.Enums;

namespace Kapok.Assets.Music;

/// <summary>Writes a track as Opus in Ogg (RFC 7845, RFC 3533), which every browser of today plays.</summary>
internal static class OggOpus
{
    private const int FrameSamples = 960, PreSkip = 312, PacketsInPage = 50, Bitrate = 96_000;

    /// <summary>Encodes and saves.</summary>
    /// <param name="track">What is saved.</param>
    /// <param name="path">The file.</param>
    public static void Save(StereoTrack track, string path)
    {
        using IOpusEncoder encoder = OpusCodecFactory.CreateEncoder(StereoTrack.Rate, 2, OpusApplication.OPUS_APPLICATION_AUDIO);
        encoder.Bitrate = Bitrate;
        encoder.Complexity = 5;
        using FileStream file = File.Create(path);
        OggStream ogg = new(file, 0x4B61706F);
        ogg.Write([Head()], 0, OggStream.First);
        ogg.Write([Tags()], 0, 0);
        int frames = ((track.Length + PreSkip) / FrameSamples) + 1;
        float[] pcm = new float[FrameSamples * 2];
        byte[] packet = new byte[1500];
        List<byte[]> page = [];
        for (int frame = 0; frame < frames; frame++)
        {
            for (int at = 0; at < FrameSamples; at++)
            {
                int index = (frame * FrameSamples) + at;
                // A loop's beginning follows its end, which the encoder looks ahead to.
                pcm[at * 2] = track.Left[index % track.Length];
                pcm[(at * 2) + 1] = track.Right[index % track.Length];
            }
            int length = encoder.Encode(pcm, FrameSamples, packet, packet.Length);
            page.Add(packet[..length]);
            bool isLast = frame == frames - 1;
            if (page.Count < PacketsInPage && !isLast) continue;
            long position = isLast ? track.Length + PreSkip : (frame + 1L) * FrameSamples;
            ogg.Write(page, position, isLast ? OggStream.Last : (byte)0);
            page.Clear();
        }
    }

    private static byte[] Head()
    {
        byte[] head = new byte[19];
        "OpusHead"u8.CopyTo(head);
        (head[8], head[9]) = (1, 2);
        BinaryPrimitives.WriteUInt16LittleEndian(head.AsSpan(10), PreSkip);
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(12), StereoTrack.Rate);
        return head;
    }

    private static byte[] Tags()
    {
        byte[] tags = new byte[8 + 4 + 5 + 4];
        "OpusTags"u8.CopyTo(tags);
        BinaryPrimitives.WriteInt32LittleEndian(tags.AsSpan(8), 5);
        "Kapok"u8.CopyTo(tags.AsSpan(12));
        return tags;
    }
}
