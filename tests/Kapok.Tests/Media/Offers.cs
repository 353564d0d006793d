namespace Kapok.Tests.Media;

/// <summary>Offers as browsers and tools make them, with invented keys.</summary>
internal static class Offers
{
    private const string Print = "AB:CD:EF:01:23:45:67:89:AB:CD:EF:01:23:45:67:89:AB:CD:EF:01:23:45:67:89:AB:CD:EF:01:23:45:67:89";

    /// <summary>Chromium: one section that sends, two that receive.</summary>
    public static string Chromium { get; } = Lines(
        "v=0", "o=- 4611731400430051336 2 IN IP4 127.0.0.1", "s=-", "t=0 0", "a=group:BUNDLE 0 1 2", "a=extmap-allow-mixed", "a=msid-semantic: WMS stream",
        Section(0, "sendonly", "a=msid:stream track\r\na=ssrc:3570614608 cname:4TOk42mSjXCkVIa6\r\na=ssrc:3570614608 msid:stream track\r\n"), Section(1, "recvonly"),
        Section(2, "recvonly"));

    /// <summary>Firefox: the fingerprint stands at the session, direction with extensions.</summary>
    public static string Firefox { get; } = Lines(
        "v=0", "o=mozilla...THIS_IS_SDPARTA-99.0 8520145323 0 IN IP4 0.0.0.0", "s=-", "t=0 0", $"a=fingerprint:sha-256 {Print}", "a=group:BUNDLE 0 1",
        "a=ice-options:trickle", "a=msid-semantic:WMS *",
        "m=audio 9 UDP/TLS/RTP/SAVPF 109 9 0 8 101", "c=IN IP4 0.0.0.0", "a=sendonly", "a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level",
        "a=extmap:2/recvonly urn:ietf:params:rtp-hdrext:csrc-audio-level",
        "a=extmap:3 urn:ietf:params:rtp-hdrext:sdes:mid", "a=fmtp:109 maxplaybackrate=48000;stereo=1;useinbandfec=1", "a=fmtp:101 0-15",
        "a=ice-pwd:e3baa26dd2fa5030d881d385f1e36cce", "a=ice-ufrag:58b99ead",
        "a=mid:0", "a=msid:{a} {b}", "a=rtcp-mux", "a=rtpmap:109 opus/48000/2", "a=rtpmap:9 G722/8000/1", "a=rtpmap:101 telephone-event/8000/1", "a=setup:actpass",
        "a=ssrc:1863398457 cname:{c}",
        "m=audio 0 UDP/TLS/RTP/SAVPF 109 9 0 8 101", "c=IN IP4 0.0.0.0", "a=bundle-only", "a=recvonly", "a=mid:1", "a=rtcp-mux", "a=rtpmap:109 opus/48000/2",
        "a=setup:actpass", "a=ice-pwd:e3baa26dd2fa5030d881d385f1e36cce", "a=ice-ufrag:58b99ead");

    /// <summary>ffmpeg's WHIP: it waits for the handshake, and sends video too, which is refused here.</summary>
    public static string Ffmpeg { get; } = Lines(
        "v=0", "o=FFmpeg 4489045141692799359 2 IN IP4 127.0.0.1", "s=FFmpegPublishSession", "t=0 0", "a=group:BUNDLE 0 1", "a=extmap-allow-mixed", "a=msid-semantic: WMS",
        "m=audio 9 UDP/TLS/RTP/SAVPF 111", "c=IN IP4 0.0.0.0", "a=ice-ufrag:a174B", "a=ice-pwd:wY8rJ3gNLxL3eWZs6UPOxy", $"a=fingerprint:sha-256 {Print}",
        "a=setup:passive", "a=mid:0", "a=sendonly",
        "a=msid:FFmpeg audio", "a=rtcp-mux", "a=rtpmap:111 opus/48000/2", "a=ssrc:4267647086 cname:FFmpeg", "a=ssrc:4267647086 msid:FFmpeg audio",
        "m=video 9 UDP/TLS/RTP/SAVPF 106", "c=IN IP4 0.0.0.0", "a=ice-ufrag:a174B", "a=ice-pwd:wY8rJ3gNLxL3eWZs6UPOxy", $"a=fingerprint:sha-256 {Print}",
        "a=setup:passive", "a=mid:1", "a=sendonly", "a=rtcp-mux", "a=rtcp-rsize",
        "a=rtpmap:106 H264/90000", "a=fmtp:106 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f", "a=ssrc:107169110 cname:FFmpeg");

    /// <summary>Chromium with pictures: sound, a camera that is sent, a screen that is received.</summary>
    public static string ChromiumVideo { get; } = Lines(
        "v=0", "o=- 4611731400430051336 2 IN IP4 127.0.0.1", "s=-", "t=0 0", "a=group:BUNDLE 0 1 2", "a=extmap-allow-mixed", "a=msid-semantic: WMS stream", Section(0, "sendonly"),
        Pictures(1, "sendonly", "a=msid:stream camera\r\na=ssrc-group:FID 2231627014 632943048\r\na=ssrc:2231627014 cname:4TOk42mSjXCkVIa6\r\na=ssrc:632943048 cname:4TOk42mSjXCkVIa6\r\n"), Pictures(2, "recvonly", ""));

    /// <summary>All of them.</summary>
    public static string[] All { get; } = [Chromium, Firefox, Ffmpeg, ChromiumVideo];

    private static string Section(int mid, string direction, string more = "") =>
        "m=audio 9 UDP/TLS/RTP/SAVPF 111 63 9 0 8 13 110 126\r\nc=IN IP4 0.0.0.0\r\na=rtcp:9 IN IP4 0.0.0.0\r\na=ice-ufrag:zJHn\r\na=ice-pwd:2Jb1SYG8Y7jC5WRmkYV+pDkW\r\na=ice-options:trickle\r\n"
        + $"a=fingerprint:sha-256 {Print}\r\na=setup:actpass\r\na=mid:{mid}\r\na=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level\r\na=extmap:2 http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time\r\n"
        + "a=extmap:3 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01\r\na=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid\r\n"
        + $"a={direction}\r\na=rtcp-mux\r\na=rtcp-rsize\r\na=rtpmap:111 opus/48000/2\r\na=rtcp-fb:111 transport-cc\r\na=rtcp-fb:111 nack\r\na=fmtp:111 minptime=10;useinbandfec=1\r\n"
        + $"a=rtpmap:63 red/48000/2\r\na=fmtp:63 111/111\r\na=rtpmap:9 G722/8000\r\na=rtpmap:0 PCMU/8000\r\na=rtpmap:8 PCMA/8000\r\na=rtpmap:13 CN/8000\r\na=rtpmap:110 telephone-event/48000\r\na=rtpmap:126 telephone-event/8000\r\n{more}".TrimEnd();

    private static string Pictures(int mid, string direction, string more)
    {
        (int Type, string Map, string Parameters)[] formats =
        [
            (96, "VP8", ""), (103, "H264", "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42001f"),
            (107, "H264", "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f"),
            (109, "H264", "level-asymmetry-allowed=1;packetization-mode=0;profile-level-id=42e01f"), (45, "AV1", "level-idx=5;profile=0;tier=0"),
            (98, "VP9", "profile-id=0"), (100, "VP9", "profile-id=2"),
        ];
        string types = string.Join(' ', formats.Select(format => $"{format.Type} {format.Type + 1}"));
        return $"m=video 9 UDP/TLS/RTP/SAVPF {types} 116 117\r\nc=IN IP4 0.0.0.0\r\na=rtcp:9 IN IP4 0.0.0.0\r\na=ice-ufrag:zJHn\r\na=ice-pwd:2Jb1SYG8Y7jC5WRmkYV+pDkW\r\na=ice-options:trickle\r\n"
            + $"a=fingerprint:sha-256 {Print}\r\na=setup:actpass\r\na=mid:{mid}\r\na=extmap:14 urn:ietf:params:rtp-hdrext:toffset\r\na=extmap:3 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01\r\n"
            + $"a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid\r\na={direction}\r\na=rtcp-mux\r\na=rtcp-rsize\r\n"
            + string.Concat(formats.Select(format => $"a=rtpmap:{format.Type} {format.Map}/90000\r\na=rtcp-fb:{format.Type} goog-remb\r\na=rtcp-fb:{format.Type} transport-cc\r\na=rtcp-fb:{format.Type} ccm fir\r\n"
                + $"a=rtcp-fb:{format.Type} nack\r\na=rtcp-fb:{format.Type} nack pli\r\n{(format.Parameters.Length > 0 ? $"a=fmtp:{format.Type} {format.Parameters}\r\n" : "")}"
                + $"a=rtpmap:{format.Type + 1} rtx/90000\r\na=fmtp:{format.Type + 1} apt={format.Type}\r\n"))
            + $"a=rtpmap:116 red/90000\r\na=rtpmap:117 ulpfec/90000\r\n{more}".TrimEnd();
    }

    private static string Lines(params string[] lines) => string.Join("\r\n", lines.Select(line => line.TrimEnd())) + "\r\n";
}
