using System.IO.Pipelines;
using System.Net;
using Kapok.Media.Stage;
using Kapok.Media.Stage.Rtmp;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Kapok.Tests.Media.Stage;

/// <summary>Whole connections, over pipes and with a clock that is set by hand.</summary>
public sealed class RtmpConnectionTests : IDisposable
{
    private static readonly byte[] Card = File.ReadAllBytes(Path.Combine(Repository.Root, "tests", "vectors", "card.flv"));

    private readonly FakeTimeProvider _time = new();
    private readonly List<RtmpEnd> _ends = [];
    private readonly List<Task> _served = [];
    private StageDesk _desk;
    private RtmpServer _server;

    public RtmpConnectionTests()
    {
        _desk = new(_time);
        _server = Server(new());
    }

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task An_encoder_goes_on_air_sends_and_goes()
    {
        RtmpPeer peer = Connect();
        await peer.PublishAsync("key");
        Assert.True(await peer.HearAsync("NetStream.Publish.Start"));
        Assert.Contains("NetConnection.Connect.Success", peer.Heard, StringComparison.Ordinal);
        Assert.Equal(0, _server.Waiting);
        await SendCardAsync(peer);
        await peer.SendAsync(RtmpPeer.Command("FCUnpublish", 6.0, null, "key"));
        Assert.True(await peer.HearAsync("NetStream.Unpublish.Success"));
        Assert.False(_desk.Live!.IsPublished);
        peer.Dispose();
        await EndAsync();
        Assert.Equal(new(IPAddress.Loopback, _ends[0].Ticket, true, ""), _ends[0]);
        Assert.Equal("format H264 Aac", _desk.Log.Lines[0]);
        Assert.Equal(10, _desk.Log.Lines.Count(line => line.StartsWith("video", StringComparison.Ordinal)));
        Assert.Equal("interrupted", _desk.Log.Lines[^1]);
    }

    [Fact]
    public async Task A_wrong_key_is_refused_in_plain_words_and_the_connection_ends()
    {
        RtmpPeer peer = Connect();
        await peer.PublishAsync("wrong");
        Assert.True(await peer.HearAsync("This stream key is not valid. Copy the current key of the stage and try again."));
        Assert.Contains("NetStream.Publish.BadName", peer.Heard, StringComparison.Ordinal);
        await peer.HearEndAsync();
        peer.Dispose();
        await EndAsync();
        Assert.Equal((false, StageWords.Of(StageRefusal.UnknownKey)), (_ends[0].WasOnAir, _ends[0].Farewell));
    }

    [Theory]
    [InlineData("key?backup=1", "live", "key")]
    [InlineData("", "live/key", "key")]
    [InlineData("key", "live/", "key")]
    public async Task The_key_is_found_where_people_put_it(string name, string app, string key)
    {
        RtmpPeer peer = Connect();
        await peer.PublishAsync(name, app);
        Assert.True(await peer.HearAsync("NetStream.Publish.Start"));
        Assert.Equal([key], _desk.Asked);
        peer.Dispose();
        await EndAsync();
    }

    [Fact]
    public async Task A_wrong_application_is_refused()
    {
        RtmpPeer peer = Connect();
        await peer.PublishAsync("key", "show");
        Assert.True(await peer.HearAsync("The server's address ends in /live"));
        Assert.Contains("NetConnection.Connect.InvalidApp", peer.Heard, StringComparison.Ordinal);
        await peer.HearEndAsync();
        peer.Dispose();
        await EndAsync();
        Assert.Empty(_desk.Asked);
    }

    [Fact]
    public async Task Watching_is_refused()
    {
        RtmpPeer peer = Connect();
        await peer.ShakeHandsAsync();
        await peer.SendAsync([.. RtmpPeer.Command("connect", 1.0, new object[] { "app", "live" }), .. RtmpPeer.Command("play", 2.0, null, "key")]);
        Assert.True(await peer.HearAsync("Nothing is watched by RTMP here"));
        peer.Dispose();
        await EndAsync();
    }

    [Fact]
    public async Task Somebody_else_is_refused_while_one_is_on_air()
    {
        RtmpPeer first = Connect(), second = Connect();
        await first.PublishAsync("key");
        Assert.True(await first.HearAsync("NetStream.Publish.Start"));
        await second.PublishAsync("key");
        Assert.True(await second.HearAsync("Somebody else is on air on this stage."));
        second.Dispose();
        Assert.True(_desk.Live!.IsPublished);
        first.Dispose();
        await EndAsync();
    }

    [Fact]
    public async Task Where_a_second_one_takes_over_the_first_is_told_at_once_though_it_sends_nothing()
    {
        _desk = new(_time) { MayTakeOver = true };
        _server = Server(new());
        RtmpPeer first = Connect(), second = Connect();
        await first.PublishAsync("key");
        Assert.True(await first.HearAsync("NetStream.Publish.Start"));
        await second.PublishAsync("key");
        Assert.True(await second.HearAsync("NetStream.Publish.Start"));
        Assert.True(await first.HearAsync("Somebody else took the stage over."));
        first.Dispose();
        second.Dispose();
        await EndAsync();
    }

    [Fact]
    public async Task A_codec_that_is_lacking_is_refused_with_its_reason()
    {
        RtmpPeer peer = Connect();
        await peer.PublishAsync("key");
        Assert.True(await peer.HearAsync("NetStream.Publish.Start"));
        await peer.SendAsync(RtmpPeer.Message(6, 9, 0, 1, [0x90, 0x68, 0x76, 0x63, 0x31, 1, 2, 3]));
        Assert.True(await peer.HearAsync("HEVC cannot be taken. This venue takes H.264 and AAC over RTMP. Choose H.264 under Output."));
        await peer.HearEndAsync();
        peer.Dispose();
        await EndAsync();
        Assert.False(_desk.Live!.IsPublished);
    }

    [Fact]
    public async Task Half_open_connections_are_closed_after_ten_seconds_wherever_they_stand()
    {
        RtmpPeer silent = Connect(), halfway = Connect(), shaken = Connect();
        await halfway.SendAsync(RtmpPeer.Hello()[..700]);
        await shaken.ShakeHandsAsync();
        await shaken.SendAsync([.. RtmpPeer.Command("connect", 1.0, new object[] { "app", "live" })]);
        Assert.True(await shaken.HearAsync("Connect.Success"));
        Assert.Equal(3, _server.Waiting);
        _time.Advance(TimeSpan.FromSeconds(11));
        Assert.True(await shaken.HearAsync("Nothing was published in time."));
        await Task.WhenAll(silent.HearEndAsync(), halfway.HearEndAsync());
        shaken.Dispose();
        await EndAsync();
        Assert.Equal(0, _server.Waiting);
    }

    [Fact]
    public async Task Who_is_on_air_and_sends_nothing_is_closed_after_fifteen_seconds_though_it_says_something()
    {
        RtmpPeer peer = Connect();
        await peer.PublishAsync("key");
        Assert.True(await peer.HearAsync("NetStream.Publish.Start"));
        _time.Advance(TimeSpan.FromSeconds(14));
        await peer.SendAsync(RtmpPeer.Message(2, 4, 0, 0, [0, 6, 1, 2, 3, 4])); // a ping is no sample
        Assert.True(await peer.HearAsync("\0\u0007\u0001\u0002\u0003\u0004"));
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.True(await peer.HearAsync("No picture and no sound came for 15 seconds."));
        peer.Dispose();
        await EndAsync();
    }

    [Fact]
    public async Task A_flood_of_commands_ends_the_connection()
    {
        RtmpPeer peer = Connect();
        await peer.ShakeHandsAsync();
        byte[] flood = [.. RtmpPeer.Command("connect", 1.0, new object[] { "app", "live" }), ..
            Enumerable.Repeat(RtmpPeer.Command("createStream", 4.0, null), 100).SelectMany(one => one)];
        await peer.SendAsync(flood);
        Assert.True(await peer.HearAsync("Too many commands came."));
        peer.Dispose();
        await EndAsync();
    }

    [Fact]
    public async Task A_flood_of_bytes_before_a_key_was_shown_ends_the_connection()
    {
        RtmpPeer peer = Connect();
        await peer.ShakeHandsAsync();
        await peer.SendAsync(RtmpPeer.Command("connect", 1.0, new object[] { "app", "live" }));
        byte[] nothing = RtmpPeer.Message(6, 9, 0, 1, new byte[10_000]);
        for (int sent = 0; sent < 60 && !_served[0].IsCompleted; sent++)
        {
            try
            {
                await peer.SendAsync(nothing);
            }
            catch (IOException)
            {
                break; // it does not read any more
            }
        }
        peer.Dispose();
        await EndAsync();
        Assert.False(_ends[0].WasOnAir);
    }

    [Fact]
    public async Task Too_many_bits_end_the_connection()
    {
        _server = Server(new() { MostBitsPerSecond = 8000, RateTime = TimeSpan.FromSeconds(2) });
        RtmpPeer peer = Connect();
        await peer.PublishAsync("key");
        Assert.True(await peer.HearAsync("NetStream.Publish.Start"));
        await peer.SendAsync(RtmpPeer.Message(6, 9, 0, 1, new byte[3000]));
        Assert.True(await peer.HearAsync("Choose a lower bitrate under Output."));
        peer.Dispose();
        await EndAsync();
    }

    [Fact]
    public async Task The_oldest_that_do_not_publish_make_room_for_the_newest()
    {
        RtmpPeer first = Connect();
        for (int more = 0; more < 8; more++) Connect();
        await first.HearEndAsync();
        Assert.Equal(8, _server.Waiting);
        _server.Stop();
        await EndAsync();
        Assert.Equal(0, _server.Waiting);
        await Connect().HearEndAsync(); // nobody is taken any more
    }

    [Fact]
    public async Task What_is_received_is_acknowledged()
    {
        RtmpPeer peer = Connect();
        await peer.PublishAsync("key");
        Assert.True(await peer.HearAsync("NetStream.Publish.Start"));
        await peer.SendAsync([.. RtmpPeer.Message(2, 5, 0, 0, [0, 1, 0, 0]), .. RtmpPeer.Message(6, 9, 0, 1, new byte[70_000])]);
        Assert.True(await peer.HearAsync("\u0002\0\0\0\0\0\u0004\u0003")); // four bytes of type 3 on chunk stream 2
        peer.Dispose();
        await EndAsync();
    }

    [Fact]
    public async Task Somebody_who_ended_may_publish_again_on_the_same_connection()
    {
        RtmpPeer peer = Connect();
        await peer.PublishAsync("key");
        Assert.True(await peer.HearAsync("NetStream.Publish.Start"));
        await peer.SendAsync([.. RtmpPeer.Command("deleteStream", 6.0, null, 1.0)]);
        Assert.True(await peer.HearAsync("NetStream.Unpublish.Success"));
        await peer.SendAsync(RtmpPeer.Message(4, 20, 0, 1, RtmpPeer.Amf("publish", 7.0, null, "key", "live")));
        await SendCardAsync(peer);
        await peer.SendAsync([.. RtmpPeer.Command("deleteStream", 8.0, null, 1.0), .. RtmpPeer.Command("_checkbw", 9.0, null)]);
        peer.Dispose();
        await EndAsync();
        Assert.Equal(10, _desk.Log.Lines.Count(line => line.StartsWith("video", StringComparison.Ordinal)));
        Assert.Equal(2, _desk.Log.Lines.Count(line => line == "interrupted"));
    }

    // As much of it as may be sent ahead of time, since the clock stands.
    private static async Task SendCardAsync(RtmpPeer peer)
    {
        foreach ((byte type, uint time, byte[] body) in RtmpPeer.Tags(Card).Where(tag => tag.TimeMs <= 900)) await peer.SendAsync(RtmpPeer.Message(6, type, time, 1, body));
    }

    private RtmpServer Server(RtmpOptions options)
    {
        RtmpServer server = new(_desk, options, _time);
        server.Ended += end =>
        {
            lock (_ends) _ends.Add(end);
        };
        return server;
    }

    private RtmpPeer Connect()
    {
        Pipe toServer = new(), toPeer = new();
        _served.Add(ServeAsync());
        return new(new TwoWays(toPeer.Reader.AsStream(), toServer.Writer.AsStream()));

        async Task ServeAsync()
        {
            await _server.ServeAsync(toServer.Reader.AsStream(), toPeer.Writer.AsStream(), IPAddress.Loopback, () => toPeer.Writer.Complete());
            await toPeer.Writer.CompleteAsync();
            await toServer.Reader.CompleteAsync();
        }
    }

    private Task EndAsync() => Task.WhenAll(_served);
}
