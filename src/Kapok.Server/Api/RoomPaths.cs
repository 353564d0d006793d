namespace Kapok.Server.Api;

/// <summary>Addresses of a room in the API: with its event, or without, where the one that is on is meant.</summary>
internal static class RoomPaths
{
    /// <summary>Both forms, and what the names of their endpoints end with.</summary>
    public static IReadOnlyList<(string Path, string Suffix)> All { get; } = [("/api/v1/rooms/{id}", ""), ("/api/v1/events/{event}/rooms/{id}", "OfEvent")];

    /// <summary>The event that a request names, or null.</summary>
    public static string? EventOf(HttpContext http) => http.GetRouteValue("event") as string;

    /// <summary>Address of a room, in the form in which the request has it.</summary>
    public static string Of(HttpContext http, string room) => EventOf(http) is { } ofEvent ? $"/api/v1/events/{ofEvent}/rooms/{room}" : $"/api/v1/rooms/{room}";
}
