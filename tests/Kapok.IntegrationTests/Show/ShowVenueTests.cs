using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Kapok.Events;
using Kapok.Events.Links;
using Kapok.Events.Organisations;
using Kapok.Events.Show;
using Kapok.IntegrationTests.Storage;
using Kapok.Protocol.Messages;
using Kapok.Server.Show;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Kapok.IntegrationTests.Show;

/// <summary>A show over HTTP and in the room: written, run, tried, kept.</summary>
public sealed class ShowVenueTests(TestVenue venue) : IClassFixture<TestVenue>
{
    private const string Two = """
        {"title":"Gala","cues":[
          {"id":"one","number":"1","name":"Red","actions":[{"light":{"primary":16711680,"secondary":16711680,"intensity":1}}]},
          {"id":"two","number":"2","name":"Fog","actions":[{"effect":{"kind":"EFFECT_KIND_FOG"}}]}]}
        """;

    private static readonly Operator Organiser = new(null, "Olga", EventRole.Organiser);

    [Fact]
    public async Task A_run_of_show_is_written_exported_changed_and_run_over_http_and_everyone_in_the_room_sees_it()
    {
        using HttpClient stella = await HandAsync(EventRole.StageManager);
        await using TestPerson mei = await venue.EnterAsync("Mei", "forum");
        Assert.Equal(HttpStatusCode.NoContent, (await PutAsync(stella, "forum/show", Two)).Status);
        Event current = await venue.Service<CurrentEvent>().FindAsync(Stop);
        Assert.Equal(1, (await venue.Service<KeepShow>().FindAsync(current.Slug, "forum", Stop))!.RunVersion); // what is acknowledged is on disk
        string table = await stella.GetStringAsync(Path("forum/show.csv"), Stop);
        Assert.Equal(3, table.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
        (HttpStatusCode status, JsonNode? body) = await PutAsync(stella, "forum/show.csv", table.Replace("Fog,", "Mist,", StringComparison.Ordinal));
        Assert.True(status == HttpStatusCode.NoContent, body?.ToJsonString());
        RunOfShow kept = Google.Protobuf.JsonParser.Default.Parse<RunOfShow>(await stella.GetStringAsync(Path("forum/show"), Stop));
        Assert.Equal(("Gala", "Mist", 2u, 1u, 2u), (kept.Title, kept.Cues[1].Name, kept.Cues[1].Version, kept.Cues[0].Version, kept.Version));
        Assert.Equal(HttpStatusCode.NoContent, (await PostAsync(stella, "forum/show/commands", """{"go":{"cue":"one"}}""")).Status);
        ServerMessage told = await mei.HearAsync("the cue", message => message.ShowCue is not null);
        Assert.Equal(0xff0000u, told.ShowCue.Actions.Single().Light.Primary);
        await using TestPerson late = await venue.EnterAsync("Late", "forum");
        Assert.Equal(1ul, (await late.HearAsync("the state", message => message.ShowState is not null)).ShowState.Revision);
    }

    [Fact]
    public async Task What_is_wrong_is_said_with_cue_and_line_and_only_who_may_does_anything()
    {
        using HttpClient stella = await HandAsync(EventRole.StageManager), vega = await HandAsync(EventRole.Performer), nobody = venue.Browser();
        (HttpStatusCode status, JsonNode? body) = await PutAsync(stella, "terrace/show", Two.Replace("\"intensity\":1", "\"intensity\":9", StringComparison.Ordinal));
        Assert.Equal((HttpStatusCode.BadRequest, "show-refused", "1", "light.intensity"), (status, Text(body, "code"), Text(body, "cue"), Text(body, "field")));
        (status, body) = await PutAsync(stella, "terrace/show.csv", "number,actions\n1,[]\n2,oops");
        Assert.Equal((HttpStatusCode.BadRequest, "show-format", "3", "actions"), (status, Text(body, "code"), Text(body, "line"), Text(body, "column")));
        Assert.Equal("show-format", Text((await PutAsync(stella, "terrace/show", "{\"cues\":7}")).Body, "code"));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await PutAsync(stella, "terrace/show", new string(' ', 1_100_000))).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await PutAsync(stella, "terrace/show", Two)).Status);
        Assert.Equal((HttpStatusCode.PreconditionFailed, "show-conflict"), await ConflictAsync(stella));
        foreach (HttpClient other in new[] { vega, nobody })
            Assert.Equal(HttpStatusCode.Forbidden, (await PostAsync(other, "terrace/show/commands", """{"panic":{}}""")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await PostAsync(stella, "nowhere/show/commands", """{"panic":{}}""")).Status);
    }

    [Fact]
    public async Task A_rehearsal_is_a_room_of_its_own_for_those_with_a_part_in_the_show()
    {
        using HttpClient stella = await HandAsync(EventRole.StageManager), vega = await HandAsync(EventRole.Performer);
        Assert.Equal(HttpStatusCode.NoContent, (await PutAsync(stella, "arena/show", Two)).Status);
        (HttpStatusCode status, JsonNode? body) = await PostAsync(stella, "arena/show/rehearsals", "");
        Assert.Equal(HttpStatusCode.Created, status);
        string room = Text(body, "room");
        Assert.StartsWith(Rehearsals.Prefix, room, StringComparison.Ordinal);
        Assert.EndsWith("-arena", room, StringComparison.Ordinal);
        Assert.DoesNotContain(room, await stella.GetStringAsync(new Uri("/api/v1/venue", UriKind.Relative), Stop), StringComparison.Ordinal);
        (HttpStatusCode stranger, JsonNode why) = await TestVenue.JoinAsync(venue.Browser(), new { name = "Nosy" }, room);
        Assert.Equal((HttpStatusCode.NotFound, "unknown-room"), (stranger, Text(why, "code")));
        string link = await LinkAsync(EventRole.Performer);
        Assert.Equal(HttpStatusCode.OK, (await TestVenue.JoinAsync(venue.Browser(), new { name = "Vega", link }, room)).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await PostAsync(stella, $"{room}/show/commands", """{"go":{"cue":"one"}}""")).Status);
        Assert.Equal("", Text(JsonNode.Parse(await stella.GetStringAsync(Path("arena/show/desk"), Stop)), "current"));
        Assert.Equal("one", Text(JsonNode.Parse(await stella.GetStringAsync(Path($"{room}/show/desk"), Stop)), "current"));
        Rehearsals rehearsals = venue.Service<Rehearsals>();
        await rehearsals.LookAsync();
        await rehearsals.LookAsync();
        Assert.Equal(HttpStatusCode.NotFound, (await PostAsync(stella, $"{room}/show/commands", """{"panic":{}}""")).Status);
    }

    [Fact]
    public async Task Two_strike_the_gong_in_the_same_moment_and_whoever_comes_late_knows_who_they_were()
    {
        await using TestVenue own = new();
        await own.InitializeAsync();
        using HttpClient stella = await HandAsync(EventRole.StageManager, own);
        await using TestPerson ada = await own.EnterAsync("Ada", "terrace", link: await LinkAsync(EventRole.Speaker, own));
        await using TestPerson bo = await own.EnterAsync("Bo", "terrace", link: await LinkAsync(EventRole.Performer, own));
        Assert.Equal(HttpStatusCode.NoContent, (await PostAsync(stella, "terrace/show/commands",
            """{"play":{"actions":[{"ceremony":{"kind":"CEREMONY_KIND_GONG","title":"Dawn","seconds":600}}]}}""")).Status);
        foreach (TestPerson person in new[] { ada, bo })
        {
            await person.HearAsync("the step", message => message.ShowCue is not null);
            await person.SendAsync(new ClientMessage { Strike = new() });
        }
        ShowState heard = (await ada.HearAsync("both strokes", message => message.ShowState?.Ceremony?.Strokes.Count == 2)).ShowState;
        Assert.Equal([("Ada", true), ("Bo", true)], heard.Ceremony.Strokes.OrderBy(stroke => stroke.Name, StringComparer.Ordinal).Select(stroke => (stroke.Name, stroke.InTime)));
        await using TestPerson late = await own.EnterAsync("Late", "terrace");
        ShowState told = (await late.HearAsync("the state", message => message.ShowState is not null)).ShowState;
        Assert.Equal(heard.Ceremony, told.Ceremony);
        await late.SendAsync(new ClientMessage { Strike = new() });
        Assert.Equal("notice.gong-far", (await late.HearAsync("why not", message => message.Notice is not null)).Notice.Code);
    }

    [Fact]
    public async Task Doors_that_a_cue_has_closed_let_in_nobody_but_those_with_a_role_and_those_who_were_inside()
    {
        await using TestVenue own = new();
        await own.InitializeAsync();
        using HttpClient olga = await HandAsync(EventRole.Organiser, own);
        CookieContainer anas = new();
        await using TestPerson ana = await own.EnterAsync("Ana", browser: own.Browser(anas));
        Assert.Equal(HttpStatusCode.NoContent, (await PostAsync(olga, "arena/show/commands", """{"play":{"actions":[{"doors":{}}]}}""")).Status);
        while (JsonNode.Parse(await olga.GetStringAsync(Path("arena/show/desk"), Stop))!["unkept"] is not null) await Task.Yield(); // until it says that it is on disk
        for (int start = 0; start < 2; start++)
        {
            (HttpStatusCode status, JsonNode body) = await TestVenue.JoinAsync(own.Browser(), new { name = "Mei" });
            Assert.Equal((HttpStatusCode.Conflict, "doors-closed"), (status, Text(body, "code")));
            Assert.Equal(HttpStatusCode.OK, (await TestVenue.JoinAsync(own.Browser(anas), new { name = "Ana" })).Status);
            Assert.Equal(HttpStatusCode.OK, (await TestVenue.JoinAsync(own.Browser(), new { name = "Sam", link = await LinkAsync(EventRole.Speaker, own) })).Status);
            if (start == 0) await own.RestartAsync(); // they are still closed
        }
    }

    [Fact]
    public async Task The_show_goes_on_where_it_was_after_the_server_was_killed()
    {
        string folder = Directory.CreateTempSubdirectory("kapok-show-").FullName, assets = System.IO.Path.Combine(folder, "assets"), data = System.IO.Path.Combine(folder, "data");
        Directory.CreateDirectory(System.IO.Path.Combine(assets, "scenes"));
        foreach (string room in (string[])["arena", "forum", "terrace"])
            File.Copy(System.IO.Path.Combine(TestVenue.RepositoryRoot(), "tests", "vectors", "scene-small.gltf"), System.IO.Path.Combine(assets, "scenes", $"{room}.gltf"));
        string link;
        await using (ServerProcess first = await ServerProcess.StartAsync(data, assets))
        {
            link = (await File.ReadAllTextAsync(System.IO.Path.Combine(data, "organiser.link"), Stop)).Trim();
            using HttpClient olga = HandAt(first.Address, link);
            Assert.Equal(HttpStatusCode.NoContent, (await PutAsync(olga, "arena/show", Two)).Status);
            await PostAsync(olga, "arena/show/commands", """{"go":{"cue":"one"}}""");
            while (JsonNode.Parse(await olga.GetStringAsync(Path("arena/show/desk"), Stop))!["unkept"] is not null) await Task.Yield(); // until it says that it is on disk
            await first.KillAsync();
        }
        await using (ServerProcess second = await ServerProcess.StartAsync(data, assets))
        {
            using HttpClient olga = HandAt(second.Address, link);
            JsonNode desk = JsonNode.Parse(await olga.GetStringAsync(Path("arena/show/desk"), Stop))!;
            Assert.Equal(("one", "two", "Gala"), (Text(desk, "current"), Text(desk, "standby"), Text(desk["run"], "title")));
            (HttpStatusCode status, JsonNode body) = await TestVenue.JoinAsync(HandAt(second.Address, null), new { name = "Mei" });
            Assert.Equal(HttpStatusCode.OK, status);
            await using TestPerson mei = new("Mei", olga);
            await mei.ConnectAsync(second.Address, Text(body, "ticket"));
            ShowState state = (await mei.HearAsync("the state", message => message.ShowState is not null)).ShowState;
            Assert.Equal(0xff0000u, Assert.Single(state.Lights).Look.Primary);
            await PostAsync(olga, "arena/show/commands", """{"go":{"cue":"two"}}""");
            Assert.Equal(2ul, (await mei.HearAsync("the next cue", message => message.ShowCue is not null)).ShowCue.Revision);
        }
        SqliteConnection.ClearAllPools();
        Directory.Delete(folder, true);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static Uri Path(string rest) => new($"/api/v1/events/{OpeningNight.EventSlug}/rooms/{rest}", UriKind.Relative);

    private static string Text(JsonNode? node, string name) => node?[name]?.ToString() ?? "";

    private static async Task<(HttpStatusCode Status, string Code)> ConflictAsync(HttpClient hand)
    {
        using HttpRequestMessage request = new(HttpMethod.Put, Path("terrace/show")) { Content = new StringContent(Two) };
        request.Headers.TryAddWithoutValidation("If-Match", "\"0\"");
        using HttpResponseMessage response = await hand.SendAsync(request, Stop);
        return (response.StatusCode, Text(JsonNode.Parse(await response.Content.ReadAsStringAsync(Stop)), "code"));
    }

    private static Task<(HttpStatusCode Status, JsonNode? Body)> PutAsync(HttpClient hand, string rest, string text) => SendAsync(hand, HttpMethod.Put, rest, text);

    private static Task<(HttpStatusCode Status, JsonNode? Body)> PostAsync(HttpClient hand, string rest, string text) => SendAsync(hand, HttpMethod.Post, rest, text);

    private static async Task<(HttpStatusCode Status, JsonNode? Body)> SendAsync(HttpClient hand, HttpMethod method, string rest, string text)
    {
        using HttpRequestMessage request = new(method, Path(rest)) { Content = new StringContent(text, Encoding.UTF8) };
        using HttpResponseMessage response = await hand.SendAsync(request, Stop);
        string body = await response.Content.ReadAsStringAsync(Stop);
        return (response.StatusCode, body.Length == 0 ? null : JsonNode.Parse(body));
    }

    private static HttpClient HandAt(Uri address, string? link)
    {
        HttpClient hand = new(new HttpClientHandler { CookieContainer = new() }) { BaseAddress = address };
        if (link is not null) hand.DefaultRequestHeaders.Add("X-Kapok-Link", link);
        return hand;
    }

    private async Task<HttpClient> HandAsync(EventRole role, TestVenue? of = null) => HandAt((of ?? venue).Address, await LinkAsync(role, of));

    private async Task<string> LinkAsync(EventRole role, TestVenue? of = null)
    {
        Event current = await (of ?? venue).Service<CurrentEvent>().FindAsync(Stop);
        return (await (of ?? venue).Service<CreateLink>().HandleAsync(new(current.Id, "Test", role, null), Organiser, Stop)).Value.Token;
    }
}
