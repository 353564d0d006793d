using Kapok.Media.Rtc.Sessions;

namespace Kapok.Media.Voices;

/// <summary>One person's connection for voice: whose the RTC session is, and what its tracks and subscriptions are to a room.</summary>
/// <remarks>It is the key by which its hall knows the RTC session.</remarks>
public sealed class VoiceSession
{
    private RtcSession? _rtc;

    internal VoiceSession(VoiceHall hall, uint person, int voiceSlots) => (Hall, Person, VoiceSlots) = (hall, person, voiceSlots);

    /// <summary>The hall it is in.</summary>
    public VoiceHall Hall { get; }

    /// <summary>Who.</summary>
    public uint Person { get; }

    /// <summary>How many of the slots are for voices; the rest is for the stage.</summary>
    public int VoiceSlots { get; }

    /// <summary>The connection.</summary>
    public RtcSession Rtc => _rtc!;

    /// <summary>How far it has come.</summary>
    public SessionState State => Rtc.State;

    /// <summary>Why it is over.</summary>
    public SessionEnd End => Rtc.End;

    /// <summary>Their voice or their stage sound; null where they have none.</summary>
    public RtcTrack? TrackOf(TrackKind kind) => Array.Find(Rtc.Tracks, track => track.Label == (int)kind);

    /// <summary>Is called once, before anybody else knows it.</summary>
    internal void Bind(RtcSession rtc) => _rtc = rtc;
}
