namespace Kapok.Server.Api;

/// <summary>RFC 9457 problem details with the codes of docs/protocol.md, section 1.</summary>
internal static class Problems
{
    public static IResult Of(int status, string code, string title) =>
        Results.Problem(title: title, statusCode: status, extensions: new Dictionary<string, object?> { ["code"] = code });

    public static IResult UnknownRoom => Of(StatusCodes.Status404NotFound, "unknown-room", "There is no such room.");

    public static IResult OriginRefused => Of(StatusCodes.Status403Forbidden, "origin-refused", "This page may not join here.");

    public static IResult NameInvalid => Of(StatusCodes.Status400BadRequest, "name-invalid", "A name has 1 to 24 visible characters.");

    public static IResult LookInvalid => Of(StatusCodes.Status400BadRequest, "look-invalid", "The look has a part or colour that does not exist.");

    public static IResult RoleRefused => Of(StatusCodes.Status403Forbidden, "role-refused", "Only a bot of this venue may name a role: attendee, speaker or performer.");

    public static IResult RoomFull => Of(StatusCodes.Status409Conflict, "room-full", "The room is full.");

    public static IResult Refused(string code) => Of(StatusCodes.Status403Forbidden, code, code switch
    {
        "banned" => "You are banned from this venue.",
        "kicked" => "You were asked to leave.",
        _ => "The link has expired or was withdrawn.",
    });
}
