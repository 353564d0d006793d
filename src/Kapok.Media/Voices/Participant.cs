using System.Numerics;

namespace Kapok.Media.Voices;

/// <summary>One person as the choice of voices sees them.</summary>
internal sealed class Participant(uint id)
{
    /// <summary>Who it is.</summary>
    public uint Id => id;

    /// <summary>Where they stand (x, z), in metres. Of somebody who was never placed it is not a number: near nobody.</summary>
    public Vector2 Place = new(float.NaN, float.NaN);

    /// <summary>The zone they are in, 0 for none.</summary>
    public int Zone;

    /// <summary>The zone is private: its voices stay in and others stay out.</summary>
    public bool IsZonePrivate;

    /// <summary>They are on stage.</summary>
    public bool IsOnStage;

    /// <summary>A moderator took their voice away.</summary>
    public bool IsSilenced;

    /// <summary>Counts their connections: a slot that carried an earlier one carries nothing.</summary>
    public int Life;

    /// <summary>They left.</summary>
    public bool IsGone;

    /// <summary>Whom they do not want to hear; null for nobody, as most.</summary>
    public HashSet<uint>? Hidden;

    /// <summary>What was heard of each of their tracks, by <see cref="TrackKind"/>.</summary>
    public readonly Utterance[] Tracks = new Utterance[2];

    /// <summary>Their slots for voices.</summary>
    public Slot[] Voices = [];

    /// <summary>Their slots for the stage.</summary>
    public Slot[] Stage = [];

    /// <summary>What was heard of a track.</summary>
    public struct Utterance
    {
        /// <summary>Smoothed, in dBov: 0 is the loudest.</summary>
        public float LevelDb;

        /// <summary>When it last was voice, 0 for never.</summary>
        public long VoiceMs;
    }

    /// <summary>What a slot carries.</summary>
    public struct Slot
    {
        /// <summary>Whose sound; null for nobody's.</summary>
        public Participant? Source;

        /// <summary>Which of their sounds.</summary>
        public TrackKind Kind;

        /// <summary>Of which of their connections.</summary>
        public int Life;

        /// <summary>Since when.</summary>
        public long SinceMs;

        /// <summary>How loud it is here now; −∞ while it is silent or too far.</summary>
        public float LevelDb;
    }
}
