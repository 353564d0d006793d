using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Kapok.Events;
using Kapok.Events.Links;
using Kapok.Events.Organisations;
using Kapok.Events.Storage;
using Kapok.Protocol.Messages;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Kapok.IntegrationTests.Ceremony;

/// <summary>The group photograph over real sockets: people are placed and walk on, and the picture is for those who are in it and for nobody else.</summary>
public sealed class PhotographVenueTests
{
    private static readonly Operator Organiser = new(null, "Olga", EventRole.Organiser);

    // One grey pixel, written by hand after the PNG specification.
    private static readonly byte[] Png = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Those_in_it_get_the_picture_that_a_stage_manager_uploads_and_nobody_else()
    {
        await using TestVenue venue = new();
        await venue.InitializeAsync();
        string link = await LinkAsync(venue);
        CookieContainer cookies = new();
        await using TestPerson olga = await venue.EnterAsync("Olga", link: link), mei = await venue.EnterAsync("Mei", browser: venue.Browser(cookies));
        ShowAction step = new() { Ceremony = new() { Kind = CeremonyKind.Photograph, Title = "All of us", Seconds = 5 } };
        await olga.SendAsync(new() { Show = new() { Play = new() { Actions = { step } } } });
        Photograph told = (await mei.HearAsync("where it is taken", message => message.Photograph is not null)).Photograph;
        Assert.Equal(2, told.People.Count);
        Placement put = (await mei.HearAsync("a place", message => message.PutBack is not null)).PutBack.Placement;
        Assert.Equal("", mei.Messages.First(message => message.PutBack is not null).PutBack.Why);
        await using TestPerson late = await venue.EnterAsync("Late");
        await late.HearAsync("what is about to be taken", message => message.Photograph?.Id == told.Id);

        string file = await UploadAsync(olga.Browser, link);
        await TestPerson.HoldsAsync("that it is taken and known", async () => await ShowAsync(olga.Browser, link, told.Id, file) == HttpStatusCode.NoContent);
        Assert.Equal(HttpStatusCode.NotFound, await ShowAsync(olga.Browser, link, "another", file));
        Assert.Equal(HttpStatusCode.NotFound, await ShowAsync(olga.Browser, link, told.Id, "../etc/passwd"));
        Assert.Equal(HttpStatusCode.Forbidden, await ShowAsync(mei.Browser, null, told.Id, file));
        await olga.SendAsync(new() { PhotographKept = new() { Id = told.Id } });
        await mei.HearAsync("that it can be had", message => message.PhotographKept?.Id == told.Id);
        JsonNode own = Assert.Single(await MineAsync(mei.Browser))!;
        Assert.Equal((told.Id, file, "All of us"), (Text(own, "id"), Text(own, "file"), Text(own, "title")));
        Assert.Equal(Png, await mei.Browser.GetByteArrayAsync(new Uri($"/files/{file}", UriKind.Relative), Stop));
        Assert.Empty(await MineAsync(late.Browser));
        using HttpClient stranger = venue.Browser();
        Assert.Empty(await MineAsync(stranger));

        await mei.WalkAsync(put.X + 0.5f, put.Z);
        await venue.RestartAsync();
        using HttpClient back = venue.Browser(cookies);
        Assert.Single(await MineAsync(back));
        await using (EventsContext context = await venue.Service<IDbContextFactory<EventsContext>>().CreateDbContextAsync(Stop))
            await context.Events.ExecuteDeleteAsync(Stop);
        Assert.Empty(await MineAsync(back));
    }

    private static string Text(JsonNode node, string key) => node[key]!.GetValue<string>();

    private static async Task<JsonArray> MineAsync(HttpClient browser)
    {
        string text = await browser.GetStringAsync(new Uri($"/api/v1/events/{OpeningNight.EventSlug}/photographs/mine", UriKind.Relative), Stop);
        return JsonNode.Parse(text)!["photographs"]!.AsArray();
    }

    private static async Task<string> UploadAsync(HttpClient browser, string link)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, $"/api/v1/events/{OpeningNight.EventSlug}/files?name=photograph.png") { Content = new ByteArrayContent(Png) };
        request.Headers.Add("X-Kapok-Link", link);
        using HttpResponseMessage answer = await browser.SendAsync(request, Stop);
        string text = await answer.Content.ReadAsStringAsync(Stop);
        Assert.True(answer.StatusCode == HttpStatusCode.Created, text);
        return Text(JsonNode.Parse(text)!, "file");
    }

    private static async Task<HttpStatusCode> ShowAsync(HttpClient browser, string? link, string id, string file)
    {
        using HttpRequestMessage request = new(HttpMethod.Put, $"/api/v1/events/{OpeningNight.EventSlug}/photographs/{id}") { Content = JsonContent.Create(new { file }) };
        if (link is not null) request.Headers.Add("X-Kapok-Link", link);
        using HttpResponseMessage answer = await browser.SendAsync(request, Stop);
        return answer.StatusCode;
    }

    private static async Task<string> LinkAsync(TestVenue venue)
    {
        Event current = await venue.Service<CurrentEvent>().FindAsync(Stop);
        return (await venue.Service<CreateLink>().HandleAsync(new(current.Id, "Test", EventRole.StageManager, null), Organiser, Stop)).Value.Token;
    }
}
