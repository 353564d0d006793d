using System.Collections.Concurrent;
using System.Text.Json;
using Kapok.Events;
using Kapok.Events.Files;
using Kapok.Server.Api;
using Kapok.Server.Identities;
using Kapok.Server.Show;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;

namespace Kapok.Server.Files;

/// <summary>Uploads, lists and serves files (docs/stage.md, Files and limits).</summary>
public static class FilesApi
{
    /// <summary>What addresses of the files of an event begin with.</summary>
    public const string Files = "/api/v1/events/{event}/files";

    // A browser that is made to open a file by itself runs nothing in it, whatever a player of the system makes of it.
    private const string Nothing = "default-src 'none'; media-src 'self'; style-src 'unsafe-inline'; sandbox";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Another name.</summary>
    public sealed record NameBody(string? Name);

    /// <summary>Maps files.</summary>
    public static IEndpointRouteBuilder MapFiles(this IEndpointRouteBuilder routes)
    {
        routes.MapPost(Files, UploadAsync).WithName("UploadFile").DisableAntiforgery();
        routes.MapRead(Files, ListAsync).WithName("ListFiles");
        routes.MapPatch($"{Files}/{{file}}", RenameAsync).WithName("RenameFile");
        routes.MapDelete($"{Files}/{{file}}", RemoveAsync).WithName("RemoveFile");
        routes.MapRead("/files/{file}", ServeAsync).WithName("GetFile");
        return routes;
    }

    /// <summary>Refuses what comes from another page, and those without a role.</summary>
    internal static async ValueTask<(Operator? By, IResult? Refusal)> AdmitAsync(HttpContext http, string eventName)
    {
        if (!http.RequestServices.GetRequiredService<OriginRule>().Allows(http)) return (null, Problems.OriginRefused);
        Operator? by = await http.RequestServices.GetRequiredService<EventOperators>().OfAsync(http, eventName);
        http.Response.Headers.CacheControl = "no-store";
        return by is { MayBringFiles: true } ? (by, null) : (null, Problem(EventsRule.NotAllowed, http));
    }

    internal static IResult Problem(EventsRule rule, HttpContext http) => Problem(FileProblems.Of(rule, http.RequestServices.GetRequiredService<FileSettings>()));

    internal static IResult Problem(UploadRefusal why) => Problems.Of(why.Status, why.Code, why.Title);

    /// <summary>Lets a request have a body as large as a kind of file.</summary>
    internal static void Allow(HttpContext http, long bytes)
    {
        // One byte more, so that it is said in our words that a file is too large.
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = bytes + 1;
    }

    private static async Task<IResult> UploadAsync(string @event, [FromQuery] string? name, Uploads uploads, FileSettings settings, EventShelves shelves, HttpContext http)
    {
        (Operator? by, IResult? refusal) = await AdmitAsync(http, @event);
        if (refusal is not null) return refusal;
        Allow(http, settings.MostBytes(FileKind.Film));
        (StoredFile? file, UploadRefusal? why) = await uploads.TakeAsync(
            @event, http.Request.Body, http.Request.ContentLength, name ?? "", asSlide: false, by!, http.RequestAborted);
        shelves.Changed(@event);
        return why is not null ? Problem(why) : Results.Json(Body(file!), Json, statusCode: StatusCodes.Status201Created);
    }

    private static async Task<IResult> ListAsync(string @event, KeepFiles files, FileSettings settings, HttpContext http, CancellationToken cancel)
    {
        (_, IResult? refusal) = await AdmitAsync(http, @event);
        if (refusal is not null) return refusal;
        return Results.Json(new
        {
            files = (await files.ListAsync(@event, cancel)).Select(Body),
            usedBytes = await files.UsedBytesAsync(@event, cancel),
            quotaBytes = settings.QuotaBytes,
            mostBytes = new
            {
                track = settings.MostBytes(FileKind.Track),
                film = settings.MostBytes(FileKind.Film),
                picture = settings.MostBytes(FileKind.Picture),
                slide = settings.MostBytes(FileKind.Slide),
            },
        }, Json);
    }

    private static async Task<IResult> RenameAsync(string @event, string file, NameBody body, KeepFiles files, HttpContext http, CancellationToken cancel)
    {
        (Operator? by, IResult? refusal) = await AdmitAsync(http, @event);
        if (refusal is not null) return refusal;
        Outcome<StoredFile> renamed = await files.RenameAsync(@event, file, body.Name ?? "", by!, cancel);
        return renamed.Succeeded(out StoredFile? changed, out EventsRule broken) ? Results.Json(Body(changed), Json) : Problem(broken, http);
    }

    private static async Task<IResult> RemoveAsync(string @event, string file, FileShelf shelf, ServedTypes types, HttpContext http, CancellationToken cancel)
    {
        (Operator? by, IResult? refusal) = await AdmitAsync(http, @event);
        if (refusal is not null) return refusal;
        if (!StoredFile.IsId(file)) return Problem(EventsRule.FileUnknown, http);
        EventsRule? broken = await shelf.RemoveAsync(@event, file, by!, cancel);
        types.Forget(file);
        return broken is { } rule ? Problem(rule, http) : Results.NoContent();
    }

    private static async Task<IResult> ServeAsync(string file, FileStore store, ServedTypes types, HttpContext http, CancellationToken cancel)
    {
        if (!StoredFile.IsId(file) || !File.Exists(store.PathOf(file)) || await types.OfAsync(file, cancel) is not { } type) return Results.NotFound();
        http.Response.Headers.CacheControl = "public, max-age=31536000, immutable"; // its address is made of its content
        http.Response.Headers.ContentSecurityPolicy = Nothing;
        http.Response.Headers["Cross-Origin-Resource-Policy"] = "same-origin";
        return Results.File(store.PathOf(file), type, entityTag: new EntityTagHeaderValue($"\"{file}\""), enableRangeProcessing: true);
    }

    private static object Body(StoredFile file) => new
    {
        file = file.Id,
        kind = file.Kind.ToString().ToLowerInvariant(),
        file.Type,
        file.Name,
        file.Bytes,
        file.DurationMs,
        file.Width,
        file.Height,
        file.AddedBy,
        addedMs = file.AddedAt.ToUnixTimeMilliseconds(),
    };
}

/// <summary>Media types of files that are being served, so that an audience of thousands is not as many questions to the database.</summary>
public sealed class ServedTypes(KeepFiles files)
{
    private const int Most = 10_000;

    private readonly ConcurrentDictionary<string, string> _types = new(StringComparer.Ordinal);

    /// <summary>The media type of a file; null when no event has it.</summary>
    public async ValueTask<string?> OfAsync(string id, CancellationToken cancel)
    {
        if (_types.TryGetValue(id, out string? known)) return known;
        if (await files.TypeOfAsync(id, cancel) is not { } type) return null;
        if (_types.Count >= Most) _types.Clear();
        return _types[id] = type;
    }

    /// <summary>A file was taken from an event: whether another has it is asked again.</summary>
    public void Forget(string id) => _types.TryRemove(id, out _);
}
