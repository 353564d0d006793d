using System.Buffers.Binary;
using Concentus;
using Kapok.Assets.Music;
using Xunit;

namespace Kapok.Tests.Assets;

/// <summary>The sample events' music: what is saved is Ogg by RFC 3533, and sounds like what was played.</summary>
public sealed class MusicTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"kapok-{Guid.NewGuid():N}.opus");

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void What_is_saved_is_read_back_by_pages_and_sounds_as_it_was_played()
    {
        StereoTrack track = Tones();
        OggOpus.Save(track, _path);
        List<byte[]> packets = Packets(File.ReadAllBytes(_path), out long samples);
        Assert.Equal("OpusHead", System.Text.Encoding.ASCII.GetString(packets[0], 0, 8));
        Assert.Equal("OpusTags", System.Text.Encoding.ASCII.GetString(packets[1], 0, 8));
        int skip = BinaryPrimitives.ReadUInt16LittleEndian(packets[0].AsSpan(10));
        Assert.Equal(track.Length, samples - skip);

        using IOpusDecoder decoder = OpusCodecFactory.CreateDecoder(StereoTrack.Rate, 2);
        List<float> heard = [];
        float[] pcm = new float[2 * 5760];
        foreach (byte[] packet in packets.Skip(2))
        {
            int count = decoder.Decode(packet, pcm, 5760);
            heard.AddRange(pcm.AsSpan(0, count * 2));
        }
        Assert.True(heard.Count / 2 >= samples);
        Assert.True(Correlation(track.Left, heard, skip, 0) > 0.95);
        Assert.True(Correlation(track.Right, heard, skip, 1) > 0.95);
    }

    [Fact]
    public void The_same_is_played_each_time()
    {
        StereoTrack first = GongStroke.Play(), second = GongStroke.Play();
        Assert.Equal(first.Left, second.Left);
        Assert.Equal(first.Right, second.Right);
        Assert.InRange(first.Left.Max(MathF.Abs), 0.3f, 0.9f);
        // It dies away: the last half second is a thousand times quieter than the first.
        double Power(int from) => first.Left.AsSpan(from, StereoTrack.Rate / 2).ToArray().Sum(value => (double)value * value);
        Assert.True(Power(0) > 1000 * Power(first.Length - (StereoTrack.Rate / 2)));
    }

    [Fact]
    public void What_sounds_beyond_the_end_is_heard_at_the_beginning()
    {
        StereoTrack track = new(1);
        Instruments.Bell(track, 0.9, 0.5, 69, 1f, 0f);
        Assert.True(track.Left.Take(4800).Max(MathF.Abs) > 0.1f);
        Assert.Equal(0f, track.Left[StereoTrack.Rate / 2]);
    }

    private static StereoTrack Tones()
    {
        StereoTrack track = new(3);
        for (int note = 0; note < 6; note++)
        {
            Instruments.Pluck(track, note * 0.5, 0.8, 57 + (3 * note), 0.7f, -0.6f, (uint)(note + 1));
            Instruments.Bell(track, note * 0.5, 0.8, 64 + note, 0.5f, 0.6f);
        }
        track.Master(1f, 0.7f);
        return track;
    }

    private static double Correlation(float[] played, List<float> heard, int skip, int channel)
    {
        double both = 0, one = 0, other = 0;
        for (int at = 0; at < played.Length; at++)
        {
            double a = played[at], b = heard[((at + skip) * 2) + channel];
            (both, one, other) = (both + (a * b), one + (a * a), other + (b * b));
        }
        return both / Math.Sqrt(one * other);
    }

    // Written from RFC 3533 alone.
    private static List<byte[]> Packets(ReadOnlySpan<byte> file, out long samples)
    {
        List<byte[]> packets = [];
        List<byte> packet = [];
        (samples, int sequence) = (0, 0);
        while (file.Length > 0)
        {
            Assert.True(file[..4].SequenceEqual("OggS"u8));
            Assert.Equal(sequence, BinaryPrimitives.ReadInt32LittleEndian(file[18..]));
            Assert.Equal(sequence++ == 0, (file[5] & 2) != 0);
            int segments = file[26], at = 27 + segments;
            byte[] page = file[..(at + Sum(file.Slice(27, segments)))].ToArray();
            uint sum = BinaryPrimitives.ReadUInt32LittleEndian(page.AsSpan(22));
            page.AsSpan(22, 4).Clear();
            Assert.Equal(sum, BitwiseSum(page));
            samples = BinaryPrimitives.ReadInt64LittleEndian(file[6..]);
            foreach (byte length in file.Slice(27, segments))
            {
                packet.AddRange(file.Slice(at, length));
                at += length;
                if (length == 255) continue;
                packets.Add([.. packet]);
                packet.Clear();
            }
            Assert.Equal(file.Length == page.Length, (file[5] & 4) != 0);
            file = file[page.Length..];
        }
        return packets;
    }

    private static int Sum(ReadOnlySpan<byte> bytes)
    {
        int sum = 0;
        foreach (byte one in bytes) sum += one;
        return sum;
    }

    private static uint BitwiseSum(ReadOnlySpan<byte> bytes)
    {
        uint sum = 0;
        foreach (byte one in bytes)
        {
            for (int bit = 7; bit >= 0; bit--)
            {
                uint top = (sum >> 31) ^ (uint)((one >> bit) & 1);
                sum = (sum << 1) ^ (top * 0x04C11DB7);
            }
        }
        return sum;
    }
}
