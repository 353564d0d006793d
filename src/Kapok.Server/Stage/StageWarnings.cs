using System.Globalization;
using Kapok.Cluster;
using Kapok.Media.Stage;
using Kapok.Protocol.Text;

namespace Kapok.Server.Stage;

/// <summary>What a performer should know of their broadcast, as keys of the text catalogues; worst first.</summary>
internal static class StageWarnings
{
    private const string Prefix = "stage.warning.";

    private const double MostKeyframeSeconds = 4; // whoever comes in waits for the next whole picture, and phones fetch that much at once
    private const double MostGap = 3, MostSilence = 10, MostUnsteadiness = 0.8;
    private const double LeastFrames = 20, MostFrames = 62;
    private const int MostWords = 240, MostRead = 4000; // characters of what ffmpeg said
    private const int WarmUp = 6; // seconds in which nothing is judged that needs a while to show

    /// <summary>Judges a reading.</summary>
    /// <param name="reading">How it goes.</param>
    /// <param name="settings">The options.</param>
    /// <param name="making">How what it lacks is made.</param>
    /// <param name="words">What ffmpeg said when it failed last.</param>
    public static IReadOnlyList<StageWarning> Of(StageReading reading, StageSettings settings, StageMaking making, string words = "")
    {
        if (reading.Format is not { } format) return [];
        List<StageWarning> warnings = [];
        OfTracks(warnings, reading, format);
        OfMaking(warnings, format, reading, making, words);
        OfPicture(warnings, reading, format, settings);
        return warnings;
    }

    private static void OfTracks(List<StageWarning> warnings, StageReading reading, StageFormat format)
    {
        if (format.Video == StageCodec.None ? reading.Seconds > WarmUp : reading.VideoGap > MostGap) warnings.Add(Plain("no-video"));
        if (format.Audio == StageCodec.None ? reading.Seconds > WarmUp : reading.AudioGap > MostGap) warnings.Add(Plain("no-audio"));
        else if (format.Audio != StageCodec.None && reading.Silence > MostSilence) warnings.Add(With("silence", ("seconds", reading.Silence)));
    }

    private static void OfMaking(List<StageWarning> warnings, StageFormat format, StageReading reading, StageMaking making, string words)
    {
        bool lacksOpus = format.Audio == StageCodec.Aac, lacksPicture = !StagePassage.IsPlayable(format);
        if (lacksPicture && making == StageMaking.None) warnings.Add(Plain("no-ffmpeg-picture"));
        else if (lacksOpus && !reading.HasBFrames && making == StageMaking.None) warnings.Add(Plain("no-ffmpeg-sound"));
        else if ((lacksOpus || lacksPicture) && making == StageMaking.Failing) warnings.Add(Said("ffmpeg-fails", words));
    }

    private static void OfPicture(List<StageWarning> warnings, StageReading reading, StageFormat format, StageSettings settings)
    {
        if (format.Video == StageCodec.None) return;
        if (reading.KeyframeSeconds > MostKeyframeSeconds) warnings.Add(With("keyframes", ("seconds", reading.KeyframeSeconds)));
        double kilobits = reading.VideoKilobits + reading.AudioKilobits;
        if (kilobits > settings.MaxKilobits) warnings.Add(With("bitrate", ("kilobits", kilobits), ("most", settings.MaxKilobits)));
        if (reading.Seconds > WarmUp && reading.Unsteadiness > MostUnsteadiness) warnings.Add(Plain("unsteady"));
        if (reading.Jumps > 0) warnings.Add(Plain("clock"));
        if (reading.HasBFrames) warnings.Add(Plain("b-frames"));
        if (Math.Max(format.Width, format.Height) > 1920 || Math.Min(format.Width, format.Height) > 1088)
            warnings.Add(With("resolution", ("width", format.Width), ("height", format.Height)));
        if (reading.Seconds > WarmUp && reading.FramesPerSecond is > 0 and (< LeastFrames or > MostFrames)) warnings.Add(With("frame-rate", ("rate", reading.FramesPerSecond)));
    }

    // The end of what it said: there it says what it gave up for.
    private static StageWarning Said(string code, string words)
    {
        string line = PlainText.CleanLine(words, MostRead), end = line.Length <= MostWords ? line : line[^MostWords..];
        return new(Prefix + code, new Dictionary<string, string> { ["words"] = end.Length == line.Length && end.Length > 0 ? end : $"…{end}" });
    }

    private static StageWarning Plain(string code) => new(Prefix + code, new Dictionary<string, string>());

    private static StageWarning With(string code, params ReadOnlySpan<(string Name, double Value)> values)
    {
        Dictionary<string, string> texts = [];
        foreach ((string name, double value) in values) texts[name] = Math.Round(value).ToString(CultureInfo.InvariantCulture);
        return new(Prefix + code, texts);
    }
}
