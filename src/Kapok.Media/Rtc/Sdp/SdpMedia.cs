using System.Globalization;
using Kapok.Media.Rtc.Codecs;

namespace Kapok.Media.Rtc.Sdp;

/// <summary>One media section of an offer, as far as sound and pictures over SRTP need it.</summary>
public sealed class SdpMedia
{
    internal const string AudioLevelUri = "urn:ietf:params:rtp-hdrext:ssrc-audio-level", MidUri = "urn:ietf:params:rtp-hdrext:sdes:mid",
        CongestionUri = "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01";

    private const int AnyType = -1; // "*" of a=rtcp-fb

    private readonly List<int> _formats = []; // payload types in the offerer's order of preference
    private readonly Dictionary<int, int> _retransmissionOf = []; // rtx payload type -> the one it repeats
    private readonly HashSet<int> _rtx = [];

    // By payload type, since Firefox writes what is said of a type before the line that says which codec it is.
    private readonly Dictionary<int, RtpCodec> _codecs = [];
    private readonly Dictionary<int, string> _parameters = [];
    private readonly Dictionary<int, SdpFeedback> _feedback = [];
    private readonly List<uint> _sources = [];
    private List<SdpFormat>? _offered;

    internal SdpMedia(string kind, string protocol, string firstFormat, bool isRejected)
    {
        (Kind, Protocol, FirstFormat, IsRejected) = (kind, protocol, firstFormat, isRejected);
    }

    /// <summary>The section of a track that no peer publishes: nothing was offered.</summary>
    internal static SdpMedia OfNobody(MediaKind kind) => new(kind == MediaKind.Audio ? "audio" : "video", "", "", isRejected: true);

    /// <summary>audio, video or application.</summary>
    public string Kind { get; }

    /// <summary>Transport, such as UDP/TLS/RTP/SAVPF.</summary>
    public string Protocol { get; }

    /// <summary>The first format offered, which a refusal repeats.</summary>
    public string FirstFormat { get; }

    /// <summary>The offerer set the port to 0 without a=bundle-only.</summary>
    public bool IsRejected { get; private set; }

    /// <summary>Identification (RFC 5888); empty when the offer has none.</summary>
    public string Mid { get; internal set; } = "";

    /// <summary>Who sends.</summary>
    public SdpDirection Direction { get; internal set; }

    /// <summary>Payload types that are of the codecs' table, in the offerer's order of preference.</summary>
    public IReadOnlyList<SdpFormat> Formats => _offered ??= [.. _formats.Select(FormatOf).OfType<SdpFormat>()];

    /// <summary>Id of the audio level extension, 0 when it is not offered.</summary>
    public int AudioLevelId { get; private set; }

    /// <summary>Id of the transport-wide number, 0 when it is not offered.</summary>
    public int CongestionId { get; private set; }

    /// <summary>Id of the section's identification in packets, 0 when it is not offered.</summary>
    public int MidId { get; private set; }

    /// <summary>RTP and RTCP share a port.</summary>
    public bool HasRtcpMux { get; private set; }

    /// <summary>Whether it is sound or pictures over DTLS-SRTP of a codec of the table, and not refused.</summary>
    public bool IsUsable => !IsRejected && Formats.Count > 0 && Protocol is "UDP/TLS/RTP/SAVPF" or "UDP/TLS/RTP/SAVP" or "RTP/SAVPF";

    /// <summary>Sources that the offerer announced (RFC 5576), the first four.</summary>
    public IReadOnlyList<uint> Sources => _sources;

    /// <summary>What is offered of one codec; null for nothing.</summary>
    public SdpFormat? Find(RtpCodec codec) => Formats.FirstOrDefault(format => format.Codec == codec);

    /// <summary>Whether transport-wide feedback can be given for a format: both the number in packets and the message are offered.</summary>
    public bool TakesCongestion(SdpFormat format) => CongestionId != 0 && format.Has(SdpFeedback.Congestion);

    internal void AddFormat(int type)
    {
        if (!_formats.Contains(type)) _formats.Add(type);
    }

    /// <summary>Takes an attribute in; what is malformed is left out, as RFC 8866 section 5.13 asks of what is not known.</summary>
    internal void Take(ReadOnlySpan<char> name, ReadOnlySpan<char> value)
    {
        switch (name)
        {
            case "mid":
                if (IsToken(value)) Mid = value.ToString();
                break;
            case "rtcp-mux":
                HasRtcpMux = true;
                break;
            case "bundle-only":
                IsRejected = false;
                break;
            case "sendrecv" or "sendonly" or "recvonly" or "inactive":
                Direction = name switch
                {
                    "sendonly" => SdpDirection.SendOnly,
                    "recvonly" => SdpDirection.ReceiveOnly,
                    "inactive" => SdpDirection.Inactive,
                    _ => SdpDirection.SendReceive
                };
                break;
            case "rtpmap":
                TakeMap(value);
                break;
            case "fmtp":
                TakeParameters(value);
                break;
            case "rtcp-fb":
                TakeFeedback(value);
                break;
            case "ssrc":
                int space = value.IndexOf(' ');
                bool isSource = uint.TryParse(space < 0 ? value : value[..space], NumberStyles.None, CultureInfo.InvariantCulture, out uint source);
                if (isSource && _sources.Count < 4 && !_sources.Contains(source)) _sources.Add(source);
                break;
            case "extmap":
                TakeExtension(value);
                break;
            default:
                break;
        }
    }

    private static bool IsToken(ReadOnlySpan<char> text)
    {
        if (text.Length is 0 or > 32) return false;
        foreach (char c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_' or '.' or '{' or '}')) return false;
        }
        return true;
    }

    private bool TryType(ref ReadOnlySpan<char> value, out int type)
    {
        int space = value.IndexOf(' ');
        type = -1;
        if (space < 0 || !int.TryParse(value[..space], NumberStyles.None, CultureInfo.InvariantCulture, out type) || !_formats.Contains(type)) return false;
        value = value[(space + 1)..].Trim();
        return true;
    }

    private void TakeMap(ReadOnlySpan<char> value)
    {
        if (!TryType(ref value, out int type)) return;
        if (RtpCodec.OfMap(value) is { } codec && Kind == (codec.Kind == MediaKind.Audio ? "audio" : "video")) _codecs.TryAdd(type, codec);
        if (value.StartsWith("rtx/", StringComparison.OrdinalIgnoreCase)) _rtx.Add(type);
    }

    private void TakeParameters(ReadOnlySpan<char> value)
    {
        if (!TryType(ref value, out int type)) return;
        if (IsPlain(value)) _parameters.TryAdd(type, value.ToString()); // an answer may repeat them
        foreach (Range part in value.Split(';'))
        {
            ReadOnlySpan<char> one = value[part].Trim();
            if (one.StartsWith("apt=") && int.TryParse(one[4..], NumberStyles.None, CultureInfo.InvariantCulture, out int repeated)) _retransmissionOf[type] = repeated;
        }
    }

    private void TakeFeedback(ReadOnlySpan<char> value)
    {
        int type = AnyType;
        if (value.StartsWith("* ")) value = value[2..].Trim();
        else if (!TryType(ref value, out type)) return;
        SdpFeedback feedback = value switch
        {
            "nack" => SdpFeedback.Nack,
            "nack pli" => SdpFeedback.PictureLoss,
            "ccm fir" => SdpFeedback.FullIntra,
            "transport-cc" => SdpFeedback.Congestion,
            _ => SdpFeedback.None,
        };
        _feedback[type] = _feedback.GetValueOrDefault(type) | feedback;
    }

    private SdpFormat? FormatOf(int type)
    {
        if (!_codecs.TryGetValue(type, out RtpCodec? codec)) return null;
        string parameters = _parameters.GetValueOrDefault(type, "");
        if (!codec.Takes(parameters)) return null;
        int rtx = _rtx.FirstOrDefault(repeats => _retransmissionOf.GetValueOrDefault(repeats, -1) == type, -1);
        return new(type, codec, parameters, rtx, _feedback.GetValueOrDefault(type) | _feedback.GetValueOrDefault(AnyType));
    }

    private static bool IsPlain(ReadOnlySpan<char> text)
    {
        foreach (char c in text)
        {
            if (c is < ' ' or > '~') return false;
        }
        return true;
    }

    private void TakeExtension(ReadOnlySpan<char> value)
    {
        int space = value.IndexOf(' ');
        if (space < 0) return;
        ReadOnlySpan<char> number = value[..space], uri = value[(space + 1)..].Trim();
        if (number.IndexOf('/') is >= 0 and int slash) number = number[..slash];
        if (uri.IndexOf(' ') is >= 0 and int end) uri = uri[..end];
        // The one-byte form has ids 1 to 14; what is beyond needs the other form, which is read but not written here.
        if (!int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int id) || id is < 1 or > 14) return;
        if (uri.SequenceEqual(AudioLevelUri)) AudioLevelId = id;
        else if (uri.SequenceEqual(CongestionUri)) CongestionId = id;
        else if (uri.SequenceEqual(MidUri)) MidId = id;
    }
}
