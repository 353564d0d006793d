namespace Kapok.Media.Stage;

/// <summary>One picture, or the sound of one codec frame, as it was encoded.</summary>
/// <param name="IsVideo">A picture; otherwise sound.</param>
/// <param name="IsKey">Decoding may begin here. Sound always may.</param>
/// <param name="DecodeTime">When it is decoded, in 1/90,000 s of the stage's clock (<see cref="LiveStage"/>); never goes back within a track.</param>
/// <param name="Shift">How much later than decoded it is shown, in 1/90,000 s; more than 0 with B-frames only.</param>
/// <param name="Data">The coded bytes, owned by whoever has the sample and never changed.</param>
public readonly record struct StageSample(bool IsVideo, bool IsKey, long DecodeTime, int Shift, ReadOnlyMemory<byte> Data)
{
    /// <summary>Ticks of <see cref="DecodeTime"/> a second.</summary>
    public const int TicksPerSecond = 90_000;
}

/// <summary>Is given what a stage sends: a packager, a forwarder, a child process that makes another rendition.</summary>
/// <remarks>Called by the publisher's thread, one call at a time for a stage; it must not block and not throw.</remarks>
public interface IStageSink
{
    /// <summary>What the tracks are from here on.</summary>
    void Formatted(StageFormat format);

    /// <summary>A sample, in the order in which it came; pictures and sound are interleaved as the publisher sends them.</summary>
    void Take(in StageSample sample);

    /// <summary>The publisher is gone. If it is back soon the stage's clock goes on, with <see cref="Formatted"/> and a key sample.</summary>
    void Interrupted();

    /// <summary>The broadcast is over: nothing follows.</summary>
    void Ended();
}
