using System.Collections.Concurrent;
using System.Net;
using Kapok.Media.Rtc;
using Kapok.Media.Rtc.Client;
using Kapok.Media.Rtc.Codecs;
using Kapok.Media.Rtc.Dtls;
using Kapok.Media.Rtc.Sdp;
using Kapok.Media.Rtc.Sessions;
using Kapok.Tests.Sockets;
using Xunit;

namespace Kapok.Tests.Media;

/// <summary>An RTC server whose sessions are nobody's in a room: this owner publishes and subscribes by names of its own.</summary>
internal sealed class Studio : IAsyncDisposable, IRtcOwner
{
    private static readonly DtlsIdentity Identity = DtlsIdentity.Generate(TimeProvider.System);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly CountingPool _pool = new();
    private readonly List<RtcClient> _clients = [];

    public Studio(RtcOptions? options = null)
    {
        Rtc = new((options ?? new()) with { Advertised = [IPAddress.Loopback] }, TimeProvider.System, _pool);
        Rtc.Faulted += (newest, _) => Faults.Enqueue(newest);
    }

    public RtcServer Rtc { get; }

    public ConcurrentQueue<Exception> Faults { get; } = new();

    public ConcurrentDictionary<string, RtcSession> Sessions { get; } = new();

    public ConcurrentQueue<string> Ends { get; } = new();

    /// <summary>Packets of pictures that are no keyframe's beginning, and one that is.</summary>
    public static (byte[] Delta, byte[] Key) PacketsOf(RtpCodec codec) =>
        codec == RtpCodec.Vp8 ? ([0x90, 0x80, 0x81, 0x02, 0x01, 7, 7], [0x90, 0x80, 0x81, 0x01, 0x00, 7, 7]) // the third and fourth byte are the picture's number
        : codec == RtpCodec.H264 ? ([0x41, 9, 9, 9], [0x67, 9, 9, 9])
        : codec == RtpCodec.Vp9 ? ([0xC8, 0x80, 1, 1], [0x88, 0x80, 1, 1])
        : ([0x10, 1, 1, 1], [0x18, 1, 1, 1]);

    /// <summary>Connects a client under a name. Every section that sends is a track, every one that receives a subscription.</summary>
    public RtcClient Connect(string name, RtcClientOptions options)
    {
        RtcClient client = new(options, Identity, TimeProvider.System);
        _clients.Add(client);
        Assert.Equal(SdpFault.None, SdpOffer.TryRead(client.Offer(), out SdpOffer offer));
        List<SdpSection> sections = [.. offer.Media.Select(media => media.Direction == SdpDirection.SendOnly ? SdpSection.Publish(media, media.Formats[0])
            : SdpSection.Subscribe(media, media.Formats))];
        RtcSession session = Rtc.Prepare(this, name, offer, sections, out string answer);
        Assert.Equal(OpenFault.None, Rtc.Open(session));
        Assert.True(client.Connect(answer, Limit), client.Failure);
        Venue.Until(() => Sessions.ContainsKey(name), client);
        return client;
    }

    /// <summary>Lets a client send a picture of one packet each few milliseconds until something holds, a whole one whenever it is asked for.</summary>
    public static void Film(RtcClient camera, RtpCodec codec, Func<bool> until, params RtcClient[] others)
    {
        (byte[] delta, byte[] key) = PacketsOf(codec);
        int answered = camera.KeyframeRequests.PictureLoss + camera.KeyframeRequests.FullIntra;
        double next = 0;
        Venue.Until(
            () =>
            {
                if (camera.NowMs >= next)
                {
                    next = camera.NowMs + 5;
                    int asked = camera.KeyframeRequests.PictureLoss + camera.KeyframeRequests.FullIntra;
                    camera.SendPicture(0, asked > answered ? key : delta, endsPicture: true);
                    answered = asked;
                }
                return until();
            },
            [camera, .. others]);
    }

    public void Connected(RtcSession session) => Sessions[(string)session.Key] = session;

    public void Ended(RtcSession session) => Ends.Enqueue((string)session.Key);

    public async ValueTask DisposeAsync()
    {
        foreach (RtcClient client in _clients) client.Dispose();
        await Rtc.DisposeAsync();
        Assert.Empty(Faults);
        Assert.Equal((0, 0L), (_pool.Out, Rtc.Count().Faults));
    }
}
