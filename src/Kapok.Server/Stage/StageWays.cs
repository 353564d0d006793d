using Kapok.Media.Stage;
using Kapok.Protocol.Messages;

namespace Kapok.Server.Stage;

/// <summary>How a broadcast can be had now, the quickest way first.</summary>
internal static class StageWays
{
    private const int SmallHeight = 360;

    /// <summary>The ways, with addresses below an origin.</summary>
    /// <param name="live">The broadcast.</param>
    /// <param name="hasBFrames">Its pictures are shown in another order than they are decoded, which WebRTC cannot.</param>
    /// <param name="hasRtc">This node takes viewers by WebRTC.</param>
    /// <param name="origin">What goes before paths: empty, or scheme, host and port of this node.</param>
    public static IReadOnlyList<StageWay> Of(LiveStage live, bool hasBFrames, bool hasRtc, string origin)
    {
        List<StageWay> ways = [];
        if (live.Format is not { } format) return ways;
        string at = $"{origin}/live/{live.Id}";
        if (hasRtc && IsForRtc(live, format, hasBFrames)) ways.Add(Way(StageWayKind.Whep, $"{at}/whep", [.. Rtc(format)]));
        if (format.Video is StageCodec.None or StageCodec.H264 && format.Audio is StageCodec.None or StageCodec.Aac)
            ways.Add(Way(StageWayKind.Flv, $"{at}.flv", StageCodecNames.Of(format)));
        if (live.Feed(StageFeed.Playable).Format is { } playable) ways.Add(Way(StageWayKind.LlHls, $"{at}/index.m3u8", StageCodecNames.Of(playable)));
        if (live.Feed(StageFeed.Small).Format is { } small) ways.Add(Way(StageWayKind.LlHls, $"{at}/{SmallHeight}/index.m3u8", StageCodecNames.Of(small), SmallHeight));
        return ways;
    }

    private static bool IsForRtc(LiveStage live, StageFormat format, bool hasBFrames)
    {
        if (format.Video == StageCodec.H264 && hasBFrames) return false;
        return format.Audio == StageCodec.None || live.Feed(StageFeed.Opus).Format is not null;
    }

    private static IEnumerable<string> Rtc(StageFormat format)
    {
        if (StageCodecNames.VideoOf(format) is { Length: > 0 } video) yield return video;
        if (format.Audio != StageCodec.None) yield return "opus";
    }

    private static StageWay Way(StageWayKind kind, string address, IReadOnlyList<string> codecs, uint height = 0)
    {
        StageWay way = new() { Kind = kind, Address = address, Height = height };
        way.Codecs.AddRange(codecs);
        return way;
    }
}
