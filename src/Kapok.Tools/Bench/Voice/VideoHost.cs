using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;
using Kapok.Media.Rtc;
using Kapok.Media.Rtc.Codecs;
using Kapok.Media.Rtc.Sdp;
using Kapok.Media.Rtc.Sessions;

namespace Kapok.Tools.Bench.Voice;

/// <summary>An RTC server without rooms or people: whatever comes first is published, and whoever watches gets it. For tests with browsers, which are told by
/// lines what to do.</summary>
/// <remarks>Lines in: <c>publish CODEC BASE64</c>, <c>watch BASE64</c>, <c>state</c>, <c>quit</c>; offers are SDP. One line out for each: an answer in base64,
/// <c>!</c> and a reason, or JSON.</remarks>
internal sealed class VideoHost : IRtcOwner
{
    private readonly ConcurrentDictionary<RtcSession, string> _sessions = new();
    private readonly RtcServer _rtc;

    private VideoHost(RtcServer rtc) => _rtc = rtc;

    /// <summary>Serves until it is told to quit, or its input ends.</summary>
    public static async Task<int> RunAsync(TextReader input, TextWriter output)
    {
        await using RtcServer rtc = new(new() { Advertised = [IPAddress.Loopback] }, TimeProvider.System);
        rtc.Faulted += (newest, _) => Console.Error.WriteLine(newest);
        VideoHost host = new(rtc);
        while (await input.ReadLineAsync().ConfigureAwait(false) is { } line && line != "quit")
        {
            string[] words = line.Split(' ');
            string answer = words[0] switch
            {
                "publish" => host.Connect("publisher", words[2], words[1]),
                "watch" => host.Connect("viewer", words[1], null),
                _ => host.State(),
            };
            await output.WriteLineAsync(answer).ConfigureAwait(false);
            await output.FlushAsync().ConfigureAwait(false);
        }
        return 0;
    }

    /// <inheritdoc/>
    public void Connected(RtcSession session)
    {
        _sessions[session] = (string)session.Key;
        foreach ((RtcSession viewer, string _) in _sessions.Where(one => one.Value == "viewer"))
        {
            foreach (Subscription subscription in viewer.Subscribed) subscription.Carry(Published().FirstOrDefault(track => track.Kind == subscription.Kind));
        }
    }

    /// <inheritdoc/>
    public void Ended(RtcSession session) => _sessions.TryRemove(session, out _);

    private IEnumerable<RtcTrack> Published() => _sessions.Where(one => one.Value == "publisher").SelectMany(one => one.Key.Published);

    private string Connect(string key, string offer, string? codec)
    {
        SdpFault fault = SdpOffer.TryRead(Encoding.UTF8.GetString(Convert.FromBase64String(offer)), out SdpOffer read);
        if (fault != SdpFault.None) return $"! {fault}";
        RtcSession session = _rtc.Prepare(this, key, read, [.. read.Media.Select(media => Plan(media, codec))], out string answer);
        return _rtc.Open(session) is OpenFault.None ? Convert.ToBase64String(Encoding.UTF8.GetBytes(answer)) : "! Full";
    }

    private static SdpSection Plan(SdpMedia media, string? codec)
    {
        if (!media.IsUsable) return SdpSection.Refuse(media);
        if (codec is null) return SdpSection.Subscribe(media, media.Formats);
        SdpFormat? wanted = media.Formats.FirstOrDefault(format => format.Codec.Kind == MediaKind.Audio || format.Codec.Name == codec);
        return wanted is null ? SdpSection.Refuse(media) : SdpSection.Publish(media, wanted);
    }

    private string State() => JsonSerializer.Serialize(new
    {
        Counters = _rtc.Count(),
        Keyframes = Published().Where(track => track.Kind == MediaKind.Video).Select(track => new { track.KeyframeRequests.Requests, track.KeyframeRequests.Sent }),
        Estimates = _sessions.Keys.Select(session => session.EstimatedBitsPerSecond).Where(estimate => estimate > 0),
    }, JsonSerializerOptions.Web);
}
