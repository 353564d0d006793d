using Kapok.Protocol.Messages;

namespace Kapok.Protocol;

/// <summary>Who may take a measure on whom. The one rule, in the rooms, in the console, at the door and over the API.</summary>
public static class Rank
{
    /// <summary>How high a role stands: attendees lowest, organisers highest. Numbers of roles are those of the wire and say nothing of it.</summary>
    public static int HeightOf(Role role) => role switch
    {
        Role.Organiser => 6,
        Role.Moderator => 5,
        Role.StageManager => 4,
        Role.Performer => 3,
        Role.Speaker => 2,
        Role.Attendee => 1,
        _ => 0,
    };

    /// <summary>Whether somebody keeps order: a moderator or an organiser.</summary>
    public static bool KeepsOrder(Role role) => role is Role.Moderator or Role.Organiser;

    /// <summary>Whether somebody runs shows and stages: a stage manager or an organiser.</summary>
    public static bool RunsShow(Role role) => role is Role.StageManager or Role.Organiser;

    /// <summary>Whether one may mute, silence, kick or ban the other. Moderators may act on each other; nobody but an organiser on an organiser.</summary>
    /// <param name="by">Role of who acts.</param>
    /// <param name="on">Role of who is acted on.</param>
    public static bool MayActOn(Role by, Role on) => KeepsOrder(by) && (on != Role.Organiser || by == Role.Organiser);
}
