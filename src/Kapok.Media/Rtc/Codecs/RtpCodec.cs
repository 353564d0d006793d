namespace Kapok.Media.Rtc.Codecs;

/// <summary>What a track is of.</summary>
public enum MediaKind
{
    /// <summary>Sound.</summary>
    Audio,

    /// <summary>Pictures.</summary>
    Video,
}

/// <summary>A codec whose packets are forwarded as they are: what SDP calls it and how its clock runs. The table of them is <see cref="All"/>.</summary>
/// <remarks>A further codec is a further row, and for video a case in <see cref="Keyframe"/>.</remarks>
public sealed class RtpCodec
{
    private readonly string _parameter, _value;
    private readonly bool _isDefault;

    private RtpCodec(int id, string name, MediaKind kind, int clockRate, int channels, uint frameTicks, string parameter = "", string value = "", bool isDefault = true)
    {
        (Id, Name, Kind, ClockRate, Channels, FrameTicks) = (id, name, kind, clockRate, channels, frameTicks);
        (_parameter, _value, _isDefault) = (parameter, value, isDefault);
        Map = channels > 1 ? $"{name}/{clockRate}/{channels}" : $"{name}/{clockRate}";
    }

    /// <summary>Opus, RFC 7587.</summary>
    public static RtpCodec Opus { get; } = new(0, "opus", MediaKind.Audio, 48_000, 2, 960);

    /// <summary>VP8, RFC 7741.</summary>
    public static RtpCodec Vp8 { get; } = new(1, "VP8", MediaKind.Video, 90_000, 1, 3000);

    /// <summary>H.264 whose pictures may be cut into several packets, RFC 6184, section 6.3; every browser and OBS send it so.</summary>
    public static RtpCodec H264 { get; } = new(2, "H264", MediaKind.Video, 90_000, 1, 3000, "packetization-mode", "1", isDefault: false);

    /// <summary>VP9 of eight bits a colour, RFC 9628.</summary>
    public static RtpCodec Vp9 { get; } = new(3, "VP9", MediaKind.Video, 90_000, 1, 3000, "profile-id", "0");

    /// <summary>AV1 of the main profile, by the Alliance's RTP payload format 1.0.</summary>
    public static RtpCodec Av1 { get; } = new(4, "AV1", MediaKind.Video, 90_000, 1, 3000, "profile", "0");

    /// <summary>The table, by <see cref="Id"/>.</summary>
    public static IReadOnlyList<RtpCodec> All { get; } = [Opus, Vp8, H264, Vp9, Av1];

    /// <summary>Rows of the table.</summary>
    public const int Count = 5;

    /// <summary>Its row.</summary>
    public int Id { get; }

    /// <summary>As SDP writes it; case does not count.</summary>
    public string Name { get; }

    /// <summary>Sound or pictures.</summary>
    public MediaKind Kind { get; }

    /// <summary>Timestamp units a second.</summary>
    public int ClockRate { get; }

    /// <summary>Channels that its map names; 1 where it names none.</summary>
    public int Channels { get; }

    /// <summary>Timestamp units of a usual frame: the least step from one source to the next.</summary>
    public uint FrameTicks { get; }

    /// <summary>The value of a=rtpmap, such as <c>opus/48000/2</c>.</summary>
    public string Map { get; }

    /// <summary>The row that a map names; null for none.</summary>
    public static RtpCodec? OfMap(ReadOnlySpan<char> map)
    {
        foreach (RtpCodec codec in All)
        {
            if (map.Equals(codec.Map, StringComparison.OrdinalIgnoreCase)) return codec;
        }
        return null;
    }

    /// <summary>Whether a format with these parameters (a=fmtp) is the one that is meant.</summary>
    public bool Takes(ReadOnlySpan<char> parameters)
    {
        if (_parameter.Length == 0) return true;
        foreach (Range part in parameters.Split(';'))
        {
            ReadOnlySpan<char> one = parameters[part].Trim();
            int equals = one.IndexOf('=');
            if (equals > 0 && one[..equals].Trim().Equals(_parameter, StringComparison.OrdinalIgnoreCase)) return one[(equals + 1)..].Trim().SequenceEqual(_value);
        }
        return _isDefault;
    }

    /// <inheritdoc/>
    public override string ToString() => Map;
}
