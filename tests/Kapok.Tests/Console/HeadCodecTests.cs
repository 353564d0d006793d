using System.Buffers.Binary;
using Kapok.Cluster;
using Kapok.Console.Live;
using Kapok.Protocol.Messages;
using Xunit;

namespace Kapok.Tests.Console;

public sealed class HeadCodecTests
{
    [Fact]
    public void A_person_is_twelve_bytes_as_the_map_reads_them()
    {
        PersonHere person = new(300, "g", "Mei", Role.Moderator, -12.5f, 0, 30.0625f, -MathF.PI / 2, 4, Muted: true, Away: false, Bot: true, default);
        byte[] bytes = HeadCodec.Encode([person, person]);
        Assert.Equal(2 * HeadCodec.BytesEach, bytes.Length);
        Assert.Equal(300, BinaryPrimitives.ReadUInt16LittleEndian(bytes));
        Assert.Equal(-200, BinaryPrimitives.ReadInt16LittleEndian(bytes.AsSpan(2)));
        Assert.Equal(481, BinaryPrimitives.ReadInt16LittleEndian(bytes.AsSpan(4)));
        Assert.Equal(49152, BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(6)));
        Assert.Equal((byte)Role.Moderator, bytes[8]);
        Assert.Equal(1 | 4 | 8, bytes[9]);
    }

    [Fact]
    public void A_place_beyond_the_map_is_its_edge()
    {
        PersonHere person = new(1, "g", "Mei", Role.Attendee, 1e9f, 0, float.NegativeInfinity, 0, -1, false, false, false, default);
        byte[] bytes = HeadCodec.Encode([person]);
        Assert.Equal(short.MaxValue, BinaryPrimitives.ReadInt16LittleEndian(bytes.AsSpan(2)));
        Assert.Equal(short.MinValue, BinaryPrimitives.ReadInt16LittleEndian(bytes.AsSpan(4)));
    }
}
