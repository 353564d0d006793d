namespace Kapok.Media.Stage;

/// <summary>What a stage's tracks are; told before their first samples, and again when it changes.</summary>
public sealed record StageFormat
{
    /// <summary>Codec of the picture; None without one.</summary>
    public StageCodec Video { get; init; }

    /// <summary>Configuration of the picture's decoder, as <see cref="StageCodec"/> says; empty where the codec has none.</summary>
    public ReadOnlyMemory<byte> VideoConfig { get; init; }

    /// <summary>Width of the picture in pixels, 0 while not known.</summary>
    public int Width { get; init; }

    /// <summary>Height of the picture in pixels, 0 while not known.</summary>
    public int Height { get; init; }

    /// <summary>Codec of the sound; None without one.</summary>
    public StageCodec Audio { get; init; }

    /// <summary>Configuration of the sound's decoder.</summary>
    public ReadOnlyMemory<byte> AudioConfig { get; init; }

    /// <summary>Samples a second of the sound, 8,000 to 96,000; 0 without sound.</summary>
    public int SampleRate { get; init; }

    /// <summary>Channels of the sound, 1 or 2; 0 without sound.</summary>
    public int Channels { get; init; }
}
