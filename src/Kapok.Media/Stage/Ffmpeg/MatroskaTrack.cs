namespace Kapok.Media.Stage.Ffmpeg;

/// <summary>A track as a Matroska stream describes it.</summary>
/// <param name="Number">By which its blocks name it.</param>
/// <param name="Codec">None for one that a stage does not have.</param>
/// <param name="Config">As <see cref="StageCodec"/> has it.</param>
/// <param name="Width">Pixels, 0 for sound.</param>
/// <param name="Height">Pixels, 0 for sound.</param>
/// <param name="SampleRate">Samples a second, 0 for a picture.</param>
/// <param name="Channels">Channels, 0 for a picture.</param>
internal sealed record MatroskaTrack(int Number, StageCodec Codec, ReadOnlyMemory<byte> Config, int Width, int Height, int SampleRate, int Channels);

/// <summary>Is given what a Matroska stream holds.</summary>
internal interface IMatroskaSink
{
    /// <summary>Its tracks; once, before any block.</summary>
    void Tracks(IReadOnlyList<MatroskaTrack> tracks);

    /// <summary>A block of one of them.</summary>
    /// <param name="track">Which.</param>
    /// <param name="isKey">Decoding may begin here.</param>
    /// <param name="time">When it is shown, in 1/90,000 s.</param>
    /// <param name="data">Its own copy of the bytes.</param>
    void Block(MatroskaTrack track, bool isKey, long time, ReadOnlyMemory<byte> data);
}
