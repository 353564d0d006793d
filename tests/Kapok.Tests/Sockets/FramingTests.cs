using System.Net.WebSockets;
using System.Text;
using CsCheck;
using Kapok.Sockets.Framing;
using Xunit;

namespace Kapok.Tests.Sockets;

/// <summary>A conformance suite of RFC 6455's framing: what must be read, what must be refused and with which close code, in whatever pieces it comes.</summary>
public sealed class FramingTests
{
    private const int Most = 1000;

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] Close(int code, string reason = "") => [(byte)(code >> 8), (byte)code, .. Text(reason)];

    /// <summary>Name of the case, the stream, and what is told of it.</summary>
    public static TheoryData<string, byte[], string[]> Cases() => new()
    {
        { "a binary message", Wire.Frame(2, [1, 2, 3]), ["Binary:010203"] },
        { "an empty message", Wire.Frame(2, []), ["Binary:"] },
        { "the example of section 5.7, masked Hello", Convert.FromHexString("818537fa213d7f9f4d5158"), ["Text:48656c6c6f"] },
        { "125 bytes", Wire.Frame(2, new byte[125]), ["Binary:" + new string('0', 250)] },
        { "126 bytes", Wire.Frame(2, new byte[126]), ["Binary:" + new string('0', 252)] },
        { "the longest that is taken", Wire.Frame(2, new byte[Most]), ["Binary:" + new string('0', 2 * Most)] },
        { "a key of nothing", Wire.Frame(2, [7], mask: 0), ["Binary:07"] },
        { "two messages at once", [.. Wire.Frame(2, [1]), .. Wire.Frame(1, Text("a"))], ["Binary:01", "Text:61"] },
        { "fragments", [.. Wire.Frame(2, [1], final: false), .. Wire.Frame(0, [2], final: false), .. Wire.Frame(0, [3])], ["Binary:010203"] },
        { "empty fragments", [.. Wire.Frame(2, [], final: false), .. Wire.Frame(0, [], final: false), .. Wire.Frame(0, [])], ["Binary:"] },
        { "a ping between fragments", [.. Wire.Frame(2, [1], final: false), .. Wire.Frame(9, [9]), .. Wire.Frame(0, [2])], ["Ping:09", "Binary:0102"] },
        { "UTF-8 split between fragments", [.. Wire.Frame(1, [0xE5, 0xA4], final: false), .. Wire.Frame(0, [0xA7])], ["Text:e5a4a7"] },
        { "ping, pong", [.. Wire.Frame(9, new byte[125]), .. Wire.Frame(10, [])], ["Ping:" + new string('0', 250), "Pong:"] },
        { "close without a code", Wire.Frame(8, []), ["Close:"] },
        { "close with a code and a reason", Wire.Frame(8, Close(1000, "bye")), ["Close:03e8627965"] },
        { "close with a code of ours", Wire.Frame(8, Close(4004)), ["Close:0fa4"] },
        { "a reserved bit", Wire.Frame(2, [1], reserved: 4), ["fault:ReservedBit"] },
        { "the lowest reserved bit", Wire.Frame(2, [1], reserved: 1), ["fault:ReservedBit"] },
        { "an unknown opcode", Wire.Frame(3, [1]), ["fault:UnknownOpcode"] },
        { "an unknown control opcode", Wire.Frame(11, []), ["fault:UnknownOpcode"] },
        { "a fragmented ping", Wire.Frame(9, [1], final: false), ["fault:BadControlFrame"] },
        { "a ping of 126 bytes", Wire.Frame(9, new byte[126]), ["fault:BadControlFrame"] },
        { "16 bits for a short length", Wire.Frame(2, [1], lengthBytes: 2), ["fault:BadLength"] },
        { "64 bits for a middling length", Wire.Frame(2, new byte[300], lengthBytes: 8), ["fault:BadLength"] },
        { "a length of 64 bits", [0x82, 0xFF, 0x80, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4], ["fault:BadLength"] },
        { "a frame that is not masked", Wire.Frame(2, [1], mask: null), ["fault:BadMasking"] },
        { "a continuation of nothing", Wire.Frame(0, [1]), ["fault:BadSequence"] },
        { "a message within another", [.. Wire.Frame(2, [1], final: false), .. Wire.Frame(2, [2])], ["fault:BadSequence"] },
        { "a continuation after the end", [.. Wire.Frame(2, [1], final: false), .. Wire.Frame(0, [2]), .. Wire.Frame(0, [3])], ["Binary:0102", "fault:BadSequence"] },
        { "a close of one byte", Wire.Frame(8, [3]), ["fault:BadClose"] },
        { "a close with a code that is never sent", Wire.Frame(8, Close(1005)), ["fault:BadClose"] },
        { "a close with an unknown code", Wire.Frame(8, Close(2999)), ["fault:BadClose"] },
        { "a close whose reason is not UTF-8", Wire.Frame(8, [3, 0xE8, 0xFF]), ["fault:NotUtf8"] },
        { "text that is not UTF-8", Wire.Frame(1, [0xC0, 0x80]), ["fault:NotUtf8"] },
        { "text that ends within a letter", Wire.Frame(1, [0xE5, 0xA4]), ["fault:NotUtf8"] },
        { "a surrogate in UTF-8", Wire.Frame(1, [0xED, 0xA0, 0x80]), ["fault:NotUtf8"] },
        { "too long", Wire.Frame(2, new byte[Most + 1]), ["fault:TooLarge"] },
        { "fragments too long together", [.. Wire.Frame(2, new byte[Most], final: false), .. Wire.Frame(0, [1])], ["fault:TooLarge"] },
        { "2 GiB announced", [0x82, 0xFF, 0, 0, 0, 0, 0x80, 0, 0, 0, 1, 2, 3, 4], ["fault:TooLarge"] },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Streams_are_read_as_RFC_6455_says(string name, byte[] stream, string[] told)
    {
        foreach (int piece in (int[])[stream.Length, 1, 2, 3, 7])
        {
            CountingPool pool = new();
            using (MessageReader reader = new(fromClient: true, Most, pool)) Assert.Equal(told, Wire.ReadAll(reader, stream, () => piece));
            Assert.True(pool.Out == 0, $"{name}: memory leaks");
        }
    }

    [Fact]
    public void A_client_takes_only_frames_that_are_not_masked()
    {
        using MessageReader reader = new(fromClient: false, Most, new CountingPool());
        Assert.Equal(["Binary:05"], Wire.ReadAll(reader, Wire.Frame(2, [5], mask: null), () => 1));
        Assert.Equal(["fault:BadMasking"], Wire.ReadAll(reader, Wire.Frame(2, [5]), () => 1));
    }

    [Theory]
    [InlineData(FrameFault.BadLength, 1002)]
    [InlineData(FrameFault.NotUtf8, 1007)]
    [InlineData(FrameFault.TooLarge, 1009)]
    public void A_fault_has_its_close_code(FrameFault fault, int code) => Assert.Equal(code, fault.CloseCode());

    [Fact]
    public void A_frame_that_came_whole_rents_nothing()
    {
        CountingPool pool = new();
        using MessageReader reader = new(fromClient: true, Most, pool);
        Assert.Equal(2, Wire.ReadAll(reader, [.. Wire.Frame(2, new byte[900]), .. Wire.Frame(9, [1])], () => int.MaxValue).Count);
        Assert.Equal(0, pool.Largest);
    }

    [Fact]
    public void However_a_stream_is_cut_the_same_is_read() =>
        Gen.Select(Gen.Int[0, 15].Array[0, 40].Array[1, 6], Gen.Int[1, 30].Array[1, 50], Gen.UInt, Gen.Int[0, 3]).Sample((messages, pieces, mask, split) =>
        {
            byte[] stream = [.. messages.SelectMany(message => Fragments([.. message.Select(value => (byte)value)], split, mask))];
            List<string> expected = [.. messages.Select(message => "Binary:" + Convert.ToHexStringLower([.. message.Select(value => (byte)value)]))];
            CountingPool pool = new();
            int next = 0;
            using (MessageReader reader = new(fromClient: true, Most, pool)) Assert.Equal(expected, Wire.ReadAll(reader, stream, () => pieces[next++ % pieces.Length]));
            Assert.Equal(0, pool.Out);
        }, iter: 2000);

    [Fact]
    public void No_stream_throws_or_rents_more_than_one_message_needs() =>
        Gen.Select(Gen.Byte.Array[0, 300], Gen.Int[1, 20].Array[1, 20], Gen.Bool).Sample((noise, pieces, client) =>
        {
            CountingPool pool = new();
            int next = 0;
            // Noise alone is refused at once; a good beginning takes it further.
            byte[] stream = client ? noise : [.. Wire.Frame(2, [1], final: false), 0x80, 0xFE, .. noise];
            using (MessageReader reader = new(fromClient: true, Most, pool)) Wire.ReadAll(reader, stream, () => pieces[next++ % pieces.Length]);
            Assert.Equal(0, pool.Out);
            Assert.True(pool.Largest <= 2 * (Most + FrameHeader.MaxBytes));
        }, iter: 5000);

    [Fact]
    public async Task The_framework_reads_what_is_written_and_writes_what_is_read()
    {
        int[] sizes = [0, 1, 125, 126, 65535, 65536, 70000];
        MemoryStream sent = new();
        using WebSocket peer = WebSocket.CreateFromStream(new Pair(new MemoryStream(WriteAll(sizes)), sent),
            new WebSocketCreationOptions { IsServer = false, KeepAliveInterval = TimeSpan.Zero });
        byte[] buffer = new byte[100_000];
        foreach (int size in sizes)
        {
            int got = 0;
            ValueWebSocketReceiveResult part;
            do
            {
                part = await peer.ReceiveAsync(buffer.AsMemory(got), TestContext.Current.CancellationToken);
                got += part.Count;
            }
            while (!part.EndOfMessage);
            Assert.Equal(size, got);
            Assert.Equal(Payload(size), buffer.AsSpan(0, got).ToArray());
            await peer.SendAsync(buffer.AsMemory(0, got), WebSocketMessageType.Binary, true, TestContext.Current.CancellationToken);
        }
        CountingPool pool = new();
        using MessageReader reader = new(fromClient: true, 100_000, pool);
        Assert.Equal(sizes.Select(size => "Binary:" + Convert.ToHexStringLower(Payload(size))), Wire.ReadAll(reader, sent.ToArray(), () => 4096));
    }

    [Fact]
    public void A_masked_frame_is_read_as_it_was_written()
    {
        byte[] frame = new byte[FrameHeader.MaxBytes + 300];
        int header = FrameHeader.WriteMasked(frame, Opcode.Binary, 300, 0xA1B2C3D4);
        Payload(300).CopyTo(frame, header);
        Masking.Apply(frame.AsSpan(header, 300), 0xA1B2C3D4);
        Assert.Equal(Wire.Frame(2, Payload(300), mask: 0xA1B2C3D4), frame[..(header + 300)]);
    }

    private static byte[] Payload(int size) => [.. Enumerable.Range(0, size).Select(i => (byte)(i * 31))];

    private static byte[] WriteAll(int[] sizes)
    {
        using MemoryStream stream = new();
        byte[] header = new byte[FrameHeader.MaxBytes];
        foreach (int size in sizes)
        {
            stream.Write(header, 0, FrameHeader.Write(header, Opcode.Binary, size));
            stream.Write(Payload(size));
        }
        return stream.ToArray();
    }

    private static byte[] Fragments(byte[] message, int split, uint mask)
    {
        int first = split == 0 ? message.Length : message.Length / (split + 1);
        if (first == message.Length) return Wire.Frame(2, message, mask: mask);
        return [.. Wire.Frame(2, message[..first], final: false, mask: mask), .. Wire.Frame(0, message[first..], mask: ~mask)];
    }

    /// <summary>A stream that reads from one and writes to another.</summary>
    private sealed class Pair(Stream from, Stream to) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override void Flush() => to.Flush();

        public override int Read(byte[] buffer, int offset, int count) => from.Read(buffer, offset, count);

        public override void Write(byte[] buffer, int offset, int count) => to.Write(buffer, offset, count);

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
