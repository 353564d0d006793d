using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Kapok.Events;
using Xunit;

namespace Kapok.IntegrationTests.Files;

/// <summary>Slides over HTTP: begun, filled page by page, read by everyone, deleted with their pictures.</summary>
public sealed class DecksTests(FilesVenue venue) : IClassFixture<FilesVenue>
{
    [Fact]
    public async Task Pages_come_one_by_one_and_the_audience_reads_all_but_the_notes()
    {
        HttpClient speaker = await venue.AsAsync(EventRole.Speaker);
        string deck = await BeginAsync(speaker, "Kapok in autumn 木棉之秋", 2);
        // A browser sends both pictures of a page at once.
        string[] both = await Task.WhenAll(PictureAsync(speaker, $"{deck}/pages/1/large", "picture.webp"), PictureAsync(speaker, $"{deck}/pages/1/small", "lossless.webp"));
        (string large, string small) = (both[0], both[1]);
        object[] links =
        [
            new { x = 0.1, y = 0.2, width = 0.3, height = 0.1, url = "https://kapok.example/a" }, new { x = 0.1, y = 0.2, width = 0.3, height = 0.1, page = 0 },
            new { x = 0.1, y = 0.2, width = 0.3, height = 0.1, url = "javascript:alert(1)" }, new { x = 7, y = 0.2, width = 0.3, height = 0.1, url = "https://far.example" },
        ];
        using HttpResponseMessage told = await speaker.PutAsJsonAsync($"{deck}/pages/1", new { text = "Hello\nTwo\0 lines", notes = "smile", links });
        Assert.Equal(HttpStatusCode.NoContent, told.StatusCode);

        JsonNode own = await FilesVenue.GetAsync(speaker, deck), shown = await FilesVenue.GetAsync(venue.Browser(), deck);
        JsonNode page = Assert.Single(shown["pages"]!.AsArray())!;
        Assert.Equal((large, small), (Text(page, "large"), Text(page, "small")));
        Assert.Equal((1, 96, 64), (page["number"]!.GetValue<int>(), page["width"]!.GetValue<int>(), page["height"]!.GetValue<int>()));
        Assert.Equal("Hello\nTwo lines", Text(page, "text"));
        Assert.Equal(["https://kapok.example/a", null], page["links"]!.AsArray().Select(link => link!["url"]?.GetValue<string>()));
        Assert.Null(page["notes"]);
        Assert.Equal("smile", Text(own["pages"]![0]!, "notes"));

        JsonNode list = await FilesVenue.GetAsync(speaker, FilesVenue.Decks);
        Assert.Equal((2, 1), list["decks"]!.AsArray().Select(one => (one!["pages"]!.GetValue<int>(), one["ready"]!.GetValue<int>())).First());
        JsonNode files = await FilesVenue.GetAsync(speaker, FilesVenue.Files);
        Assert.DoesNotContain(files["files"]!.AsArray(), file => Text(file!, "file") == large); // slides are no files that one picks

        using HttpResponseMessage deleted = await speaker.DeleteAsync(deck);
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        using HttpResponseMessage picture = await venue.Browser().GetAsync($"/files/{large}"), after = await venue.Browser().GetAsync(deck);
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (picture.StatusCode, after.StatusCode));
    }

    [Fact]
    public async Task A_picture_that_another_deck_shows_stays()
    {
        HttpClient speaker = await venue.AsAsync(EventRole.Speaker);
        string first = await BeginAsync(speaker, "First", 1), second = await BeginAsync(speaker, "Second", 1);
        string picture = await PictureAsync(speaker, $"{first}/pages/0/large", "picture.png");
        Assert.Equal(picture, await PictureAsync(speaker, $"{second}/pages/0/large", "picture.png"));
        using HttpResponseMessage deleted = await speaker.DeleteAsync(first), there = await venue.Browser().GetAsync($"/files/{picture}");
        Assert.Equal(HttpStatusCode.OK, there.StatusCode);
    }

    [Fact]
    public async Task What_cannot_be_a_deck_is_refused()
    {
        HttpClient speaker = await venue.AsAsync(EventRole.Speaker);
        (object, string)[] refused =
            [(new { title = "A", pages = 301 }, "deck-pages"), (new { title = "A", pages = 0 }, "deck-pages"), (new { title = " ", pages = 1 }, "name-invalid")];
        foreach ((object body, string code) in refused)
        {
            using HttpResponseMessage answer = await speaker.PostAsJsonAsync(FilesVenue.Decks, body);
            Assert.Equal(code, Text(JsonNode.Parse(await answer.Content.ReadAsStringAsync())!, "code"));
        }
        string deck = await BeginAsync(speaker, "Deck", 1);
        using ByteArrayContent track = new(FilesVenue.Sample("tone.ogg")), page = new(FilesVenue.Sample("picture.webp"));
        using HttpResponseMessage sound = await speaker.PutAsync($"{deck}/pages/0/large", track), beyond = await speaker.PutAsync($"{deck}/pages/1/large", page);
        Assert.Equal((HttpStatusCode.UnsupportedMediaType, HttpStatusCode.BadRequest), (sound.StatusCode, beyond.StatusCode));
        using HttpResponseMessage guest = await venue.Browser().PostAsJsonAsync(FilesVenue.Decks, new { title = "A", pages = 1 });
        Assert.Equal(HttpStatusCode.Forbidden, guest.StatusCode);
    }

    private static async Task<string> BeginAsync(HttpClient speaker, string title, int pages)
    {
        using HttpResponseMessage begun = await speaker.PostAsJsonAsync(FilesVenue.Decks, new { title, pages });
        JsonNode body = JsonNode.Parse(await begun.Content.ReadAsStringAsync())!;
        Assert.True(begun.StatusCode == HttpStatusCode.Created, body.ToJsonString());
        return $"{FilesVenue.Decks}/{Text(body, "deck")}";
    }

    private static async Task<string> PictureAsync(HttpClient speaker, string path, string sample)
    {
        using ByteArrayContent bytes = new(FilesVenue.Sample(sample));
        using HttpResponseMessage put = await speaker.PutAsync(path, bytes);
        JsonNode body = JsonNode.Parse(await put.Content.ReadAsStringAsync())!;
        Assert.True(put.StatusCode == HttpStatusCode.OK, body.ToJsonString());
        return Text(body, "file");
    }

    private static string Text(JsonNode node, string name) => node[name]!.GetValue<string>();
}
