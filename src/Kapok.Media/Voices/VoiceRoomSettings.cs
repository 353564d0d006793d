namespace Kapok.Media.Voices;

/// <summary>Which of a person's two sounds.</summary>
public enum TrackKind
{
    /// <summary>Their voice, mono.</summary>
    Voice,

    /// <summary>What they play on stage, stereo.</summary>
    Stage,
}

/// <summary>Somebody's sound.</summary>
/// <param name="Person">Whose.</param>
/// <param name="Kind">Which.</param>
public readonly record struct TrackId(uint Person, TrackKind Kind);

/// <summary>Is told which sound goes into which slot.</summary>
public interface ISlotSink
{
    /// <summary>A slot of a listener carries another sound from now on.</summary>
    /// <param name="listener">Whose slot.</param>
    /// <param name="slot">Its number: voice slots from 0, stage slots after them.</param>
    /// <param name="source">What it carries; null for nothing.</param>
    void Assign(uint listener, int slot, TrackId? source);
}

/// <summary>How voices are chosen.</summary>
public sealed record VoiceRoomSettings
{
    /// <summary>The most people, 1 to 16,384.</summary>
    public int Capacity { get; init; } = 16_384;

    /// <summary>Beyond this distance nobody is heard, in metres, 1 to 1,000.</summary>
    public float HearingMetres { get; init; } = 40f;

    /// <summary>Somebody counts as speaking for so long after their last syllable, in milliseconds: pauses between sentences are shorter.</summary>
    public int PauseMs { get; init; } = 1500;

    /// <summary>A voice that was given a slot keeps it so long while it speaks, in milliseconds.</summary>
    public int HoldMs { get; init; } = 1500;

    /// <summary>After that, another takes the slot only when it is louder at the listener's place by so much, in dB.</summary>
    public float ClearlyLouderDb { get; init; } = 6f;

    /// <summary>Says what is out of range.</summary>
    public IEnumerable<string> Problems()
    {
        if (Capacity is < 1 or > 16_384) yield return $"Capacity must be 1 to 16384, not {Capacity}.";
        if (HearingMetres is not (>= 1f and <= 1000f)) yield return $"HearingMetres must be 1 to 1000, not {HearingMetres}.";
        if (PauseMs is < 100 or > 10_000) yield return $"PauseMs must be 100 to 10000, not {PauseMs}.";
        if (HoldMs is < 0 or > 10_000) yield return $"HoldMs must be 0 to 10000, not {HoldMs}.";
        if (ClearlyLouderDb is not (>= 0f and <= 40f)) yield return $"ClearlyLouderDb must be 0 to 40, not {ClearlyLouderDb}.";
    }
}
