using Kapok.Server.Entry;

namespace Kapok.Server.Api;

/// <summary>RFC 9457 problem details with the codes of docs/protocol.md, section 1.</summary>
internal static class Problems
{
    public static IResult UnknownRoom => Of(EntryRefusal.UnknownRoom);

    public static IResult OriginRefused => Of(StatusCodes.Status403Forbidden, "origin-refused", "This page may not join here.");

    public static IResult Of(int status, string code, string title, params ReadOnlySpan<(string Name, object Value)> more)
    {
        Dictionary<string, object?> extensions = new() { ["code"] = code };
        foreach ((string name, object value) in more) extensions[name] = value;
        return Results.Problem(title: title, statusCode: status, extensions: extensions);
    }

    public static IResult Of(EntryRefusal why) => why switch
    {
        EntryRefusal.UnknownRoom => Of(StatusCodes.Status404NotFound, "unknown-room", "There is no such room."),
        EntryRefusal.NameInvalid => Of(StatusCodes.Status400BadRequest, "name-invalid", "A name has 1 to 24 visible characters."),
        EntryRefusal.LookInvalid => Of(StatusCodes.Status400BadRequest, "look-invalid", "The look has a part or colour that does not exist."),
        EntryRefusal.RoleRefused => Of(StatusCodes.Status403Forbidden, "role-refused", "Only a bot of this venue may name a role: attendee, speaker or performer."),
        EntryRefusal.RoomFull => Of(StatusCodes.Status409Conflict, "room-full", "The room is full."),
        EntryRefusal.DoorsClosed => Of(StatusCodes.Status409Conflict, "doors-closed", "The doors are closed now."),
        EntryRefusal.Banned => Of(StatusCodes.Status403Forbidden, "banned", "You are banned from this venue."),
        EntryRefusal.Kicked => Of(StatusCodes.Status403Forbidden, "kicked", "You were asked to leave."),
        _ => Of(StatusCodes.Status403Forbidden, "link-expired", "The link has expired or was withdrawn."),
    };
}
