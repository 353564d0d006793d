using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Kapok.Cluster;
using Kapok.Events.Organisations;
using Kapok.Media.Stage;
using Kapok.Media.Stage.Rtmp;
using Kapok.Tests.Media.Stage;
using Xunit;

namespace Kapok.IntegrationTests.Stage;

/// <summary>RTMP into the real server and FLV out of it, with ffmpeg at both ends.</summary>
public sealed class RtmpTests(TestVenue venue) : IClassFixture<TestVenue>
{
    private static readonly byte[] Hevc = RtmpPeer.Message(6, 9, 0, 1, [0x90, 0x68, 0x76, 0x63, 0x31, 1, 2, 3]);

    [Fact]
    public async Task What_ffmpeg_publishes_is_watched_by_flv_and_a_killed_publisher_who_is_back_keeps_the_audience()
    {
        Assert.SkipWhen(Ffmpeg.Missing is not null, Ffmpeg.Missing ?? "");
        (string key, Task<LiveStage> began) = await KeyAsync(venue, "arena");
        using Ffmpeg first = Ffmpeg.Publish(Address(venue, key));
        LiveStage live = await began;
        using HttpResponseMessage watching = await venue.Browser().GetAsync($"/live/{live.Id}.flv", HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal((HttpStatusCode.OK, "video/x-flv", true), (watching.StatusCode, watching.Content.Headers.ContentType!.MediaType, watching.Headers.CacheControl!.NoStore));
        Stream bytes = await watching.Content.ReadAsStreamAsync();
        byte[] head = new byte[13];
        await bytes.ReadExactlyAsync(head);
        Assert.Equal([0x46, 0x4C, 0x56, 1, 5, 0, 0, 0, 9, 0, 0, 0, 0], head);
        Assert.Equal(1, live.Viewers.Of(StageExit.Flv));

        JsonArray streams = JsonNode.Parse(await Ffmpeg.ProbeAsync(new Uri(venue.Address, $"/live/{live.Id}.flv").ToString()))!["streams"]!.AsArray();
        JsonNode picture = streams.Single(stream => stream!["codec_name"]!.GetValue<string>() == "h264")!;
        JsonNode sound = streams.Single(stream => stream!["codec_name"]!.GetValue<string>() == "aac")!;
        Assert.Equal((320, 180, 2), (picture["width"]!.GetValue<int>(), picture["height"]!.GetValue<int>(), sound["channels"]!.GetValue<int>()));
        Assert.InRange(Frames(picture), 30, 100);
        Assert.InRange(Frames(sound), 40, 160);

        Task<StageOver> over = live.Publication!.Over;
        first.Kill();
        await over;
        StageLog log = new();
        live.Add(log);
        using Ffmpeg second = Ffmpeg.Publish(Address(venue, key));
        byte[] more = new byte[64 * 1024];
        while (!log.Lines.Contains("format H264 Aac") || !log.Lines.Any(line => line.StartsWith("video key", StringComparison.Ordinal)))
            Assert.NotEqual(0, await bytes.ReadAsync(more)); // the same answer goes on
        Assert.True(live.IsPublished);
    }

    [Fact]
    public async Task Ffmpeg_is_told_why_a_key_or_a_colour_is_refused()
    {
        Assert.SkipWhen(Ffmpeg.Missing is not null, Ffmpeg.Missing ?? "");
        (string key, _) = await KeyAsync(venue, "forum");
        using Ffmpeg wrong = Ffmpeg.Publish(Address(venue, "abcde-abcde"));
        using Ffmpeg colours = Ffmpeg.Publish(Address(venue, key), "-pix_fmt", "yuv444p");
        Assert.Contains("This stream key is not valid.", await wrong.EndAsync(), StringComparison.Ordinal);
        Assert.Contains("browsers show 4:2:0 with 8 bits", await colours.EndAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_publisher_and_a_codec_that_is_lacking_are_refused_in_words()
    {
        (string key, _) = await KeyAsync(venue, "terrace");
        using RtmpPeer first = await ConnectAsync(venue), second = await ConnectAsync(venue);
        await first.PublishAsync(key);
        Assert.True(await first.HearAsync("NetStream.Publish.Start"));
        await second.PublishAsync(key);
        Assert.True(await second.HearAsync("Somebody else is on air on this stage."));
        Assert.Equal(("stage.refused.occupied", null), await RefusedAsync("terrace"));
        await first.SendAsync(Hevc);
        Assert.True(await first.HearAsync("HEVC cannot be taken. This venue takes H.264 and AAC over RTMP. Choose H.264 under Output."));
        await first.HearEndAsync(); // the server closes it
        Assert.Equal(("stage.refused.picture-codec", "HEVC"), await RefusedAsync("terrace"));
        using RtmpPeer right = await ConnectAsync(venue);
        await right.PublishAsync(key);
        Assert.True(await right.HearAsync("NetStream.Publish.Start"));
        Assert.Equal((null, null), await RefusedAsync("terrace"));
    }

    [Fact]
    public async Task Half_open_connections_are_few_and_hold_nobody_up()
    {
        RtmpServer server = venue.Service<RtmpServer>();
        List<RtmpPeer> peers = [];
        for (int more = 0; more < 100; more++)
        {
            peers.Add(await ConnectAsync(venue));
            await peers[^1].SendAsync(RtmpPeer.Hello()[..(10 + more)]);
        }
        foreach (RtmpPeer closed in peers.Take(90)) await closed.HearEndAsync();
        Assert.InRange(server.Waiting, 1, 10);
        using HttpResponseMessage page = await venue.Browser().GetAsync("/healthz");
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        foreach (RtmpPeer peer in peers) peer.Dispose();
    }

    [Fact]
    public async Task An_address_of_no_broadcast_says_so()
    {
        using HttpResponseMessage answer = await venue.Browser().GetAsync("/live/nothing.flv");
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("stage-over", JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["code"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("--Kapok:FrontDoor=kestrel", false)]
    [InlineData("--self-signed", false)]
    [InlineData("--self-signed", true)]
    [InlineData("--Kapok:FrontDoor=kestrel --self-signed", true)]
    public async Task The_web_port_takes_it_however_it_is_opened(string options, bool isSecure)
    {
        TestVenue other = new(options.Split(' '));
        await using IAsyncDisposable _ = other;
        await other.InitializeAsync();
        (string key, Task<LiveStage> began) = await KeyAsync(other, "arena");
        using RtmpPeer peer = await ConnectAsync(other, isSecure: isSecure);
        await peer.PublishAsync(key);
        Assert.True(await peer.HearAsync("NetStream.Publish.Start"));
        foreach ((byte type, uint time, byte[] body) in RtmpPeer.Tags(await File.ReadAllBytesAsync(Path.Combine(TestVenue.RepositoryRoot(), "tests", "vectors", "card.flv"))))
            await peer.SendAsync(RtmpPeer.Message(6, type, time, 1, body));
        LiveStage live = await began;
        using HttpResponseMessage watching = await other.Browser().GetAsync($"/live/{live.Id}.flv", HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpStatusCode.OK, watching.StatusCode);
        Task stopped = other.App.StopAsync();
        Assert.True(await peer.HearAsync("The server stops."));
        peer.Dispose();
        await stopped;
    }

    [Fact]
    public async Task A_port_of_its_own_takes_it_too()
    {
        int port = FreePort();
        TestVenue other = new($"--Stage:RtmpPort={port}");
        await using IAsyncDisposable _ = other;
        await other.InitializeAsync();
        (string key, Task<LiveStage> began) = await KeyAsync(other, "arena");
        using RtmpPeer peer = await ConnectAsync(other, port);
        await peer.PublishAsync(key);
        Assert.True(await peer.HearAsync("NetStream.Publish.Start"));
        await began;
    }

    private static int Frames(JsonNode stream) => int.Parse(stream["nb_read_frames"]!.GetValue<string>(), CultureInfo.InvariantCulture);

    private static string Address(TestVenue venue, string key) => $"rtmp://127.0.0.1:{venue.Address.Port}/live/{key}";

    private static async Task<(string Key, Task<LiveStage> Began)> KeyAsync(TestVenue venue, string stage)
    {
        TaskCompletionSource<LiveStage> began = new(TaskCreationOptions.RunContinuationsAsynchronously);
        venue.Service<IStageDirectory>().Began += live => began.TrySetResult(live);
        return ((await venue.Service<IStages>().KeyAsync(new(OpeningNight.EventSlug, stage)))!, began.Task);
    }

    private async Task<(string? Code, string? Value)> RefusedAsync(string stage)
    {
        IReadOnlyList<StageRecord> stages = await venue.Service<IStages>().ListAsync(OpeningNight.EventSlug);
        StageWarning? why = stages.Single(one => one.Key.Stage == stage).Refused?.Why;
        return (why?.Code, why?.Values.GetValueOrDefault("value"));
    }

    private static async Task<RtmpPeer> ConnectAsync(TestVenue venue, int port = 0, bool isSecure = false)
    {
        TcpClient client = new();
        await client.ConnectAsync(IPAddress.Loopback, port == 0 ? venue.Address.Port : port);
        if (!isSecure) return new(client.GetStream());
#pragma warning disable CA5359 // The venue has signed its certificate itself.
        SslStream tls = new(client.GetStream(), false, (_, _, _, _) => true);
#pragma warning restore CA5359
        await tls.AuthenticateAsClientAsync("localhost");
        return new(tls);
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
