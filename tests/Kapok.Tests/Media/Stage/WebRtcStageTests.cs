using System.Collections.Concurrent;
using System.Net;
using Kapok.Media.Rtc;
using Kapok.Media.Rtc.Client;
using Kapok.Media.Rtc.Codecs;
using Kapok.Media.Rtc.Dtls;
using Kapok.Media.Rtc.Rtp;
using Kapok.Media.Rtc.Sdp;
using Kapok.Media.Rtc.Sessions;
using Kapok.Media.Stage;
using Kapok.Media.Stage.WebRtc;
using Kapok.Tests.Sockets;
using Xunit;

namespace Kapok.Tests.Media.Stage;

/// <summary>Going live and watching over real sockets: publishers by WHIP, and by samples as RTMP has them; viewers by WHEP.</summary>
[Collection(nameof(Alone))]
public sealed class WebRtcStageTests : IAsyncDisposable
{
    private static readonly DtlsIdentity Identity = DtlsIdentity.Generate(TimeProvider.System);
    private static readonly RtcClientOptions Viewer = new() { SendsVoice = false, Slots = 1, VideoSlots = 1 };
    private static readonly StageTicket Ticket = new("event", "arena", "mark", MayTakeOver: false), TakingOver = Ticket with { MayTakeOver = true };

    private readonly CountingPool _pool = new();
    private readonly RtcServer _rtc;
    private readonly Stages _stages = new();
    private readonly WhipDesk _whip;
    private readonly WhepDesk _whep;
    private readonly List<RtcClient> _clients = [];

    public WebRtcStageTests()
    {
        _rtc = new(new() { Advertised = [IPAddress.Loopback] }, TimeProvider.System, _pool);
        (_whip, _whep) = (new(() => _rtc, _stages, TimeProvider.System), new(() => _rtc, _stages, 4));
    }

    public static TheoryData<string, bool> Publishers => new() { { "VP8", false }, { "H264", true } };

    [Theory]
    [MemberData(nameof(Publishers))]
    public async Task Pictures_and_sound_of_a_publisher_become_samples_and_pass_to_those_who_watch(string name, bool isDtlsServer)
    {
        RtpCodec codec = RtpCodec.All.Single(one => one.Name == name);
        RtcClient camera = Publish(Ticket, codec, isDtlsServer, out RtcResource resource);
        Tape tape = new();
        _stages.Live!.Add(tape);
        Film(camera, codec, () => tape.Samples.Any(sample => sample.IsVideo) && tape.Samples.Any(sample => !sample.IsVideo));
        StageFormat format = tape.Format!;
        Assert.Equal((StageIntake.CodecOf(codec), 1280, 720, StageCodec.Opus), (format.Video, format.Width, format.Height, format.Audio));
        Assert.Equal(codec == RtpCodec.H264 ? WebRtcPictureTests.Configuration() : [], format.VideoConfig.ToArray());
        Assert.True(tape.Samples.First(sample => sample.IsVideo).IsKey);
        (int sound, int pictures) = (0, 0);
        byte[]? first = null;
        RtcClient viewer = Watch(out RtcResource seat, (int slot, in RtpHeader _, ReadOnlySpan<byte> payload) =>
        {
            if (slot == 0) sound++;
            else if (pictures++ == 0) first = payload.ToArray();
        });
        Film(camera, codec, () => sound > 10 && pictures > 10, viewer);
        Assert.True(Keyframe.Begins(codec, first));
        Assert.Equal((1, 0L), (_stages.Live.Viewers.Of(StageExit.Whep), viewer.Lost));
        Assert.True(_whep.End(seat.Id));
        Film(camera, codec, () => _stages.Live.Viewers.Of(StageExit.Whep) == 0 && _whep.Count == 0);
        Assert.True(_whip.End(resource.Id));
        Venue.Until(() => !_stages.Live.IsPublished && _whip.Count == 0);
        await tape.WasInterrupted.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
    }

    [Fact]
    public void Samples_of_RTMP_reach_those_who_watch_as_packets_with_times_of_the_stages_clock()
    {
        StagePublication publication = _stages.Begin(Ticket, StageEntrance.Rtmp, out _)!;
        StagePublication opus = _stages.Live!.Feed(StageFeed.Opus).PublishOnClock()!;
        Assert.Equal(OfferFault.NotYet, _whep.Watch("live", Offer(Viewer, out _), "a").Fault);
        publication.Format(new() { Video = StageCodec.H264, VideoConfig = WebRtcPictureTests.Configuration(), Audio = StageCodec.Aac, SampleRate = 48_000, Channels = 2 });
        Assert.Equal(OfferFault.Sound, _whep.Watch("live", Offer(Viewer, out _), "a").Fault);
        opus.Format(new() { Audio = StageCodec.Opus, SampleRate = 48_000, Channels = 2 });
        RtcClient viewer = Watch(out _);
        List<(int Slot, uint Timestamp, bool IsMarked, byte[] Payload)> seen = [];
        viewer.Received = (int slot, in RtpHeader header, ReadOnlySpan<byte> payload) => seen.Add((slot, header.Timestamp, header.IsMarked, payload.ToArray()));
        long frame = 0;
        double next = 0;
        byte[] picture = WebRtcPictureTests.Unit(0x65, 5000);
        Venue.Until(
            () =>
            {
                if (viewer.NowMs < next) return false;
                next = viewer.NowMs + 10;
                publication.Send(true, true, frame * 3000, 0, picture);
                opus.Send(false, true, _stages.Live.Now, 0, new byte[] { 0xFC, 1, 2 });
                frame++;
                return seen.Count(one => one.Slot == 1 && one.IsMarked) > 10 && seen.Any(one => one.Slot == 0);
            },
            viewer);
        H264Builder builder = new();
        List<uint> times = [];
        foreach ((int _, uint timestamp, bool isMarked, byte[] payload) in seen.Where(one => one.Slot == 1))
        {
            Assert.True(builder.TryTake(payload));
            if (!isMarked) continue;
            Assert.True(builder.TryFinish(out Picture got));
            Assert.Equal(picture, got.Data);
            times.Add(timestamp);
        }
        Assert.Equal(0, viewer.Lost);
        Assert.True(times.Zip(times.Skip(1)).All(pair => pair.Second - pair.First == 3000));
        publication.Send(true, false, frame * 3000, 6000, picture); // shown later than the next one: B-frames
        Venue.Until(() => viewer.IsClosed || _whep.Count == 0, viewer);
        Assert.Equal(OfferFault.Reordered, _whep.Watch("live", Offer(Viewer, out _), "a").Fault);
    }

    [Fact]
    public void Receivers_are_told_how_late_sound_is_that_was_made_anew_so_that_they_hold_the_picture_back()
    {
        StagePublication publication = _stages.Begin(Ticket, StageEntrance.Rtmp, out _)!;
        StagePublication opus = _stages.Live!.Feed(StageFeed.Opus).PublishOnClock()!;
        publication.Format(new() { Audio = StageCodec.Aac, SampleRate = 48_000, Channels = 2 });
        opus.Format(new() { Audio = StageCodec.Opus, SampleRate = 48_000, Channels = 2 });
        RtcClient viewer = Watch(out RtcResource seat);
        Subscription sound = seat.Session.Subscriptions[0];
        double next = 0;
        Venue.Until(
            () =>
            {
                if (viewer.NowMs < next) return false;
                next = viewer.NowMs + 10;
                opus.Send(false, true, _stages.Live.Now - (StageSample.TicksPerSecond * 2 / 5), 0, new byte[] { 0xFC, 1, 2 }); // 400 ms late
                return viewer.Packets > 10 && sound.Track?.LatenessMs >= 390; // a mean; the stage's first samples cannot be as late as that
            },
            viewer);
        int lateMs = sound.Track!.LatenessMs;
        Venue.Until(() => // a last packet may go out in between
        {
            sound.Track.LatenessMs = 0;
            uint onTime = sound.Report(default, 1_000_000).Timestamp;
            sound.Track.LatenessMs = lateMs;
            return sound.Report(default, 1_000_000).Timestamp - onTime == (uint)lateMs * 48;
        });
    }

    [Fact]
    public void Whoever_hands_over_takes_the_viewers_along_and_one_who_is_refused_is_told()
    {
        RtcClient one = Publish(Ticket, RtpCodec.Vp8, false, out _);
        Film(one, RtpCodec.Vp8, () => _stages.Live?.Format is not null);
        RtcClient viewer = Watch(out _);
        Film(one, RtpCodec.Vp8, () => viewer.Packets > 10, viewer);
        OfferAnswer refused = _whip.Publish(Ticket, Offer(Camera(RtpCodec.Vp8, false), out _));
        Assert.Equal((OfferFault.Refused, StageRefusal.Occupied), (refused.Fault, refused.Refusal));
        Assert.True(_stages.Live!.IsPublished);
        RtcClient two = Publish(TakingOver, RtpCodec.H264, false, out _);
        List<byte[]> seen = [];
        viewer.Received = (int slot, in RtpHeader header, ReadOnlySpan<byte> payload) =>
        {
            if (slot == 1 && header.PayloadType == ClientSdp.ReceivedTypeOf(RtpCodec.H264)) seen.Add(payload.ToArray());
        };
        Film(two, RtpCodec.H264, () => seen.Count > 10, viewer, one);
        Assert.True(Keyframe.Begins(RtpCodec.H264, seen[0]));
        Assert.Equal(1, _whip.Count);
    }

    [Fact]
    public void ICE_begins_anew_while_media_goes_on_and_candidates_are_refused()
    {
        RtcClient camera = Publish(Ticket, RtpCodec.Vp8, false, out RtcResource resource);
        Tape tape = new();
        _stages.Live!.Add(tape);
        Film(camera, RtpCodec.Vp8, () => tape.Samples.Count > 5);
        string tag = resource.Tag;
        Assert.True(IceFragment.TryRead(camera.Restart(), out IceFragment fragment));
        Assert.Equal(PatchOutcome.NoCondition, resource.Patch(fragment, "", out _));
        Assert.Equal(PatchOutcome.OtherVersion, resource.Patch(fragment, "\"other\"", out _));
        Assert.Equal(PatchOutcome.Restarted, resource.Patch(fragment, "*", out string answer));
        Assert.NotEqual(tag, resource.Tag);
        Assert.Contains("a=ice-lite", answer, StringComparison.Ordinal);
        Assert.Contains($"a=candidate:1 1 udp 2130706431 127.0.0.1 {_rtc.Port} typ host", answer, StringComparison.Ordinal);
        Assert.Equal(PatchOutcome.Trickled, resource.Patch(fragment, resource.Tag, out _));
        camera.Check(); // by what is void
        Venue.Until(() => camera.LastError == 401, camera);
        camera.Move();
        camera.Restarted(answer);
        int before = tape.Samples.Count;
        Film(camera, RtpCodec.Vp8, () => camera.IsChecked && tape.Samples.Count > before + 20);
        Assert.Equal(1, _rtc.Count().Sessions);
    }

    [Fact]
    public void What_cannot_be_taken_is_refused_with_its_reason_and_leaves_nothing_behind()
    {
        Assert.Equal(OfferFault.Malformed, _whip.Publish(Ticket, "v=1").Fault);
        Assert.Equal(OfferFault.Codec, _whip.Publish(Ticket, Offer(Camera(RtpCodec.Av1, false), out _)).Fault);
        Assert.Equal(OfferFault.Codec, _whip.Publish(Ticket, Offer(Viewer, out _)).Fault); // sends nothing
        Assert.Equal(OfferFault.Unknown, _whep.Watch("live", Offer(Viewer, out _), "a").Fault);
        Assert.Equal(OfferFault.Unavailable, new WhipDesk(() => null, _stages, TimeProvider.System).Publish(Ticket, Offer(Camera(RtpCodec.Vp8, false), out _)).Fault);
        Assert.Null(_stages.Live);
        RtcClient camera = Publish(Ticket, RtpCodec.H264, false, out _);
        Film(camera, RtpCodec.H264, () => _stages.Live?.Format is not null);
        string firefox = Offer(Viewer, out _).Replace("H264/90000", "H265/90000", StringComparison.Ordinal);
        Assert.Equal(OfferFault.Codec, _whep.Watch("live", firefox, "a").Fault);
        Assert.Equal((0, 1), (_whep.Count, _rtc.Count().Sessions));
        for (int seat = 0; seat < 4; seat++) Assert.Equal(OfferFault.None, _whep.Watch("live", Offer(Viewer, out _), $"address {seat}").Fault);
        Assert.Equal(OfferFault.Full, _whep.Watch("live", Offer(Viewer, out _), "another").Fault);
        Assert.Equal(4, _whep.Count);
    }

    [Fact]
    public void A_broadcast_that_ends_lets_its_viewers_and_its_publisher_go()
    {
        RtcClient camera = Publish(Ticket, RtpCodec.Vp8, false, out _);
        Film(camera, RtpCodec.Vp8, () => _stages.Live?.Format is not null);
        RtcClient viewer = Watch(out _);
        Film(camera, RtpCodec.Vp8, () => viewer.Packets > 5, viewer);
        _stages.Live!.End();
        Venue.Until(() => _whep.Count == 0 && _whip.Count == 0, viewer, camera);
        Assert.Equal(0, _stages.Live.Viewers.Of(StageExit.Whep));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (RtcClient client in _clients) client.Dispose();
        _stages.Live?.End();
        _whep.Dispose();
        await _rtc.DisposeAsync();
        for (int wait = 0; wait < 500 && _pool.Out > 0; wait++) await Task.Yield();
        Assert.Equal(0, _rtc.Count().Faults);
    }

    private static RtcClientOptions Camera(RtpCodec codec, bool isDtlsServer) => new() { SendsVideo = codec, IsDtlsServer = isDtlsServer };

    private RtcClient Publish(StageTicket ticket, RtpCodec codec, bool isDtlsServer, out RtcResource resource) =>
        Connect(Camera(codec, isDtlsServer), offer => _whip.Publish(ticket, offer), out resource);

    // What is kept comes as soon as they are connected.
    private RtcClient Watch(out RtcResource resource, PacketHandler? received = null) =>
        Connect(Viewer, offer => _whep.Watch("live", offer, "a"), out resource, received);

    private RtcClient Connect(RtcClientOptions options, Func<string, OfferAnswer> ask, out RtcResource resource, PacketHandler? received = null)
    {
        OfferAnswer answer = ask(Offer(options, out RtcClient client));
        client.Received = received;
        Assert.Equal(OfferFault.None, answer.Fault);
        resource = answer.Resource!;
        Assert.True(client.Connect(answer.Answer, TimeSpan.FromSeconds(60)), client.Failure);
        RtcSession session = resource.Session;
        Venue.Until(() => session.State == SessionState.Connected, client);
        return client;
    }

    private string Offer(RtcClientOptions options, out RtcClient client)
    {
        client = new(options, Identity, TimeProvider.System);
        _clients.Add(client);
        return client.Offer();
    }

    /// <summary>Sends sound and pictures, whole ones whenever they are asked for, until something holds.</summary>
    private static void Film(RtcClient camera, RtpCodec codec, Func<bool> until, params RtcClient[] others)
    {
        double next = 0;
        int answered = -1;
        byte[][] key = codec == RtpCodec.H264 ? [WebRtcPictureTests.Sequence, WebRtcPictureTests.PictureParameters, [0x65, 1, 2]]
            : [[0x10, 0x10, 2, 0, 0x9D, 0x01, 0x2A, 0x00, 0x05, 0xD0, 0x02]];
        byte[][] delta = codec == RtpCodec.H264 ? [[0x41, 1, 2]] : [[0x10, 0x11, 2, 0]];
        Venue.Until(
            () =>
            {
                if (camera.NowMs >= next)
                {
                    next = camera.NowMs + 5;
                    camera.SendFrame(0, [0xFC, 1, 2], new(30, true));
                    bool isAsked = camera.KeyframeRequests.PictureLoss > answered;
                    answered = camera.KeyframeRequests.PictureLoss;
                    byte[][] picture = isAsked ? key : delta;
                    for (int at = 0; at < picture.Length; at++) camera.SendPicture(1, picture[at], at == picture.Length - 1);
                }
                return until();
            },
            [camera, .. others]);
    }

    /// <summary>One stage, whose broadcast is called "live".</summary>
    private sealed class Stages : IStageDirectory
    {
        public event Action<LiveStage>? Began;

        public LiveStage? Live { get; private set; }

        public ValueTask<StageTicket?> AdmitAsync(string key, CancellationToken cancellation = default) => new(Ticket);

        public StagePublication? Begin(StageTicket ticket, StageEntrance entrance, out StageRefusal refusal)
        {
            refusal = Live?.IsPublished == true && !ticket.MayTakeOver ? StageRefusal.Occupied : StageRefusal.None;
            if (refusal != StageRefusal.None) return null;
            if (Live is null)
            {
                Live = new("live", TimeProvider.System);
                StagePassage.Lay(Live);
                Began?.Invoke(Live);
            }
            return Live.Publish();
        }

        public ConcurrentQueue<StageFault> Faults { get; } = new();

        public void Turned(StageTicket ticket, StageFault why) => Faults.Enqueue(why);

        public LiveStage? FindLive(string live) => Live is { IsOver: false } && live == "live" ? Live : null;
    }

    /// <summary>Keeps what a stage sends.</summary>
    private sealed class Tape : IStageSink
    {
        public ConcurrentQueue<StageSample> Samples { get; } = new();

        public StageFormat? Format { get; private set; }

        public TaskCompletionSource WasInterrupted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Formatted(StageFormat format) => Format = format;

        public void Take(in StageSample sample) => Samples.Enqueue(sample);

        public void Interrupted() => WasInterrupted.TrySetResult();

        public void Ended() => WasInterrupted.TrySetResult();
    }
}
