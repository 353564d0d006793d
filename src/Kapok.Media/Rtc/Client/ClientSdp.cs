using System.Globalization;
using System.Net;
using System.Text;
using Kapok.Media.Rtc.Ice;
using Kapok.Media.Rtc.Sdp;

namespace Kapok.Media.Rtc.Client;

/// <summary>A bot's offer, shaped as a browser's, and what it reads from the answer.</summary>
internal static class ClientSdp
{
    public const int OpusType = 111, RtxType = 112, LevelId = 1, CongestionId = 3, MidId = 4;

    /// <summary>Writes an offer: sections that send first, then the slots.</summary>
    public static string Offer(RtcClientOptions options, IceCredentials credentials, string fingerprint, IReadOnlyList<uint> sources)
    {
        int sections = sources.Count + options.Slots;
        StringBuilder text = new(2048);
        text.Append(CultureInfo.InvariantCulture, $"v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE {string.Join(' ', Enumerable.Range(0, sections))}\r\n");
        for (int mid = 0; mid < sections; mid++)
        {
            bool sends = mid < sources.Count;
            text.Append(CultureInfo.InvariantCulture, $"m=audio 9 UDP/TLS/RTP/SAVPF {OpusType}{(options.TakesRtx ? $" {RtxType}" : "")}\r\nc=IN IP4 0.0.0.0\r\na=mid:{mid}\r\n");
            text.Append(CultureInfo.InvariantCulture, $"a=ice-ufrag:{credentials.Fragment}\r\na=ice-pwd:{credentials.Password}\r\na=fingerprint:sha-256 {fingerprint}\r\n");
            text.Append(CultureInfo.InvariantCulture, $"a=setup:{(options.IsDtlsServer ? "passive" : "actpass")}\r\na=rtcp-mux\r\na=rtpmap:{OpusType} opus/48000/2\r\na=rtcp-fb:{OpusType} nack\r\n");
            if (options.TakesRtx) text.Append(CultureInfo.InvariantCulture, $"a=rtpmap:{RtxType} rtx/48000\r\na=fmtp:{RtxType} apt={OpusType}\r\n");
            text.Append(CultureInfo.InvariantCulture, $"a=rtcp-fb:{OpusType} transport-cc\r\na=extmap:{LevelId} {SdpMedia.AudioLevelUri}\r\na=extmap:{CongestionId} {SdpMedia.CongestionUri}\r\na=extmap:{MidId} {SdpMedia.MidUri}\r\n");
            text.Append(CultureInfo.InvariantCulture, $"a={(sends ? "sendonly" : "recvonly")}\r\n");
            if (sends) text.Append(CultureInfo.InvariantCulture, $"a=ssrc:{sources[mid]} cname:bot\r\n");
        }
        return text.ToString();
    }

    /// <summary>Reads an answer of <see cref="SdpAnswer"/>. It trusts it: it is our own server's.</summary>
    /// <exception cref="FormatException">Something is missing.</exception>
    public static ClientAnswer Read(string answer)
    {
        string[] lines = answer.Split("\r\n");
        string Value(string name) => lines.FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))?[name.Length..] ?? throw new FormatException($"The answer has no {name}");
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
        string[]? parts = lines.Where(line => line.StartsWith("a=candidate:", StringComparison.Ordinal)).Select(line => line.Split(' ')).FirstOrDefault(parts => parts[2] == transport);
        return parts is null ? null : new(IPAddress.Parse(parts[4]), int.Parse(parts[5], CultureInfo.InvariantCulture));
    }
}

/// <summary>What a bot needs of an answer.</summary>
internal sealed record ClientAnswer(
    IceCredentials Credentials, byte[] Fingerprint, bool ServerOpensDtls, IPEndPoint? Udp, IPEndPoint? Tcp, IReadOnlyList<uint> Slots, IReadOnlyList<uint> Repeats);
