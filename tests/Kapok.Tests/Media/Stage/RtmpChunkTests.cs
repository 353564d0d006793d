using System.Buffers;
using Kapok.Media.Stage.Rtmp;
using Xunit;

namespace Kapok.Tests.Media.Stage;

/// <summary>Chunks, with bytes written by hand from RTMP 1.0, section 5.3.</summary>
public sealed class RtmpChunkTests
{
    [Fact]
    public void The_first_example_of_the_specification_section_5_3_2_1()
    {
        // Four sound messages of 32 bytes on chunk stream 3 at 1000, 1020, 1040, 1060 ms: headers of types 0, 2, 3 and 3.
        byte[] body = [.. Enumerable.Range(1, 32).Select(at => (byte)at)];
        byte[] bytes =
        [
            0x03, 0x00, 0x03, 0xE8, 0x00, 0x00, 0x20, 0x08, 0x39, 0x30, 0x00, 0x00, .. body,
            0x83, 0x00, 0x00, 0x14, .. body,
            0xC3, .. body,
            0xC3, .. body,
        ];
        Assert.Equal(["8 12345 1000 32", "8 12345 1020 32", "8 12345 1040 32", "8 12345 1060 32"], Read(bytes));
    }

    [Fact]
    public void The_second_example_a_long_message_in_three_chunks()
    {
        byte[] body = [.. Enumerable.Range(0, 307).Select(at => (byte)at)];
        byte[] bytes = [0x04, 0x00, 0x03, 0xE8, 0x00, 0x01, 0x33, 0x09, 0x3A, 0x30, 0x00, 0x00, .. body[..128], 0xC4, .. body[128..256], 0xC4, .. body[256..]];
        ChunkReader reader = new();
        ReadOnlySpan<byte> rest = bytes;
        Assert.Equal(ChunkReading.Message, reader.Read(ref rest, out RtmpMessage message));
        Assert.Equal((9, 12346u, 1000u), (message.Type, message.StreamId, message.Timestamp));
        Assert.Equal(body, message.Body.ToArray());
        Assert.True(rest.IsEmpty);
    }

    [Fact]
    public void Numbers_of_chunk_streams_take_one_two_or_three_bytes()
    {
        byte[] header = [0, 0, 5, 0, 0, 1, 8, 1, 0, 0, 0];
        byte[] bytes =
        [
            0x3F, .. header, 0xAA, // 63
            0x00, 0x00, .. header, 0xBB, // 64
            0x01, 0x01, 0x01, .. header, 0xCC, // 64 + 1 + 256
            0x00, 0xFF, .. header, 0xDD, // 319
            0x81, 0x01, 0x01, 0, 0, 7, 0xEE, // 321 again: five and seven
        ];
        Assert.Equal(["8 1 5 1", "8 1 5 1", "8 1 5 1", "8 1 5 1", "8 1 12 1"], Read(bytes));
    }

    [Fact]
    public void A_header_of_type_1_keeps_the_stream_and_has_a_length_of_its_own()
    {
        byte[] bytes = [0x05, 0, 0, 10, 0, 0, 2, 8, 7, 0, 0, 0, 1, 2, 0x45, 0, 0, 3, 0, 0, 1, 9, 4];
        Assert.Equal(["8 7 10 2", "9 7 13 1"], Read(bytes));
    }

    [Fact]
    public void Times_of_over_24_bits_take_four_bytes_more_in_each_chunk()
    {
        byte[] body = new byte[200];
        byte[] bytes = RtmpPeer.Message(4, 9, 0x01020304, 1, body);
        Assert.Equal(1 + 11 + 4 + 128 + 1 + 4 + 72, bytes.Length);
        Assert.Equal([$"9 1 {0x01020304} 200"], Read(bytes));
        // Exactly the mark, and some encoders that leave the four bytes out where a message goes on.
        Assert.Equal([$"9 1 {0xFFFFFF} 200"], Read(RtmpPeer.Message(4, 9, 0xFFFFFF, 1, body)));
        byte[] lax = [.. bytes[..(16 + 128)], 0xC4, .. new byte[72]];
        Assert.Equal([$"9 1 {0x01020304} 200"], Read(lax));
    }

    [Fact]
    public void Times_wrap()
    {
        byte[] bytes = [.. RtmpPeer.Message(4, 8, uint.MaxValue - 4, 1, [1]), 0x84, 0, 0, 10, 1];
        Assert.Equal([$"8 1 {uint.MaxValue - 4} 1", "8 1 5 1"], Read(bytes));
    }

    [Fact]
    public void Messages_of_two_streams_lie_between_each_other()
    {
        byte[] first = RtmpPeer.Message(4, 9, 1, 1, new byte[200]), second = RtmpPeer.Message(5, 8, 2, 1, new byte[150]);
        byte[] bytes = [.. first[..140], .. second[..140], .. first[140..], .. second[140..]];
        Assert.Equal(["9 1 1 200", "8 1 2 150"], Read(bytes));
    }

    [Fact]
    public void A_chunk_size_holds_from_the_next_chunk_on()
    {
        byte[] size = RtmpPeer.Message(2, RtmpType.SetChunkSize, 0, 0, [0, 0, 16, 0]);
        byte[] bytes = [.. size, .. RtmpPeer.Message(4, 9, 1, 1, new byte[5000], 4096)];
        Assert.Equal(["9 1 1 5000"], Read(bytes));
    }

    [Theory]
    [InlineData(0, 0, 0, 0)]
    [InlineData(0x80, 0, 0, 1)]
    public void A_chunk_size_that_cannot_be_ends_it(byte a, byte b, byte c, byte d) =>
        Assert.Equal(["Broken"], Read(RtmpPeer.Message(2, RtmpType.SetChunkSize, 0, 0, [a, b, c, d])));

    [Fact]
    public void An_abort_drops_what_has_come_of_a_message()
    {
        byte[] begun = RtmpPeer.Message(4, 9, 1, 1, new byte[200])[..140];
        byte[] bytes = [.. begun, .. RtmpPeer.Message(2, RtmpType.Abort, 0, 0, [0, 0, 0, 4]), .. RtmpPeer.Message(4, 8, 3, 1, [9])];
        Assert.Equal(["8 1 3 1"], Read(bytes));
    }

    [Fact]
    public void An_empty_message_is_one() => Assert.Equal(["8 1 3 0", "8 1 4 1"], Read([.. RtmpPeer.Message(4, 8, 3, 1, []), .. RtmpPeer.Message(4, 8, 4, 1, [9])]));

    [Fact]
    public void What_begins_without_a_whole_header_or_anew_within_a_message_is_broken()
    {
        Assert.Equal(["Broken"], Read([0x84, 0, 0, 1]));
        Assert.Equal(["Broken"], Read([0xC4]));
        byte[] message = RtmpPeer.Message(4, 9, 1, 1, new byte[200]);
        Assert.Equal(["Broken"], Read([.. message[..140], .. message]));
    }

    [Fact]
    public void Sixty_five_chunk_streams_are_too_many()
    {
        byte[] bytes = [.. Enumerable.Range(3, 61).SelectMany(id => RtmpPeer.Message(id, 8, 0, 1, [])), .. Extra(0), .. Extra(1), .. Extra(2)];
        Assert.Equal(64, Read(bytes).Count);
        Assert.Equal("Broken", Read([.. bytes, .. Extra(3)])[^1]);

        static byte[] Extra(byte id) => [0x00, id, 0, 0, 0, 0, 0, 0, 8, 1, 0, 0, 0];
    }

    [Fact]
    public void A_message_that_is_too_long_is_refused_by_its_header_and_costs_nothing()
    {
        ChunkReader reader = new() { MostBytes = 1000 };
        ReadOnlySpan<byte> rest = RtmpPeer.Message(4, 9, 0, 1, new byte[1001]);
        Assert.Equal(ChunkReading.Broken, reader.Read(ref rest, out _));
    }

    [Fact]
    public void Memory_follows_what_has_come_and_not_what_was_announced()
    {
        // Sixty messages of four megabytes are announced, and a kilobyte of each comes.
        ChunkReader reader = new() { MostBytes = ChunkReader.MostMessageBytes };
        ReadOnlySpan<byte> size = RtmpPeer.Message(2, RtmpType.SetChunkSize, 0, 0, [0, 0, 4, 0]);
        Assert.Equal(ChunkReading.More, reader.Read(ref size, out _));
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int id = 3; id < 63; id++)
        {
            ReadOnlySpan<byte> begun = (byte[])[(byte)id, 0, 0, 0, 0x40, 0, 0, 9, 1, 0, 0, 0, .. new byte[1024]];
            Assert.Equal(ChunkReading.More, reader.Read(ref begun, out _));
        }
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 << 20);
    }

    [Fact]
    public void More_than_eight_megabytes_of_begun_messages_are_too_much()
    {
        ChunkReader reader = new() { MostBytes = ChunkReader.MostMessageBytes };
        ReadOnlySpan<byte> size = RtmpPeer.Message(2, RtmpType.SetChunkSize, 0, 0, [0, 0x3F, 0xFF, 0xFF]);
        reader.Read(ref size, out _);
        ChunkReading last = ChunkReading.More;
        for (int id = 3; id < 6 && last == ChunkReading.More; id++)
        {
            ReadOnlySpan<byte> begun = (byte[])[(byte)id, 0, 0, 0, 0x40, 0, 0, 9, 1, 0, 0, 0, .. new byte[(4 << 20) - 1]];
            last = reader.Read(ref begun, out _);
        }
        Assert.Equal(ChunkReading.Broken, last);
    }

    [Fact]
    public void What_is_written_is_read_again_however_it_is_cut()
    {
        ArrayBufferWriter<byte> to = new();
        ChunkWriter.WriteChunkSize(to);
        byte[] body = [.. Enumerable.Range(0, 9000).Select(at => (byte)(at * 7))];
        ChunkWriter.Write(to, ChunkWriter.Commands, RtmpType.Command, 1, body);
        ChunkWriter.WriteNumber(to, RtmpType.WindowSize, 2_500_000);
        byte[] bytes = to.WrittenSpan.ToArray();
        for (int piece = 1; piece < 40; piece++) Assert.Equal(["20 1 0 9000", "5 0 0 4"], Read(bytes, piece));
    }

    /// <summary>What a reader makes of bytes that come in pieces: <c>type stream time length</c> each.</summary>
    internal static List<string> Read(byte[] bytes, int piece = int.MaxValue)
    {
        ChunkReader reader = new();
        List<string> lines = [];
        List<byte> held = [];
        for (int at = 0; at < bytes.Length;)
        {
            int take = Math.Min(piece, bytes.Length - at);
            held.AddRange(bytes.AsSpan(at, take));
            at += take;
            ReadOnlySpan<byte> rest = held.ToArray();
            ChunkReading reading;
            while ((reading = reader.Read(ref rest, out RtmpMessage message)) == ChunkReading.Message)
                lines.Add($"{message.Type} {message.StreamId} {message.Timestamp} {message.Body.Length}");
            if (reading == ChunkReading.Broken)
            {
                lines.Add("Broken");
                return lines;
            }
            held = [.. rest];
            Assert.InRange(held.Count, 0, 18); // a header that is not whole
        }
        return lines;
    }
}
