using Kapok.Protocol;
using Kapok.Protocol.Messages;
using Kapok.World.Ceremony;
using Kapok.World.Chat;
using Kapok.World.Voices;

namespace Kapok.World;

/// <summary>Something that happened in a room and that others than its people are to know.</summary>
public interface IRoomEvent;

/// <summary>The one way by which a room tells the world outside. Called by the room loop; implementations only queue.</summary>
/// <remarks>
/// One method for all events, so that whatever stands in between (a filter, a recorder) passes on those too that it does not know. Events are structs and the
/// method is generic: those of voices come by the hundred a tick and allocate nothing. Whoever acts on them throws on one it does not know.
/// </remarks>
public interface IRoomEvents
{
    /// <summary>Something happened.</summary>
    void Happened<TEvent>(in TEvent happened)
        where TEvent : struct, IRoomEvent;
}

/// <summary>A person came in; not told of those who return.</summary>
public readonly record struct PersonJoined(Resident Who) : IRoomEvent;

/// <summary>A person is gone.</summary>
public readonly record struct PersonLeft(Resident Who) : IRoomEvent;

/// <summary>A person was just sent a Welcome, be it the first, or after a lost connection, or by a room that was started again.</summary>
public readonly record struct PersonGreeted(Room Room, Resident Who) : IRoomEvent;

/// <summary>A person's connection is lost, and may return.</summary>
public readonly record struct PersonDetached(Resident Who) : IRoomEvent;

/// <summary>A person has another look or name.</summary>
public readonly record struct LookChanged(Resident Who) : IRoomEvent;

/// <summary>A line of chat was said.</summary>
public readonly record struct LineSaid(SaidLine Line) : IRoomEvent;

/// <summary>A person was reported, with what was said, oldest first. Who reports is told by whoever keeps it, once it is kept.</summary>
public readonly record struct PersonReported(Resident By, Resident Accused, string Reason, IReadOnlyList<SaidLine> Context) : IRoomEvent;

/// <summary>A person blocked another, or lifted the block; perhaps not for the first time. They are told by whoever keeps it, once it is kept.</summary>
public readonly record struct PersonBlocked(Resident By, Resident Other, bool On) : IRoomEvent;

/// <summary>
/// A moderator in the room took a measure on a person, by the rule of rank. In this room it holds already; whoever acts on this makes it hold elsewhere, and tells the
/// moderator once it is kept.
/// </summary>
public readonly record struct MeasureTaken(Resident By, Resident Who, MeasureKind Kind, string Reason) : IRoomEvent;

/// <summary>A person stands in a portal and wants to go through.</summary>
public readonly record struct PortalTaken(Resident Who, string ToRoom) : IRoomEvent;

/// <summary>The voice of a person who has one comes from elsewhere, or reaches another way.</summary>
public readonly record struct VoiceMoved(Resident Who, VoiceStanding Standing) : IRoomEvent;

/// <summary>A listener does not hear a person, by hushing or a block; or does again. Both have a voice.</summary>
public readonly record struct VoiceHidden(Resident Listener, Resident Speaker, bool IsHidden) : IRoomEvent;

/// <summary>The page by which a person had a voice is gone: they came in by another one.</summary>
public readonly record struct VoiceLeft(Resident Who) : IRoomEvent;

/// <summary>What moderators said of all voices changed, or the microphone went to another.</summary>
public readonly record struct VoiceRulesChanged(VoiceRules Rules) : IRoomEvent;

/// <summary>The run of show, or where it is, has changed.</summary>
/// <param name="Run">The run of show; never written to.</param>
/// <param name="Kept">Where it is.</param>
/// <param name="Change">Rises with each; <see cref="Show.ShowPart.Kept"/> is told which is on disk.</param>
public readonly record struct ShowChanged(RunOfShow Run, KeptShow Kept, long Change) : IRoomEvent;

/// <summary>The doors were opened or closed for newcomers who are attendees.</summary>
/// <param name="Open">Whether they are open now.</param>
/// <param name="Inside">Whom closed doors let in again, as <see cref="Show.ShowDoors.MarkOf"/> has them; empty while they are open.</param>
public readonly record struct DoorsMoved(bool Open, IReadOnlySet<ulong> Inside) : IRoomEvent;

/// <summary>Something came onto the signing wall, or was taken away. Whoever keeps it says what became of it: <see cref="SigningPart.Settle"/>.</summary>
public readonly record struct WallChanged(WallChange Change) : IRoomEvent;

/// <summary>A message of a person made the room throw. Their connection is closed; the room goes on.</summary>
public readonly record struct MessageFailed(Resident Who, Exception Error) : IRoomEvent;

/// <summary>The room was started again with these people; whoever else was in it is gone.</summary>
public readonly record struct RoomStartedAgain(IReadOnlyList<Resident> People) : IRoomEvent;
