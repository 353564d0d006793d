using Kapok.Protocol.Messages;

namespace Kapok.Events;

/// <summary>Roles as they are kept, and as they are in a room.</summary>
public static class EventRoles
{
    /// <summary>The role in a room.</summary>
    public static Role ToRole(this EventRole role) => role switch
    {
        EventRole.Organiser => Role.Organiser,
        EventRole.Moderator => Role.Moderator,
        EventRole.StageManager => Role.StageManager,
        EventRole.Performer => Role.Performer,
        EventRole.Speaker => Role.Speaker,
        _ => Role.Attendee,
    };

    /// <summary>The role as it is kept.</summary>
    public static EventRole ToEventRole(this Role role) => role switch
    {
        Role.Organiser => EventRole.Organiser,
        Role.Moderator => EventRole.Moderator,
        Role.StageManager => EventRole.StageManager,
        Role.Performer => EventRole.Performer,
        Role.Speaker => EventRole.Speaker,
        _ => EventRole.Attendee,
    };
}
