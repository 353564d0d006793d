using System.Net;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Google.Protobuf;
using Kapok.Cluster;
using Kapok.Events;
using Kapok.Events.Links;
using Kapok.Events.Organisations;
using Kapok.Events.Storage;
using Kapok.IntegrationTests.Storage;
using Kapok.Protocol.Messages;
using Kapok.Server.Rooms;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Kapok.IntegrationTests.Ceremony;

/// <summary>The signing wall over real sockets: signed by several, seen by who comes late, kept, taken away, and had as a file.</summary>
public sealed class SigningVenueTests
{
    private const uint Gold = 0xf7c95c;

    private static readonly byte[] Line = Convert.FromHexString("000a3e83e87e00007f7d00");

    private static readonly Operator Organiser = new(null, "Olga", EventRole.Organiser);

    private static uint _request = 1000;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_sign_a_third_comes_late_and_a_moderator_takes_one_away_for_good()
    {
        await using TestVenue venue = new();
        await venue.InitializeAsync();
        await using TestPerson olga = await venue.EnterAsync("Olga", link: await LinkAsync(venue, EventRole.Organiser)), mei = await venue.EnterAsync("Mei"),
            tom = await venue.EnterAsync("Tom");
        Assert.Equal("notice.sign-closed", await AskAsync(mei, Drawn()));
        await OpenAsync(olga);
        Assert.Equal("", await AskAsync(mei, Drawn()));
        Assert.Equal("", await AskAsync(tom, Drawn()));
        await mei.UntilAsync("both strokes", () => Numbers(mei).SetEquals([1, 2]));
        await using TestPerson late = await venue.EnterAsync("Late");
        await late.UntilAsync("the whole wall", () => Numbers(late).SetEquals([1, 2]));
        Assert.Equal("notice.not-allowed", await AskAsync(late, new() { Remove = 1 }));
        using HttpClient stranger = venue.Browser();
        Assert.Equal(HttpStatusCode.Forbidden, (await stranger.GetAsync(Svg, Stop)).StatusCode);
        Assert.Equal(["arena", "Mei", "Tom"], await TitlesAsync(late.Browser));
        Assert.Equal("", await AskAsync(olga, new() { Remove = 2 }));
        await late.UntilAsync("that one is gone", () => late.Messages.Any(message => message.Signed?.Removed.Contains(2u) == true));
        using HttpClient hand = venue.Browser();
        hand.DefaultRequestHeaders.Add("X-Kapok-Link", await LinkAsync(venue, EventRole.StageManager));
        Assert.Equal(["arena", "Mei"], await TitlesAsync(hand));
        await venue.RestartAsync();
        await using TestPerson after = await venue.EnterAsync("After");
        await after.UntilAsync("the wall of before", () => Numbers(after).SetEquals([1]));
        WallStroke kept = after.Messages.SelectMany(message => message.Signed?.Strokes.ToArray() ?? []).First();
        Assert.Equal(("Mei", Gold), (kept.Name, kept.Colour));
        Assert.Equal(Line, kept.Stroke.ToByteArray());
    }

    [Fact]
    public async Task A_room_that_closes_and_opens_again_while_the_storage_is_behind_has_its_whole_wall()
    {
        await using TestVenue venue = new();
        await venue.InitializeAsync();
        LocalRooms rooms = venue.Service<LocalRooms>();
        RoomKey key = new(OpeningNight.EventSlug, "arena");
        RoomDefinition arena = rooms.Find(key)!.Definition;
        await using TestPerson olga = await venue.EnterAsync("Olga", link: await LinkAsync(venue, EventRole.Organiser));
        await OpenAsync(olga);
        TaskCompletionSource back = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Task<EventsRule?> held = venue.Service<PendingWrites>().KeepAsync(async stop =>
        {
            await back.Task.WaitAsync(stop);
            return null;
        });
        await olga.SendAsync(new() { Sign = Drawn() });
        await olga.HearAsync("the stroke", message => message.Signed?.Strokes.Count > 0);
        Assert.True(await rooms.CloseAsync(key));
        Task<LocalRoom> opening = rooms.OpenAsync(key, arena, Stop);
        back.SetResult();
        Assert.Null(await held);
        LocalRoom opened = await opening;
        Assert.Equal("Olga", Assert.Single(await opened.Host.AskAsync(room => room.Signing.Wall.Marks)).Name);
        ShowRecord show = await opened.Control.ShowAsync(Stop);
        Assert.Equal(CeremonyKind.Signing, await opened.Host.AskAsync(room => room.Show.Running.State.Ceremony.Step.Kind));
        Assert.False(show.Desk.Unkept);
    }

    [Fact]
    public async Task What_was_acknowledged_is_there_after_the_server_was_killed()
    {
        string folder = Directory.CreateTempSubdirectory("kapok-wall-").FullName, assets = Path.Combine(folder, "assets"), data = Path.Combine(folder, "data");
        Directory.CreateDirectory(Path.Combine(assets, "scenes"));
        foreach (string room in (string[])["arena", "forum", "terrace"])
            File.Copy(Path.Combine(TestVenue.RepositoryRoot(), "tests", "vectors", "scene-small.gltf"), Path.Combine(assets, "scenes", $"{room}.gltf"));
        await using (ServerProcess first = await ServerProcess.StartAsync(data, assets))
        {
            await using TestPerson olga = await EnterAsync(first.Address, "Olga", (await File.ReadAllTextAsync(Path.Combine(data, "organiser.link"), Stop)).Trim());
            await OpenAsync(olga);
            Assert.Equal("", await AskAsync(olga, Drawn()));
            Assert.Equal("", await AskAsync(olga, Drawn()));
            Assert.Equal("", await AskAsync(olga, new() { Remove = 1 }));
            await first.KillAsync();
        }
        await using (ServerProcess second = await ServerProcess.StartAsync(data, assets))
        {
            await using TestPerson mei = await EnterAsync(second.Address, "Mei", null);
            await mei.UntilAsync("the wall of before", () => Numbers(mei).SetEquals([2]));
        }
        SqliteConnection.ClearAllPools();
        Directory.Delete(folder, true);
    }

    private static Uri Svg => new($"/api/v1/events/{OpeningNight.EventSlug}/rooms/arena/wall.svg", UriKind.Relative);

    private static Sign Drawn() => new() { Stroke = ByteString.CopyFrom(Line), Colour = Gold };

    private static HashSet<uint> Numbers(TestPerson at) => [.. at.Messages.SelectMany(message => message.Signed?.Strokes.Select(stroke => stroke.Number) ?? [])];

    // What the room said to it; empty for nothing.
    private static async Task<string> AskAsync(TestPerson who, Sign sign)
    {
        uint request = Interlocked.Increment(ref _request);
        await who.SendAsync(new() { Request = request, Sign = sign });
        return (await who.HearAsync("an answer", message => message.Done?.Request == request)).Done.Notice;
    }

    private static async Task OpenAsync(TestPerson by)
    {
        await by.SendAsync(new() { Show = new() { Play = new() { Actions = { new ShowAction { Ceremony = new() { Kind = CeremonyKind.Signing } } } } } });
        await by.HearAsync("the step", message => message.ShowCue is not null);
    }

    private static async Task<string[]> TitlesAsync(HttpClient browser)
    {
        using HttpResponseMessage answer = await browser.GetAsync(Svg, Stop);
        Assert.Equal((HttpStatusCode.OK, "image/svg+xml"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        XNamespace ns = "http://www.w3.org/2000/svg";
        return [.. XDocument.Parse(await answer.Content.ReadAsStringAsync(Stop)).Descendants(ns + "title").Select(title => title.Value)];
    }

    private static async Task<string> LinkAsync(TestVenue venue, EventRole role)
    {
        Event current = await venue.Service<CurrentEvent>().FindAsync(Stop);
        return (await venue.Service<CreateLink>().HandleAsync(new(current.Id, "Test", role, null), Organiser, Stop)).Value.Token;
    }

    private static async Task<TestPerson> EnterAsync(Uri address, string name, string? link)
    {
        HttpClient browser = new(new HttpClientHandler { CookieContainer = new() }) { BaseAddress = address };
        (HttpStatusCode status, JsonNode body) = await TestVenue.JoinAsync(browser, new { name, link });
        Assert.True(status == HttpStatusCode.OK, body.ToJsonString());
        TestPerson person = new(name, browser);
        await person.ConnectAsync(address, body["ticket"]!.GetValue<string>());
        return person;
    }
}
