using System.Globalization;

namespace Kapok.Media.Stage.Ffmpeg;

/// <summary>What a child process is to make of a broadcast: what some viewers lack, and nothing else.</summary>
/// <param name="Opus">Sound as Opus, for WebRTC.</param>
/// <param name="Picture">The picture as H.264, for what plays from fragmented MP4.</param>
/// <param name="Small">A smaller picture as H.264.</param>
/// <param name="CopiesSound">The sound goes along as it is, beside a picture that is made: so both come in step.</param>
public readonly record struct FfmpegPlan(bool Opus, bool Picture, bool Small, bool CopiesSound)
{
    private const int MostWidth = 1280, MostHeight = 720, SmallWidth = 640, SmallHeight = 360;
    private const long MostMemory = 512L << 20; // bytes of one piece

    /// <summary>The picture goes in.</summary>
    public bool TakesVideo => Picture || Small;

    /// <summary>The sound goes in.</summary>
    public bool TakesAudio => Opus || CopiesSound;

    /// <summary>There is nothing to make.</summary>
    public bool IsEmpty => !TakesVideo && !TakesAudio;

    /// <summary>What a broadcast lacks.</summary>
    /// <param name="format">What its publisher sends.</param>
    /// <param name="makesSmall">A smaller rendition is wanted.</param>
    public static FfmpegPlan Of(StageFormat format, bool makesSmall)
    {
        ArgumentNullException.ThrowIfNull(format);
        bool picture = !StagePassage.IsPlayable(format), small = makesSmall && format.Video != StageCodec.None;
        return new(format.Audio == StageCodec.Aac, picture, small, (picture || small) && format.Audio != StageCodec.None);
    }

    /// <summary>What ffmpeg (5.1 or newer) is to be called with: a Matroska stream comes by a pipe and another one goes out by a pipe, whose tracks are those of
    /// the plan in its order. Times stay as they are. It opens nothing else.</summary>
    public IReadOnlyList<string> Arguments(StageFormat format)
    {
        ArgumentNullException.ThrowIfNull(format);
        List<string> arguments =
        [
            "-hide_banner", "-loglevel", "warning", "-nostdin", "-nostats", "-protocol_whitelist", "pipe", "-max_alloc", Text(MostMemory),
            "-threads", "1", "-analyzeduration", "100000", "-probesize", "1000000", "-f", "matroska", "-i", "pipe:0", "-copyts", "-filter_threads", "1",
        ];
        int audio = 0, video = 0;
        if (Opus)
        {
            arguments.AddRange(["-map", "0:a:0", $"-c:a:{audio}", "libopus", $"-b:a:{audio}", "128k", $"-ac:a:{audio}", "2", $"-ar:a:{audio}", "48000", "-frame_duration", "20"]);
            audio++;
        }
        if (Picture) arguments.AddRange(Encode(video++, Fit(format, MostWidth, MostHeight), "2000k"));
        if (Small) arguments.AddRange(Encode(video, Fit(format, SmallWidth, SmallHeight), "500k"));
        if (CopiesSound) arguments.AddRange(["-map", "0:a:0", $"-c:a:{audio}", "copy"]);
        arguments.AddRange(
        [
            "-max_interleave_delta", "300000", "-flush_packets", "1", "-f", "matroska", "-live", "1", "-cluster_time_limit", "1", "-cluster_size_limit", "2", "pipe:1",
        ]);
        return arguments;
    }

    // The size stays whatever a camera does in between: an encoder cannot change it. A whole picture each second, by the clock and not by the count of pictures.
    private static IEnumerable<string> Encode(int stream, (int Width, int Height) size, string bitrate) =>
    [
        "-map", "0:v:0", $"-c:v:{stream}", "libx264", $"-preset:v:{stream}", "ultrafast", $"-tune:v:{stream}", "zerolatency", $"-threads:v:{stream}", "1", $"-pix_fmt:v:{stream}", "yuv420p",
        $"-b:v:{stream}", bitrate, $"-maxrate:v:{stream}", bitrate, $"-bufsize:v:{stream}", bitrate, $"-g:v:{stream}", "250", $"-fps_mode:v:{stream}", "passthrough",
        $"-enc_time_base:v:{stream}", "1:90000", // otherwise times are rounded to a frame rate that is guessed
       
        $"-force_key_frames:v:{stream}", "expr:if(isnan(prev_forced_t),1,gte(t,prev_forced_t+1))", $"-filter:v:{stream}",
        $"scale={Text(size.Width)}:{Text(size.Height)}:force_original_aspect_ratio=decrease:force_divisible_by=2:flags=fast_bilinear,pad={Text(size.Width)}:{Text(size.Height)}:-1:-1,setsar=1",
    ];

    private static (int Width, int Height) Fit(StageFormat format, int mostWidth, int mostHeight)
    {
        if (format.Width <= 0 || format.Height <= 0) return (mostWidth, mostHeight);
        // Held upright, a phone's picture is as tall as it would be wide.
        if (format.Height > format.Width) (mostWidth, mostHeight) = (mostHeight, mostWidth);
        double scale = Math.Min(1, Math.Min((double)mostWidth / format.Width, (double)mostHeight / format.Height));
        return (Even(format.Width * scale), Even(format.Height * scale));
    }

    private static int Even(double pixels) => Math.Max(2, (int)Math.Round(pixels / 2) * 2);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
