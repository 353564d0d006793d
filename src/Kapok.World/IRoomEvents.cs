using Kapok.World.Voices;

namespace Kapok.World;

/// <summary>What a room tells the world outside. Called by the room loop; implementations only queue.</summary>
public interface IRoomEvents
{
    /// <summary>A person came in; not called for those who return.</summary>
    void Joined(Resident who);

    /// <summary>A person is gone.</summary>
    void Left(Resident who);

    /// <summary>A line of chat was said.</summary>
    void Said(SaidLine line);

    /// <summary>A person was reported, with the newest lines of chat, oldest first. Who reports is told by whoever keeps it, once it is kept.</summary>
    void Reported(Resident by, Resident accused, string reason, IReadOnlyList<SaidLine> context);

    /// <summary>A person blocked another, or lifted the block; perhaps not for the first time. They are told by whoever keeps it, once it is kept.</summary>
    void Blocked(Resident by, Resident other, bool on);

    /// <summary>A person changed their look.</summary>
    void LookChanged(Resident who);

    /// <summary>A person stands in a portal and wants to go through.</summary>
    void PortalTaken(Resident who, string toRoom);

    /// <summary>A moderator in the room sent a person away. The room has removed them. The moderator is told by whoever keeps it, once it is kept.</summary>
    void SentAway(Resident who, bool banned, Resident by, string reason);

    /// <summary>A person was just sent a Welcome, be it the first, or after a lost connection, or by a room that was started again.</summary>
    void Greeted(Room room, Resident who)
    {
        // most who listen care for no voices
    }

    /// <summary>A person's connection is lost, and may return.</summary>
    void Detached(Resident who)
    {
        // as above
    }

    /// <summary>The voice of a person who has one comes from elsewhere, or reaches another way.</summary>
    void VoiceMoved(Resident who, VoiceStanding standing)
    {
        // as above
    }

    /// <summary>A listener does not hear a person, by hushing or a block; or does again. Both have a voice.</summary>
    void VoiceHidden(Resident listener, Resident speaker, bool isHidden)
    {
        // as above
    }

    /// <summary>The page by which a person had a voice is gone: they came in by another one.</summary>
    void VoiceLeft(Resident who)
    {
        // as above
    }

    /// <summary>What moderators said of all voices changed, or the microphone went to another.</summary>
    void VoiceRulesChanged(VoiceRules rules)
    {
        // as above
    }

    /// <summary>A message of a person made the room throw. Their connection is closed; the room goes on.</summary>
    void MessageFailed(Resident who, Exception error)
    {
        // whoever runs the room counts it
    }

    /// <summary>The room was started again with these people; whoever else was in it is gone.</summary>
    void StartedAgain(IReadOnlyList<Resident> people)
    {
        // as above
    }
}

/// <summary>One line of chat as the room heard it.</summary>
/// <param name="At">Time of day.</param>
/// <param name="Person">Id in the room.</param>
/// <param name="Guest">Identity.</param>
/// <param name="Name">Name then.</param>
/// <param name="Text">Cleaned text.</param>
public readonly record struct SaidLine(DateTimeOffset At, ushort Person, string Guest, string Name, string Text);
