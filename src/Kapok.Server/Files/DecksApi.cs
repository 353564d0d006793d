using System.Globalization;
using System.Text.Json;
using Kapok.Events;
using Kapok.Events.Files;
using Kapok.Server.Api;
using Kapok.Server.Show;
using Microsoft.Net.Http.Headers;

namespace Kapok.Server.Files;

/// <summary>Slides: begun with a title and a number of pages, whose pictures and texts come one after the other (docs/stage.md, Slides).</summary>
public static class DecksApi
{
    /// <summary>What addresses of the decks of an event begin with.</summary>
    public const string Decks = "/api/v1/events/{event}/decks";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>A deck that begins, or another title of one.</summary>
    public sealed record DeckBody(string? Title, int Pages);

    /// <summary>What is told of a page besides its pictures; what is absent stays.</summary>
    public sealed record PageBody(string? Text, string? Notes, IReadOnlyList<PageLink>? Links);

    /// <summary>Maps decks.</summary>
    public static IEndpointRouteBuilder MapDecks(this IEndpointRouteBuilder routes)
    {
        routes.MapRead(Decks, ListAsync).WithName("ListDecks");
        routes.MapPost(Decks, BeginAsync).WithName("BeginDeck");
        routes.MapRead($"{Decks}/{{deck:guid}}", ReadAsync).WithName("GetDeck");
        routes.MapPatch($"{Decks}/{{deck:guid}}", RenameAsync).WithName("RenameDeck");
        routes.MapDelete($"{Decks}/{{deck:guid}}", RemoveAsync).WithName("RemoveDeck");
        routes.MapPut($"{Decks}/{{deck:guid}}/pages/{{number:int}}", ChangePageAsync).WithName("ChangePage");
        routes.MapPut($"{Decks}/{{deck:guid}}/pages/{{number:int}}/{{size:regex(^(large|small)$)}}", PictureAsync).WithName("PutPagePicture").DisableAntiforgery();
        return routes;
    }

    private static async Task<IResult> ListAsync(string @event, KeepDecks decks, HttpContext http, CancellationToken cancel)
    {
        (_, IResult? refusal) = await FilesApi.AdmitAsync(http, @event);
        if (refusal is not null) return refusal;
        return Results.Json(new { decks = (await decks.ListAsync(@event, cancel)).Select(one => Head(one.Deck, one.Ready)) }, Json);
    }

    private static async Task<IResult> BeginAsync(string @event, DeckBody body, KeepDecks decks, EventShelves shelves, HttpContext http, CancellationToken cancel)
    {
        (Operator? by, IResult? refusal) = await FilesApi.AdmitAsync(http, @event);
        if (refusal is not null) return refusal;
        Outcome<Deck> begun = await decks.BeginAsync(@event, body.Title ?? "", body.Pages, by!, cancel);
        shelves.Changed(@event);
        return begun.Succeeded(out Deck? deck, out EventsRule broken) ? Results.Json(Head(deck, 0), Json, statusCode: 201) : FilesApi.Problem(broken, http);
    }

    // Everyone in the room looks at slides, and only who has a role reads the notes: two answers at one address, so a cache in between keeps neither.
    private static async Task<IResult> ReadAsync(
        string @event, Guid deck, KeepDecks decks, ShownDecks shown, EventOperators operators, HttpContext http, CancellationToken cancel)
    {
        bool withNotes = (await operators.OfAsync(http, @event))?.MayBringFiles == true;
        http.Response.Headers.CacheControl = "private, no-cache";
        http.Response.Headers.Vary = $"Cookie, {EventOperators.Header}";
        if (withNotes)
        {
            Deck? whole = await decks.FindAsync(@event, deck, cancel);
            return whole is null ? FilesApi.Problem(EventsRule.DeckUnknown, http) : Results.Bytes(ShownDecks.Write(whole, withNotes), "application/json; charset=utf-8");
        }
        if (await shown.FindAsync(@event, deck, cancel) is not { } found) return FilesApi.Problem(EventsRule.DeckUnknown, http);
        return Results.Bytes(found.Json, "application/json; charset=utf-8",
            entityTag: new EntityTagHeaderValue($"\"{deck:N}-{found.Version.ToString(CultureInfo.InvariantCulture)}\""));
    }

    private static async Task<IResult> RenameAsync(string @event, Guid deck, DeckBody body, KeepDecks decks, ShownDecks shown, HttpContext http, CancellationToken cancel)
    {
        (Operator? by, IResult? refusal) = await FilesApi.AdmitAsync(http, @event);
        if (refusal is not null) return refusal;
        Outcome<Deck> renamed = await decks.RenameAsync(@event, deck, body.Title ?? "", by!, cancel);
        shown.Forget(deck);
        return renamed.Broken is { } broken ? FilesApi.Problem(broken, http) : Results.NoContent();
    }

    private static async Task<IResult> RemoveAsync(string @event, Guid deck, FileShelf shelf, ShownDecks shown, HttpContext http, CancellationToken cancel)
    {
        (Operator? by, IResult? refusal) = await FilesApi.AdmitAsync(http, @event);
        if (refusal is not null) return refusal;
        EventsRule? broken = await shelf.RemoveDeckAsync(@event, deck, by!, cancel);
        shown.Forget(deck);
        return broken is { } rule ? FilesApi.Problem(rule, http) : Results.NoContent();
    }

    private static async Task<IResult> ChangePageAsync(
        string @event, Guid deck, int number, PageBody body, KeepDecks decks, ShownDecks shown, HttpContext http, CancellationToken cancel)
    {
        (Operator? by, IResult? refusal) = await FilesApi.AdmitAsync(http, @event);
        if (refusal is not null) return refusal;
        string? links = body.Links is null ? null : PageLink.Write(body.Links);
        Outcome<DeckPage> changed = await decks.ChangePageAsync(@event, deck, number, page =>
        {
            if (body.Text is not null) page.Text = PageText.Clean(body.Text);
            if (body.Notes is not null) page.Notes = PageText.Clean(body.Notes);
            if (links is not null) page.Links = links;
        }, by!, cancel);
        shown.Forget(deck);
        return changed.Broken is { } broken ? FilesApi.Problem(broken, http) : Results.NoContent();
    }

    private static async Task<IResult> PictureAsync(
        string @event, Guid deck, int number, string size, Uploads uploads, KeepDecks decks, ShownDecks shown, FileSettings settings, HttpContext http, CancellationToken cancel)
    {
        (Operator? by, IResult? refusal) = await FilesApi.AdmitAsync(http, @event);
        if (refusal is not null) return refusal;
        if (await decks.FindAsync(@event, deck, cancel) is not { } found) return FilesApi.Problem(EventsRule.DeckUnknown, http);
        if (number < 0 || number >= found.PageCount) return FilesApi.Problem(EventsRule.DeckPageUnknown, http);
        FilesApi.Allow(http, settings.MostBytes(FileKind.Slide));
        (StoredFile? file, UploadRefusal? why) = await uploads.TakeAsync(@event, http.Request.Body, http.Request.ContentLength, found.Title, asSlide: true, by!, cancel);
        if (why is not null) return FilesApi.Problem(why);
        Outcome<DeckPage> changed = await decks.ChangePageAsync(@event, deck, number, page =>
        {
            if (size == "small") page.Small = file!.Id;
            else (page.Large, page.Width, page.Height) = (file!.Id, file.Width, file.Height);
        }, by!, cancel);
        shown.Forget(deck);
        return changed.Broken is { } broken ? FilesApi.Problem(broken, http) : Results.Json(new { file = file!.Id, file.Width, file.Height }, Json);
    }

    private static object Head(Deck deck, int ready) => new
    {
        deck = deck.Id.ToString("N"),
        deck.Title,
        pages = deck.PageCount,
        ready,
        deck.Version,
        deck.AddedBy,
        addedMs = deck.AddedAt.ToUnixTimeMilliseconds(),
    };
}
