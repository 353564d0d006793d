using Kapok.Events;
using Kapok.Events.Ceremony;
using Kapok.Events.Files;
using Kapok.Server.Api;
using Kapok.Server.Files;
using Kapok.Server.Identities;

namespace Kapok.Server.Ceremony;

/// <summary>Group photographs: those one is in, and giving one its picture (docs/stage.md, Photograph).</summary>
public static class PhotographsApi
{
    private const string Photographs = "/api/v1/events/{event}/photographs";

    /// <summary>The uploaded file that is the picture.</summary>
    public sealed record PictureBody(string? File);

    /// <summary>Maps them.</summary>
    public static IEndpointRouteBuilder MapPhotographs(this IEndpointRouteBuilder routes)
    {
        routes.MapRead($"{Photographs}/mine", MineAsync).WithName("ListOwnPhotographs");
        routes.MapPut($"{Photographs}/{{id}}", ShowAsync).WithName("ShowPhotograph").DisableAntiforgery();
        return routes;
    }

    private static async Task<IResult> MineAsync(string @event, GuestIdentity guests, KeepPhotographs photographs, HttpContext http, CancellationToken cancel)
    {
        http.Response.Headers.CacheControl = "no-store";
        IReadOnlyList<Photograph> own = guests.Read(http) is { } guest ? await photographs.OfAsync(@event, guest, cancel) : [];
        return Results.Json(new { photographs = own.Select(one => new { one.Id, one.Title, one.File, room = one.RoomId, atMs = one.At.ToUnixTimeMilliseconds() }) });
    }

    // Whoever runs the show uploads the picture as any other file, and says here which one it is.
    private static async Task<IResult> ShowAsync(string @event, string id, PictureBody body, KeepPhotographs photographs, HttpContext http, CancellationToken cancel)
    {
        (Operator? by, IResult? refusal) = await FilesApi.AdmitAsync(http, @event);
        if (refusal is not null) return refusal;
        if (by!.Role is not (EventRole.StageManager or EventRole.Organiser)) return FilesApi.Problem(EventsRule.NotAllowed, http);
        EventsRule? broken = id.Length <= KeepPhotographs.MaxIdLength && body.File is { } file && StoredFile.IsId(file)
            ? await photographs.ShowAsync(@event, id, file, cancel) : EventsRule.FileUnknown;
        return broken is { } rule ? FilesApi.Problem(rule, http) : Results.NoContent();
    }
}
