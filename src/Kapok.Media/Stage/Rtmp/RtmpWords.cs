using Kapok.Media.Stage.Flv;
using Kapok.Media.Stage.H264;

namespace Kapok.Media.Stage.Rtmp;

/// <summary>What an encoder is told, as it shows it to a person or writes it into its log.</summary>
internal static class RtmpWords
{
    public const string OnAir = "You are on air.";
    public const string WrongApp = "The server's address ends in /live; the stream key goes into the field for it.";
    public const string NoPlay = "Nothing is watched by RTMP here: open the venue's page in a browser.";
    public const string NotInTime = "Nothing was published in time.";
    public const string Silent = "No picture and no sound came for 15 seconds.";
    public const string TooManyCommands = "Too many commands came.";
    public const string TooFast = "More than 80 Mbit/s came. Choose a lower bitrate under Output.";
    public const string NoRtmp = "What came is no RTMP, or larger than is allowed.";
    public const string BrokenPicture = "The picture's configuration cannot be read. Choose H.264 under Output.";
    public const string BrokenPictures = "The pictures cannot be read: they are not as their configuration says.";
    public const string BrokenSound = "The sound's configuration cannot be read. Choose AAC under Output.";

    public const string TooManyChanges = "Picture or sound changes its configuration again and again.";

    private const string Taken = "This venue takes H.264 and AAC over RTMP.";

    /// <summary>A codec that is not taken.</summary>
    public static string Video(string codec) => $"{codec} cannot be taken. {Taken} Choose H.264 under Output.";

    /// <summary>Likewise of sound.</summary>
    public static string Audio(string codec) => $"{codec} cannot be taken. {Taken} Choose AAC under Output.";

    /// <summary>Why browsers would not show a picture; null when they do.</summary>
    public static string? OfPicture(in SequenceParameterSet picture)
    {
        if (picture.Chroma <= 1 && picture.BitDepth == 8) return null;
        string chroma = picture.Chroma switch { 2 => "4:2:2", 3 => "4:4:4", _ => "4:2:0" };
        return $"The picture is coded as {chroma} with {picture.BitDepth} bits; browsers show 4:2:0 with 8 bits. Choose NV12 under Advanced, or with ffmpeg -pix_fmt yuv420p.";
    }

    /// <summary>Why a sound is not taken; null when it is.</summary>
    public static string? OfSound(in AacConfig sound)
    {
        if (sound.ObjectType != AacConfig.LowComplexity) return Audio(sound.ObjectType is 5 or 29 ? "HE-AAC" : "This kind of AAC");
        if (sound.Channels is not (1 or 2)) return "Sound of more than two channels cannot be taken. Choose stereo under Audio.";
        return sound.SampleRate is >= 8000 and <= 96_000 ? null : "Sound of this sample rate cannot be taken. Choose 48 kHz under Audio.";
    }
}
