using Kapok.Media.Stage.Flv;
using Kapok.Media.Stage.Rtmp;
using Xunit;

namespace Kapok.Tests.Media.Stage;

/// <summary>AMF0, handshakes and commands, with bytes written by hand.</summary>
public sealed class RtmpAmfTests
{
    [Fact]
    public void A_connect_as_encoders_send_it()
    {
        byte[] body =
        [
            2, 0, 7, .. "connect"u8, 0, 0x3F, 0xF0, 0, 0, 0, 0, 0, 0,
            3, 0, 3, .. "app"u8, 2, 0, 4, .. "live"u8, 0, 4, .. "type"u8, 2, 0, 10, .. "nonprivate"u8,
            0, 12, .. "capabilities"u8, 0, 0x40, 0x2E, 0, 0, 0, 0, 0, 0, 0, 4, .. "fpad"u8, 1, 0,
            0, 10, .. "fourCcList"u8, 10, 0, 0, 0, 2, 2, 0, 4, .. "hvc1"u8, 2, 0, 4, .. "av01"u8,
            0, 0, 9,
        ];
        Assert.True(RtmpCommand.TryRead(body, false, out RtmpCommand command));
        Assert.Equal(("connect", 1.0, "live"), (command.Name, command.Transaction, command.App));
        Assert.True(RtmpCommand.TryRead([0, .. body], true, out RtmpCommand again));
        Assert.Equal(command, again);
        for (int bytes = 0; bytes < body.Length; bytes++) RtmpCommand.TryRead(body.AsSpan(0, bytes), false, out _); // nothing is thrown
    }

    [Fact]
    public void A_publish_names_its_key()
    {
        byte[] body = [2, 0, 7, .. "publish"u8, 0, 0x40, 0x14, 0, 0, 0, 0, 0, 0, 5, 2, 0, 3, .. "k-1"u8, 2, 0, 4, .. "live"u8];
        Assert.True(RtmpCommand.TryRead(body, false, out RtmpCommand command));
        Assert.Equal(("publish", 5.0, "k-1"), (command.Name, command.Transaction, command.Argument));
    }

    [Fact]
    public void Every_kind_of_value_can_be_left_out_and_what_comes_behind_is_read()
    {
        byte[] values =
        [
            0, 1, 2, 3, 4, 5, 6, 7, 8, // a number
            1, 1, // true
            2, 0, 2, .. "ab"u8,
            3, 0, 1, .. "x"u8, 3, 0, 1, .. "y"u8, 5, 0, 0, 9, 0, 0, 9, // an object in an object
            5, 6, // null, undefined
            7, 0, 1, // a reference
            8, 0, 0, 0, 1, 0, 1, .. "z"u8, 6, 0, 0, 9, // a list with names
            10, 0, 0, 0, 2, 5, 1, 0, // a list
            11, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, // a date
            12, 0, 0, 0, 1, .. "l"u8, // a long text
            13, // unsupported
            15, 0, 0, 0, 2, .. "<>"u8, // XML
            16, 0, 1, .. "C"u8, 0, 1, .. "p"u8, 5, 0, 0, 9, // an object of a class
            2, 0, 3, .. "end"u8,
        ];
        Amf0Reader reader = new(values);
        for (int skipped = 0; skipped < 14; skipped++) Assert.True(reader.TrySkip());
        Assert.True(reader.TryText(out string text));
        Assert.Equal("end", text);
        Assert.Equal(0, reader.Left);
        Assert.Equal(255, reader.Next);
    }

    [Fact]
    public void What_is_nested_too_deeply_is_not_followed()
    {
        Assert.True(new Amf0Reader(Nested(Amf0Reader.MostDepth)).TrySkip());
        Assert.False(new Amf0Reader(Nested(Amf0Reader.MostDepth + 1)).TrySkip());
        Assert.False(new Amf0Reader(Nested(100_000)).TrySkip());

        static byte[] Nested(int depth) => [.. Enumerable.Repeat<byte[]>([10, 0, 0, 0, 1], depth).SelectMany(list => list), 5];
    }

    [Fact]
    public void A_list_that_announces_four_thousand_million_values_ends_with_what_is_there() =>
        Assert.False(new Amf0Reader([10, 0xFF, 0xFF, 0xFF, 0xFF, 5, 5, 5]).TrySkip());

    [Fact]
    public void What_is_written_is_what_the_specification_says()
    {
        byte[] written = new Amf0Writer().Text("ab").Number(1).Null().Boolean(true).Begin().Name("c").Text("d").End().BeginNamedList(1).Name("e").Null().End().Written.ToArray();
        Assert.Equal(
            [2, 0, 2, 97, 98, 0, 0x3F, 0xF0, 0, 0, 0, 0, 0, 0, 5, 1, 1, 3, 0, 1, 99, 2, 0, 1, 100, 0, 0, 9, 8, 0, 0, 0, 1, 0, 1, 101, 5, 0, 0, 9], written);
    }

    [Fact]
    public void Metadata_says_size_rate_and_tracks_and_nonsense_counts_as_not_said()
    {
        byte[] good = RtmpPeer.Amf("@setDataFrame", "onMetaData", new object[]
        {
            "width", 1280.0, "height", 720.0, "framerate", 29.97, "videocodecid", 7.0, "audiocodecid", "mp4a", "encoder", "x",
        });
        Assert.True(FlvMetadata.TryRead(good, out FlvMetadata metadata));
        Assert.Equal(new FlvMetadata(1280, 720, 29.97, true, true), metadata);
        byte[] odd = RtmpPeer.Amf("onMetaData", new object[] { "width", double.NaN, "height", -5.0, "framerate", 1e9, "audiocodecid", 10.0 });
        Assert.True(FlvMetadata.TryRead(odd, out metadata));
        Assert.Equal(new FlvMetadata(0, 0, 0, false, true), metadata);
        Assert.True(FlvMetadata.TryRead(RtmpPeer.Amf("onMetaData", Array.Empty<object>()), out metadata));
        Assert.Equal(new FlvMetadata(0, 0, 0, null, null), metadata);
        Assert.False(FlvMetadata.TryRead(RtmpPeer.Amf("onCuePoint", Array.Empty<object>()), out _));
    }

    [Fact]
    public void A_handshake_is_known_by_ten_bytes_and_answered_with_its_echo()
    {
        byte[] hello = RtmpPeer.Hello();
        Assert.Null(RtmpHandshake.IsRtmp([]));
        for (int bytes = 1; bytes < RtmpHandshake.BytesToDecide; bytes++) Assert.Null(RtmpHandshake.IsRtmp(hello.AsSpan(0, bytes)));
        Assert.True(RtmpHandshake.IsRtmp(hello.AsSpan(0, RtmpHandshake.BytesToDecide)));
        Assert.False(RtmpHandshake.IsRtmp("GET /"u8));
        Assert.False(RtmpHandshake.IsRtmp([22, 3, 1]));
        // A frame of ICE-TCP of 768 bytes and more begins with a 3 as well.
        Assert.False(RtmpHandshake.IsRtmp([3, 0x20, 0, 1, 3, 0x0C, 0x21, 0x12, 0xA4, 0x42]));

        byte[] answer = new byte[RtmpHandshake.AnswerBytes];
        Assert.True(RtmpHandshake.TryAnswer(hello, 1234, answer));
        Assert.Equal([3, 0, 0, 4, 0xD2, 0, 0, 0, 0], answer[..9]);
        Assert.Equal(hello[9..], answer[(1 + 1536 + 8)..]);
        hello[0] = 6; // RTMPE
        Assert.False(RtmpHandshake.TryAnswer(hello, 0, answer));
    }
}
