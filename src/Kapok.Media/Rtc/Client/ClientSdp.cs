using System.Globalization;
using System.Net;
using System.Text;
using Kapok.Media.Rtc.Codecs;
using Kapok.Media.Rtc.Ice;
using Kapok.Media.Rtc.Sdp;

namespace Kapok.Media.Rtc.Client;

/// <summary>A bot's offer, shaped as a browser's, and what it reads from the answer.</summary>
internal static class ClientSdp
{
    public const int OpusType = 111, RtxType = 112, LevelId = 1, CongestionId = 3, MidId = 4;

    private const int SentVideoType = 120, FirstVideoType = 96; // others than where it receives, so that whoever forwards has to rewrite

    /// <summary>Payload type of the pictures that it sends.</summary>
    public static int TypeOf(RtpCodec codec) => codec.Kind == MediaKind.Audio ? OpusType : SentVideoType;

    /// <summary>Payload type of pictures that it receives.</summary>
    public static int ReceivedTypeOf(RtpCodec codec) => FirstVideoType + (2 * codec.Id);

    /// <summary>Writes an offer: sections of sound that send, then those that receive, then the same of pictures.</summary>
    public static string Offer(RtcClientOptions options, IceCredentials credentials, string fingerprint, IReadOnlyList<uint> sources)
    {
        int sounds = (options.SendsVoice ? 1 : 0) + (options.SendsStage ? 1 : 0), firstVideo = sounds + options.Slots;
        int sections = sources.Count + options.Slots + options.VideoSlots;
        StringBuilder text = new(2048);
        text.Append(CultureInfo.InvariantCulture, $"v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE {string.Join(' ', Enumerable.Range(0, sections))}\r\n");
        for (int mid = 0; mid < sections; mid++)
        {
            bool isVideo = mid >= firstVideo, sends = isVideo ? mid - firstVideo < sources.Count - sounds : mid < sounds;
            List<Format> formats = isVideo ? VideoFormats(options, sends)
                : [new(OpusType, RtpCodec.Opus, options.TakesRtx ? RtxType : -1, "", SdpFeedback.Nack | SdpFeedback.Congestion)];
            Begin(text, options, credentials, fingerprint, mid, formats);
            foreach (Format format in formats) Write(text, format);
            if (!isVideo) text.Append(CultureInfo.InvariantCulture, $"a=extmap:{LevelId} {SdpMedia.AudioLevelUri}\r\n");
            text.Append(CultureInfo.InvariantCulture, $"a=extmap:{CongestionId} {SdpMedia.CongestionUri}\r\na=extmap:{MidId} {SdpMedia.MidUri}\r\n");
            text.Append(CultureInfo.InvariantCulture, $"a={(sends ? "sendonly" : "recvonly")}\r\n");
            if (sends) text.Append(CultureInfo.InvariantCulture, $"a=ssrc:{sources[isVideo ? sounds + mid - firstVideo : mid]} cname:bot\r\n");
        }
        return text.ToString();
    }

    private static void Begin(StringBuilder text, RtcClientOptions options, IceCredentials credentials, string fingerprint, int mid, List<Format> formats)
    {
        string types = string.Join(' ', formats.SelectMany(format => format.RtxType < 0 ? [format.Type] : (int[])[format.Type, format.RtxType]));
        text.Append(CultureInfo.InvariantCulture,
            $"m={(formats[0].Codec.Kind == MediaKind.Video ? "video" : "audio")} 9 UDP/TLS/RTP/SAVPF {types}\r\nc=IN IP4 0.0.0.0\r\na=mid:{mid}\r\n");
        text.Append(CultureInfo.InvariantCulture, $"a=ice-ufrag:{credentials.Fragment}\r\na=ice-pwd:{credentials.Password}\r\na=fingerprint:sha-256 {fingerprint}\r\n");
        text.Append(CultureInfo.InvariantCulture, $"a=setup:{(options.IsDtlsServer ? "passive" : "actpass")}\r\na=rtcp-mux\r\n");
    }

    private static void Write(StringBuilder text, Format format)
    {
        text.Append(CultureInfo.InvariantCulture, $"a=rtpmap:{format.Type} {format.Codec.Map}\r\n");
        if (format.Parameters.Length > 0) text.Append(CultureInfo.InvariantCulture, $"a=fmtp:{format.Type} {format.Parameters}\r\n");
        (SdpFeedback Kind, string Name)[] names = [(SdpFeedback.Nack, "nack"), (SdpFeedback.Congestion, "transport-cc"), (SdpFeedback.PictureLoss, "nack pli"),
            (SdpFeedback.FullIntra, "ccm fir")];
        foreach ((SdpFeedback kind, string name) in names)
        {
            if ((format.Feedback & kind) != 0) text.Append(CultureInfo.InvariantCulture, $"a=rtcp-fb:{format.Type} {name}\r\n");
        }
        if (format.RtxType >= 0)
            text.Append(CultureInfo.InvariantCulture, $"a=rtpmap:{format.RtxType} rtx/{format.Codec.ClockRate}\r\na=fmtp:{format.RtxType} apt={format.Type}\r\n");
    }

    private static List<Format> VideoFormats(RtcClientOptions options, bool sends) =>
    [
        .. RtpCodec.All.Where(codec => codec.Kind == MediaKind.Video && (!sends || codec == options.SendsVideo)).Select(codec => new Format(
            sends ? SentVideoType : ReceivedTypeOf(codec), codec, options.TakesRtx && !sends ? ReceivedTypeOf(codec) + 1 : -1, ParametersOf(codec), options.VideoFeedback)),
    ];

    private static string ParametersOf(RtpCodec codec) =>
        codec == RtpCodec.H264 ? "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f" : codec == RtpCodec.Vp9 ? "profile-id=0" : "";

    /// <summary>Reads an answer of <see cref="SdpAnswer"/>. It trusts it: it is our own server's.</summary>
    /// <exception cref="FormatException">Something is missing.</exception>
    public static ClientAnswer Read(string answer)
    {
        string[] lines = answer.Split("\r\n");
        string Value(string name) => lines.FirstOrDefault(line =>
            line.StartsWith(name, StringComparison.Ordinal))?[name.Length..] ?? throw new FormatException($"The answer has no {name}");
        List<uint> slots = [], repeats = [];
        foreach (string line in lines)
        {
            bool isGroup = line.StartsWith("a=ssrc-group:FID ", StringComparison.Ordinal);
            if (isGroup) repeats.Add(uint.Parse(line.Split(' ')[2], CultureInfo.InvariantCulture));
            if (!line.StartsWith("a=ssrc:", StringComparison.Ordinal) || !line.Contains("cname", StringComparison.Ordinal)) continue;
            uint ssrc = uint.Parse(line.AsSpan(7, line.IndexOf(' ') - 7), CultureInfo.InvariantCulture);
            if (!repeats.Contains(ssrc)) slots.Add(ssrc);
        }
        byte[] print = [.. Value("a=fingerprint:sha-256 ").Split(':').Select(pair => byte.Parse(pair, NumberStyles.HexNumber, CultureInfo.InvariantCulture))];
        IceCredentials credentials = IceCredentials.OfPeer(Value("a=ice-ufrag:"), Value("a=ice-pwd:")) ?? throw new FormatException("The answer's ICE credentials are malformed");
        return new(credentials, print, Value("a=setup:") == "active", Candidate(lines, "udp"), Candidate(lines, "tcp"), slots, repeats);
    }

    private static IPEndPoint? Candidate(string[] lines, string transport)
    {
        string[]? parts = lines.Where(line => line.StartsWith("a=candidate:", StringComparison.Ordinal)).Select(line => line.Split(' '))
            .FirstOrDefault(parts => parts[2] == transport);
        return parts is null ? null : new(IPAddress.Parse(parts[4]), int.Parse(parts[5], CultureInfo.InvariantCulture));
    }
}

/// <summary>One payload type that a bot offers.</summary>
internal sealed record Format(int Type, RtpCodec Codec, int RtxType, string Parameters, SdpFeedback Feedback);

/// <summary>What a bot needs of an answer.</summary>
internal sealed record ClientAnswer(
    IceCredentials Credentials, byte[] Fingerprint, bool ServerOpensDtls, IPEndPoint? Udp, IPEndPoint? Tcp, IReadOnlyList<uint> Slots, IReadOnlyList<uint> Repeats);
