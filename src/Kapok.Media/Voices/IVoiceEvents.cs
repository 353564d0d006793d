namespace Kapok.Media.Voices;

/// <summary>A slot of a listener carries another sound.</summary>
/// <param name="Slot">Its number: voice slots from 0, stage slots after them.</param>
/// <param name="Source">Whose sound; null for nobody's.</param>
public readonly record struct SlotChange(int Slot, TrackId? Source);

/// <summary>Somebody speaks, or stopped.</summary>
/// <param name="Person">Who.</param>
/// <param name="LevelDb">How loud, in dBov: −127 to 0.</param>
/// <param name="IsSpeaking">Whether they speak now, pauses between sentences included.</param>
public readonly record struct SpeakerLevel(uint Person, float LevelDb, bool IsSpeaking);

/// <summary>Is told what happens to voices.</summary>
/// <remarks>Called by one thread at a time, never while a lock is held; it must not block. What it throws is counted and goes no further.</remarks>
public interface IVoiceEvents
{
    /// <summary>A session is connected.</summary>
    void Connected(VoiceSession session);

    /// <summary>A session is over; <see cref="VoiceSession.End"/> says why.</summary>
    void Ended(VoiceSession session);

    /// <summary>Slots of a listener changed. The span is valid during the call.</summary>
    void SlotsChanged(VoiceSession listener, ReadOnlySpan<SlotChange> changes);

    /// <summary>Who of a room speaks now, and who has just stopped; about five times a second, when there is anybody. The span is valid during the call.</summary>
    void Speaking(VoiceHall hall, ReadOnlySpan<SpeakerLevel> levels);

    /// <summary>The node's budget was reached, or is no longer: so many voice slots are in use for anybody at most.</summary>
    void SlotLimitChanged(int limit, bool isReduced);
}
