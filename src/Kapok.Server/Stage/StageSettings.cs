using Kapok.Media.Stage.Ffmpeg;

namespace Kapok.Server.Stage;

/// <summary>The <c>Stage</c> section of the options: <c>--Stage:RtmpPort=1935</c>, <c>STAGE__RTMPPORT</c> or appsettings.json.</summary>
public sealed class StageSettings
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Stage";

    /// <summary>Performers can go live. Default true.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>TCP port for RTMP besides the web port, range 0 to 65535. Default 0: none, the web port takes it.</summary>
    public int RtmpPort { get; set; }

    /// <summary>Length of a part of LL-HLS in milliseconds, by which its viewers are late. Default 500, range 200 to 1000.</summary>
    public int PartMs { get; set; } = 500;

    /// <summary>Viewers by WebRTC at once on this node; more take LL-HLS. Default 400, range 0 to 100000.</summary>
    public int WhepViewers { get; set; } = 400;

    /// <summary>Viewers of a broadcast by FLV over HTTP at once; more take LL-HLS. Default 1000, range 0 to 100000.</summary>
    public int FlvViewers { get; set; } = 1000;

    /// <summary>Stages on air at once on this node. Default 8, range 1 to 64.</summary>
    public int MaxOnAir { get; set; } = 8;

    /// <summary>Kilobits a second above which a performer is warned. Default 12000, range 500 to 100000.</summary>
    public int MaxKilobits { get; set; } = 12_000;

    /// <summary>
    /// ffmpeg, which makes what some viewers of a broadcast lack: <c>auto</c> (the default) for that of the system where there is one, <c>none</c>, or a path.
    /// </summary>
    public string Ffmpeg { get; set; } = FfmpegTool.Auto;

    /// <summary>Makes a smaller rendition of each stage for phones, 360 lines. Default where there are more than two cores; needs ffmpeg.</summary>
    public bool? Renditions { get; set; }

    /// <summary>Whether a smaller rendition is made.</summary>
    internal bool MakesSmall => Renditions ?? Environment.ProcessorCount > 2;

    /// <summary>What is wrong, one line each.</summary>
    public IEnumerable<string> Errors()
    {
        if (RtmpPort is < 0 or > 65535) yield return $"Stage:RtmpPort must be 0 to 65535, not {RtmpPort}.";
        if (PartMs is < 200 or > 1000) yield return $"Stage:PartMs must be 200 to 1000, not {PartMs}.";
        if (WhepViewers is < 0 or > 100_000) yield return $"Stage:WhepViewers must be 0 to 100000, not {WhepViewers}.";
        if (FlvViewers is < 0 or > 100_000) yield return $"Stage:FlvViewers must be 0 to 100000, not {FlvViewers}.";
        if (MaxOnAir is < 1 or > 64) yield return $"Stage:MaxOnAir must be 1 to 64, not {MaxOnAir}.";
        if (MaxKilobits is < 500 or > 100_000) yield return $"Stage:MaxKilobits must be 500 to 100000, not {MaxKilobits}.";
        if (Ffmpeg is not (FfmpegTool.Auto or FfmpegTool.None) && !File.Exists(Ffmpeg))
            yield return $"Stage:Ffmpeg must be auto, none or the path of ffmpeg; there is no file '{Ffmpeg}'.";
    }
}
