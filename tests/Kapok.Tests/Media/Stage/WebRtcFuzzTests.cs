using Kapok.Media.Rtc.Sdp;
using Kapok.Media.Stage.WebRtc;
using Xunit;

namespace Kapok.Tests.Media.Stage;

/// <summary>What publishers by WebRTC send, mutated: nothing is thrown, memory stays, and what is good is still taken.</summary>
[Collection(nameof(Alone))] // what is kept is measured of the whole process
[Trait(Fuzz.Category, Fuzz.Name)]
public sealed class WebRtcFuzzTests
{
    private const int Attempts = 30_000;

    [Fact]
    public void H264_payloads()
    {
        byte[] unit = WebRtcPictureTests.Unit(0x65, 60)[4..];
        byte[][] payloads =
        [
            [0x78, 0, 2, 0x09, 0xF0, 0, (byte)WebRtcPictureTests.Sequence.Length, .. WebRtcPictureTests.Sequence, 0, 4, .. WebRtcPictureTests.PictureParameters, 0, 60, .. unit],
            [0x7C, 0x85, .. unit], [0x7C, 0x05, .. unit], [0x7C, 0x45, .. unit], unit, [.. WebRtcPictureTests.Sequence], [.. WebRtcPictureTests.PictureParameters],
        ];
        H264Builder builder = new();
        Run("h264 payload", payloads, (bytes, attempt) =>
        {
            if (bytes.Length > 0 && !builder.TryTake(bytes)) builder.Clear();
            if (attempt % 4 == 0) builder.TryFinish(out _);
        });
        builder.Clear();
        Assert.True(builder.TryTake(payloads[0]) && builder.TryFinish(out Picture picture) && picture.IsKey);
    }

    [Fact]
    public void VP8_payloads()
    {
        byte[] good = [0x90, 0xF0, 0x81, 0x05, 1, 2, 0x10, 2, 0, 0x9D, 0x01, 0x2A, 0x00, 0x05, 0xD0, 0x02, 1];
        Vp8Builder builder = new();
        Run("vp8 payload", [good], (bytes, attempt) =>
        {
            if (bytes.Length > 0 && !builder.TryTake(bytes)) builder.Clear();
            if (attempt % 3 == 0) builder.TryFinish(out _);
        });
        builder.Clear();
        Assert.True(builder.TryTake(good) && builder.TryFinish(out _));
    }

    [Fact]
    public void Parameters_and_configurations()
    {
        H264Configuration configuration = new();
        H264Packets packets = new();
        Run("h264 parameters", [WebRtcPictureTests.Sequence, WebRtcPictureTests.PictureParameters, WebRtcPictureTests.Configuration()], (bytes, _) =>
        {
            configuration.TryTake(bytes);
            configuration.TryWrite(out PictureFormat? _);
            packets.TryConfigure(bytes);
        });
        Assert.True(configuration.TryTake(WebRtcPictureTests.Sequence) && configuration.TryTake(WebRtcPictureTests.PictureParameters));
        Assert.True(configuration.TryWrite(out PictureFormat? format));
        Assert.Equal(WebRtcPictureTests.Configuration(), format.Config);
    }

    [Fact]
    public void Pictures_of_RTMP()
    {
        H264Packets packets = new();
        Assert.True(packets.TryConfigure(WebRtcPictureTests.Configuration()));
        byte[] good = [.. WebRtcPictureTests.Unit(0x65, 40), .. WebRtcPictureTests.Unit(0x06, 9)];
        Run("h264 picture", [good], (bytes, _) => packets.TryCut(bytes, true, (payload, _) => Assert.InRange(payload.Length, 1, 1200)));
    }

    [Fact]
    public void Pieces_of_SDP_for_ICE()
    {
        byte[] good = """
            a=ice-options:trickle
            a=group:BUNDLE 0 1
            m=audio 9 UDP/TLS/RTP/SAVPF 111
            a=mid:0
            a=ice-ufrag:ysXw
            a=ice-pwd:vw5LmwG4y/e6dPP/zAP9Gp5k
            a=candidate:1 1 UDP 2130706431 198.51.100.1 39132 typ host

            """u8.ToArray();
        Run("ice fragment", [good], (bytes, _) => IceFragment.TryRead(System.Text.Encoding.UTF8.GetString(bytes), out IceFragment _));
        Assert.True(IceFragment.TryRead(System.Text.Encoding.UTF8.GetString(good), out IceFragment fragment));
        Assert.Equal("ysXw", fragment.Credentials!.Fragment);
    }

    private static void Run(string name, byte[][] good, Action<byte[], int> parse)
    {
        Random random = Fuzz.NewRandom(name);
        long began = TimeProvider.System.GetTimestamp(), before = GC.GetTotalMemory(true);
        for (int attempt = 0; Fuzz.GoesOn(began, attempt, Attempts); attempt++) parse(Fuzz.Mutate(random, good[random.Next(good.Length)], 1500), attempt);
        Assert.True(GC.GetTotalMemory(true) - before < 24 << 20);
    }
}
