using Kapok.Media.Stage.Rtmp;

namespace Kapok.Media.Stage.Flv;

/// <summary>What an encoder says about its stream beforehand (FLV 10.1, E.5). It may be wrong; the streams themselves are believed first.</summary>
/// <param name="Width">Pixels, 1 to 16,384; 0 when it was not said or cannot be.</param>
/// <param name="Height">Likewise.</param>
/// <param name="FramesPerSecond">Above 0 to 300; 0 when it was not said or cannot be.</param>
/// <param name="HasVideo">Whether there is a picture; null when it was not said.</param>
/// <param name="HasAudio">Whether there is sound; null when it was not said.</param>
public readonly record struct FlvMetadata(int Width, int Height, double FramesPerSecond, bool? HasVideo, bool? HasAudio)
{
    private const int MostPixels = 16_384, MostFrames = 300;

    /// <summary>Reads the data message <c>onMetaData</c>, within <c>@setDataFrame</c> or alone.</summary>
    /// <returns>False when it is something else, or cut.</returns>
    public static bool TryRead(ReadOnlySpan<byte> body, out FlvMetadata metadata)
    {
        metadata = default;
        Amf0Reader reader = new(body);
        if (!reader.TryText(out string name)) return false;
        if (name == "@setDataFrame" && !reader.TryText(out name)) return false;
        if (name != "onMetaData" || !reader.TryEnter()) return false;
        double width = 0, height = 0, frames = 0;
        bool hasVideo = false, hasAudio = false;
        while (reader.TryProperty(out ReadOnlySpan<byte> property))
        {
            // The codec is said by number or by name; that it is said at all is what counts.
            if (property.SequenceEqual("videocodecid"u8)) hasVideo = true;
            else if (property.SequenceEqual("audiocodecid"u8)) hasAudio = true;
            bool isRead = property.SequenceEqual("width"u8) ? TryNumber(ref reader, out width)
                : property.SequenceEqual("height"u8) ? TryNumber(ref reader, out height)
                : property.SequenceEqual("framerate"u8) ? TryNumber(ref reader, out frames)
                : reader.TrySkip();
            if (!isRead) return false;
        }
        bool says = hasVideo || hasAudio;
        metadata = new(Pixels(width), Pixels(height), frames is > 0 and <= MostFrames ? frames : 0, says ? hasVideo : null, says ? hasAudio : null);
        return true;
    }

    private static bool TryNumber(ref Amf0Reader reader, out double number) => reader.TryNumber(out number) || reader.TrySkip();

    private static int Pixels(double said) => said is >= 1 and <= MostPixels ? (int)said : 0;
}
