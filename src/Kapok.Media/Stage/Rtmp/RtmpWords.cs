using Kapok.Media.Stage.Flv;
using Kapok.Media.Stage.H264;

namespace Kapok.Media.Stage.Rtmp;

/// <summary>Why an encoder is let go, for itself and for whoever runs the stage.</summary>
/// <param name="Code">See <see cref="StageFault.Code"/>.</param>
/// <param name="Words">What the encoder is told.</param>
/// <param name="Value">See <see cref="StageFault.Value"/>.</param>
internal sealed record RtmpFault(string Code, string Words, string Value = "");

/// <summary>What an encoder is told, as it shows it to a person or writes it into its log.</summary>
internal static class RtmpWords
{
    public const string OnAir = "You are on air.";
    public const string WrongApp = "The server's address ends in /live; the stream key goes into the field for it.";
    public const string NoPlay = "Nothing is watched by RTMP here: open the venue's page in a browser.";
    public const string NotInTime = "Nothing was published in time.";

    public static readonly RtmpFault Silent = new("silent", "No picture and no sound came for 15 seconds.");
    public static readonly RtmpFault TooFast = new("too-fast", "More than 80 Mbit/s came. Choose a lower bitrate under Output.");
    public static readonly RtmpFault BrokenPicture = new("picture-broken", "The picture's configuration cannot be read. Choose H.264 under Output.");
    public static readonly RtmpFault BrokenPictures = new("picture-broken", "The pictures cannot be read: they are not as their configuration says.");
    public static readonly RtmpFault BrokenSound = new("sound-broken", "The sound's configuration cannot be read. Choose AAC under Output.");
    public static readonly RtmpFault TooManyChanges = new("changes", "Picture or sound changes its configuration again and again.");
    public const string TooManyCommands = "Too many commands came.";
    public const string NoRtmp = "What came is no RTMP, or larger than is allowed.";

    private const string Taken = "This venue takes H.264 and AAC over RTMP.";

    /// <summary>A codec that is not taken.</summary>
    public static RtmpFault Video(string codec) => new("picture-codec", $"{codec} cannot be taken. {Taken} Choose H.264 under Output.", codec);

    /// <summary>Likewise of sound.</summary>
    public static RtmpFault Audio(string codec) => new("sound-codec", $"{codec} cannot be taken. {Taken} Choose AAC under Output.", codec);

    /// <summary>Why browsers would not show a picture; null when they do.</summary>
    public static RtmpFault? OfPicture(in SequenceParameterSet picture)
    {
        if (picture.Chroma <= 1 && picture.BitDepth == 8) return null;
        string chroma = picture.Chroma switch { 2 => "4:2:2", 3 => "4:4:4", _ => "4:2:0" };
        string coded = $"{chroma}, {picture.BitDepth} bit";
        return new("picture-format",
            $"The picture is coded as {chroma} with {picture.BitDepth} bits; browsers show 4:2:0 with 8 bits. Choose NV12 under Advanced, or with ffmpeg -pix_fmt yuv420p.", coded);
    }

    /// <summary>Why a sound is not taken; null when it is.</summary>
    public static RtmpFault? OfSound(in AacConfig sound)
    {
        if (sound.ObjectType != AacConfig.LowComplexity) return Audio(sound.ObjectType is 5 or 29 ? "HE-AAC" : "This kind of AAC");
        if (sound.Channels is not (1 or 2)) return new("sound-channels", "Sound of more than two channels cannot be taken. Choose stereo under Audio.");
        return sound.SampleRate is >= 8000 and <= 96_000 ? null : new("sound-rate", "Sound of this sample rate cannot be taken. Choose 48 kHz under Audio.");
    }
}
