using System.Globalization;
using System.Text;

namespace Kapok.Media.Stage.Hls;

/// <summary>Writes playlists as draft-pantos-hls-rfc8216bis says.</summary>
internal static class PlaylistWriter
{
    // Version 9 has EXT-X-SKIP; whoever knows less ignores parts and plays segments.
    private const int Version = 9;

    /// <summary>Writes the playlist of a stream.</summary>
    /// <param name="timing">How it is cut.</param>
    /// <param name="now">What is listed.</param>
    /// <param name="skipped">Segments that are left out at the beginning.</param>
    /// <param name="other">How far the other rendition is; null without one.</param>
    public static byte[] Write(HlsTiming timing, HlsSnapshot now, int skipped, HlsReport? other)
    {
        StringBuilder to = new(4096);
        to.Append(CultureInfo.InvariantCulture, $"#EXTM3U\n#EXT-X-VERSION:{Version}\n#EXT-X-TARGETDURATION:{HlsTiming.TargetSeconds}\n");
        to.Append(CultureInfo.InvariantCulture,
            $"#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,PART-HOLD-BACK={Seconds(3 * timing.MostPart)},CAN-SKIP-UNTIL={Seconds(HlsTiming.SkipBoundary)}\n");
        to.Append(CultureInfo.InvariantCulture, $"#EXT-X-PART-INF:PART-TARGET={Seconds(timing.MostPart)}\n");
        to.Append(CultureInfo.InvariantCulture, $"#EXT-X-MEDIA-SEQUENCE:{now.Listed[0].Number}\n#EXT-X-DISCONTINUITY-SEQUENCE:{now.Discontinuities}\n");
        if (skipped > 0) to.Append(CultureInfo.InvariantCulture, $"#EXT-X-SKIP:SKIPPED-SEGMENTS={skipped}\n");
        long left = now.Listed.Sum(segment => segment.Duration);
        int map = -1;
        for (int at = 0; at < now.Listed.Length; at++)
        {
            HlsSegment segment = now.Listed[at];
            left -= segment.Duration;
            if (at < skipped) continue;
            if (segment.IsDiscontinuous) to.Append("#EXT-X-DISCONTINUITY\n");
            if (segment.Map != map || segment.IsDiscontinuous) to.Append(CultureInfo.InvariantCulture, $"#EXT-X-MAP:URI=\"i{segment.Map}.mp4\"\n");
            map = segment.Map;
            Write(to, segment, left);
        }
        if (now.IsOver)
        {
            to.Append("#EXT-X-ENDLIST\n");
            return Encoding.ASCII.GetBytes(to.ToString());
        }
        if (other is { } report)
            to.Append(CultureInfo.InvariantCulture, $"#EXT-X-RENDITION-REPORT:URI=\"../{report.Folder}/{HlsRequest.PlaylistName}\",LAST-MSN={report.Number},LAST-PART={report.Part}\n");
        if (now.HasHint) to.Append(CultureInfo.InvariantCulture, $"#EXT-X-PRELOAD-HINT:TYPE=PART,URI=\"p{now.NextNumber}.{now.NextPart}.m4s\"\n");
        return Encoding.ASCII.GetBytes(to.ToString());
    }

    /// <summary>Writes the playlist of a broadcast's renditions.</summary>
    /// <param name="renditions">Folder, format and peak bits a second of each, the best first.</param>
    public static byte[] WriteRenditions(IEnumerable<(string Folder, Mp4.Mp4Format Format, long Peak, double FrameRate)> renditions)
    {
        StringBuilder to = new("#EXTM3U\n");
        to.Append(CultureInfo.InvariantCulture, $"#EXT-X-VERSION:{Version}\n");
        foreach ((string folder, Mp4.Mp4Format format, long peak, double frameRate) in renditions)
        {
            to.Append(CultureInfo.InvariantCulture, $"#EXT-X-STREAM-INF:BANDWIDTH={peak},CODECS=\"{format.Codecs}\"");
            if (format.Source is { Width: > 0, Height: > 0 } size) to.Append(CultureInfo.InvariantCulture, $",RESOLUTION={size.Width}x{size.Height}");
            if (format.HasVideo && frameRate > 0) to.Append(CultureInfo.InvariantCulture, $",FRAME-RATE={frameRate:0.000}");
            to.Append(CultureInfo.InvariantCulture, $"\n{folder}/{HlsRequest.PlaylistName}\n");
        }
        return Encoding.ASCII.GetBytes(to.ToString());
    }

    private static void Write(StringBuilder to, HlsSegment segment, long behind)
    {
        to.Append(CultureInfo.InvariantCulture, $"#EXT-X-PROGRAM-DATE-TIME:{segment.Date.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffZ}\n");
        if (behind < HlsTiming.PartsListed)
        {
            for (int part = 0; part < segment.Parts.Length; part++)
            {
                to.Append(CultureInfo.InvariantCulture, $"#EXT-X-PART:DURATION={Seconds(segment.Parts[part].Duration)},URI=\"p{segment.Number}.{part}.m4s\"");
                to.Append(segment.Parts[part].IsIndependent ? ",INDEPENDENT=YES\n" : "\n");
            }
        }
        if (segment.IsClosed) to.Append(CultureInfo.InvariantCulture, $"#EXTINF:{Seconds(segment.Duration)},\ns{segment.Number}.m4s\n");
    }

    private static string Seconds(long ticks) => (ticks / (double)StageSample.TicksPerSecond).ToString("0.00000", CultureInfo.InvariantCulture);
}
