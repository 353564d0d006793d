namespace Kapok.Events;

/// <summary>What a person may do in an event. The numbers are those of <c>Role</c> in the wire contract; <c>Rank</c> says which stands higher.</summary>
public enum EventRole
{
    Attendee = 1,
    Speaker = 2,
    Performer = 3,
    Moderator = 4,
    Organiser = 5,
    StageManager = 6,
}
