using Kapok.Events;
using Kapok.Protocol.Messages;

namespace Kapok.Server.Identities;

/// <summary>Roles as they are kept, and as they are in a room.</summary>
internal static class EventRoles
{
    /// <summary>The role in a room.</summary>
    public static Role ToRole(this EventRole role) => role switch
    {
        EventRole.Organiser => Role.Organiser,
        EventRole.Moderator => Role.Moderator,
        EventRole.Performer => Role.Performer,
        EventRole.Speaker => Role.Speaker,
        _ => Role.Attendee,
    };
}
