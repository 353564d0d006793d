using System.Globalization;
using Kapok.Media.Rtc.Ice;

namespace Kapok.Media.Rtc.Sdp;

/// <summary>An offer of a browser, of ffmpeg or of OBS, as far as sound and pictures over SRTP need it (RFC 8866, RFC 8829, RFC 9725).</summary>
/// <remarks>Everything of the offer is bounded before it is kept. Attributes that stand at the session count for every section without its own.</remarks>
public sealed class SdpOffer
{
    /// <summary>The longest offer, in characters. A browser's offer of ten audio sections has about 15,000.</summary>
    public const int MaxLength = 64 * 1024;

    /// <summary>The most media sections.</summary>
    public const int MaxMedia = 64;

    private const int MaxLines = 2000, MaxLine = 1024, MaxFormats = 64;

    private readonly List<SdpMedia> _media = [];
    private readonly List<string> _bundle = [];
    private string? _fragment, _password;
    private SdpDirection _direction;

    private SdpOffer()
    {
    }

    /// <summary>Media sections in order.</summary>
    public IReadOnlyList<SdpMedia> Media => _media;

    /// <summary>The offerer's ICE credentials; the first in the offer, since all sections are bundled.</summary>
    public IceCredentials? Credentials { get; private set; }

    /// <summary>SHA-256 of the offerer's certificate, 32 bytes.</summary>
    public byte[] Fingerprint { get; private set; } = [];

    /// <summary>Who opens DTLS.</summary>
    public SdpSetup Setup { get; private set; }

    /// <summary>Reads an offer.</summary>
    /// <param name="text">The offer.</param>
    /// <param name="offer">The offer, when nothing is wrong.</param>
    public static SdpFault TryRead(ReadOnlySpan<char> text, out SdpOffer offer)
    {
        offer = new();
        if (text.Length > MaxLength) return SdpFault.TooLarge;
        if (!text.StartsWith("v=0")) return SdpFault.Malformed;
        int lines = 0;
        foreach (ReadOnlySpan<char> line in text.EnumerateLines())
        {
            if (++lines > MaxLines || line.Length > MaxLine) return SdpFault.TooLarge;
            if (line.IsEmpty) continue;
            if (line.Length < 2 || line[1] != '=') return SdpFault.Malformed;
            SdpFault fault = line[0] switch
            {
                'm' => offer.Begin(line[2..]),
                'a' => offer.Attribute(line[2..]),
                _ => SdpFault.None,
            };
            if (fault != SdpFault.None) return fault;
        }
        return offer.Check();
    }

    private SdpFault Begin(ReadOnlySpan<char> line)
    {
        if (_media.Count == MaxMedia) return SdpFault.TooLarge;
        Span<Range> parts = stackalloc Range[MaxFormats + 4];
        int count = line.Split(parts, ' ', StringSplitOptions.RemoveEmptyEntries);
        if (count < 4) return SdpFault.Malformed;
        if (count == parts.Length) return SdpFault.TooLarge;
        string kind = line[parts[0]].ToString();
        if (kind is not ("audio" or "video" or "application" or "text" or "image" or "message")) return SdpFault.Malformed;
        if (!int.TryParse(line[parts[1]], NumberStyles.None, CultureInfo.InvariantCulture, out int port)) return SdpFault.Malformed;
        string protocol = line[parts[2]].ToString(), first = line[parts[3]].ToString();
        if (!IsPlain(protocol) || !IsPlain(first)) return SdpFault.Malformed;
        SdpMedia media = new(kind, protocol, first, port == 0) { Direction = _direction };
        for (int at = 3; at < count; at++)
        {
            if (int.TryParse(line[parts[at]], NumberStyles.None, CultureInfo.InvariantCulture, out int type) && type <= 127) media.AddFormat(type);
        }
        _media.Add(media);
        return SdpFault.None;
    }

    private SdpFault Attribute(ReadOnlySpan<char> line)
    {
        int colon = line.IndexOf(':');
        ReadOnlySpan<char> name = colon < 0 ? line : line[..colon], value = colon < 0 ? default : line[(colon + 1)..].Trim();
        switch (name)
        {
            case "ice-ufrag":
                _fragment ??= value.ToString();
                break;
            case "ice-pwd":
                _password ??= value.ToString();
                break;
            case "fingerprint":
                if (Fingerprint.Length == 0) Fingerprint = ReadFingerprint(value);
                break;
            case "setup":
                if (Setup == SdpSetup.None) Setup = value switch { "active" => SdpSetup.Active, "passive" => SdpSetup.Passive, "actpass" => SdpSetup.Either, _ => SdpSetup.None };
                break;
            case "group":
                if (value.StartsWith("BUNDLE ") && _bundle.Count == 0) _bundle.AddRange(value[7..].ToString().Split(' ', MaxMedia + 1, StringSplitOptions.RemoveEmptyEntries));
                break;
            case "sendrecv" or "sendonly" or "recvonly" or "inactive" when _media.Count == 0:
                _direction = name switch
                {
                    "sendonly" => SdpDirection.SendOnly,
                    "recvonly" => SdpDirection.ReceiveOnly,
                    "inactive" => SdpDirection.Inactive,
                    _ => SdpDirection.SendReceive
                };
                break;
            default:
                if (_media.Count > 0) _media[^1].Take(name, value);
                break;
        }
        return SdpFault.None;
    }

    private SdpFault Check()
    {
        if (_media.Count == 0) return SdpFault.Malformed;
        Credentials = IceCredentials.OfPeer(_fragment, _password);
        if (Credentials is null) return SdpFault.NoIce;
        if (Fingerprint.Length == 0 || Setup == SdpSetup.None) return SdpFault.NoDtls;
        List<SdpMedia> usable = [.. _media.Where(media => media.IsUsable)];
        if (usable.Count == 0) return SdpFault.NoCodec;
        if (usable.Any(media => !media.HasRtcpMux)) return SdpFault.NotBundled;
        // One section needs no group; ffmpeg's single one has none.
        if (usable.Count > 1 && usable.Any(media => media.Mid.Length == 0 || !_bundle.Contains(media.Mid))) return SdpFault.NotBundled;
        return _media.Select(media => media.Mid).Where(mid => mid.Length > 0).GroupBy(mid => mid).Any(same => same.Count() > 1) ? SdpFault.Malformed : SdpFault.None;
    }

    private static byte[] ReadFingerprint(ReadOnlySpan<char> value)
    {
        if (!value.StartsWith("sha-256 ", StringComparison.OrdinalIgnoreCase)) return [];
        ReadOnlySpan<char> hex = value[8..].Trim();
        if (hex.Length != (32 * 3) - 1) return [];
        byte[] print = new byte[32];
        for (int at = 0; at < print.Length; at++)
        {
            if (at > 0 && hex[(at * 3) - 1] != ':') return [];
            if (!byte.TryParse(hex.Slice(at * 3, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out print[at])) return [];
        }
        return print;
    }

    // What is repeated in an answer must not carry a line of its own.
    private static bool IsPlain(string text) => text.Length <= 40 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '-' or '_' or '.' or '*');
}
