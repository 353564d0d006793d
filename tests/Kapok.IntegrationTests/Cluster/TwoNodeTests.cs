using System.Net;
using System.Text.Json.Nodes;
using Kapok.Cluster;
using Kapok.Events;
using Kapok.Events.Links;
using Kapok.Protocol.Messages;
using Npgsql;
using Xunit;

namespace Kapok.IntegrationTests.Cluster;

/// <summary>A venue of two nodes on SQLite.</summary>
public sealed class TwoNodeSqliteTests : TwoNodeSuite;

/// <summary>A venue of two nodes on PostgreSQL.</summary>
public sealed class TwoNodePostgresTests : TwoNodeSuite, IAsyncLifetime
{
    private readonly string? _server = Environment.GetEnvironmentVariable("KAPOK_TEST_POSTGRES");
    private readonly string _database = $"kapok_test_{Guid.NewGuid():N}";

    public async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(string.IsNullOrEmpty(_server), "KAPOK_TEST_POSTGRES names no PostgreSQL server; ./test.sh starts one.");
        await OnServerAsync($"CREATE DATABASE {_database}");
    }

    public async ValueTask DisposeAsync()
    {
        if (!string.IsNullOrEmpty(_server)) await OnServerAsync($"DROP DATABASE IF EXISTS {_database} WITH (FORCE)");
    }

    private protected override string[] Storage() =>
        ["--Storage:Provider=Postgres", $"--Storage:ConnectionString={new NpgsqlConnectionStringBuilder(_server!) { Database = _database }.ConnectionString}"];

    private async Task OnServerAsync(string statement)
    {
        await using NpgsqlConnection connection = new(_server);
        await connection.OpenAsync();
        await using NpgsqlCommand command = new(statement, connection);
        await command.ExecuteNonQueryAsync();
    }
}

/// <summary>Rooms on two nodes are one venue: whoever comes, goes through a portal, is banned or looks from the console notices where rooms run by an address at most.</summary>
public abstract class TwoNodeSuite
{
    [Fact]
    public async Task A_page_of_one_node_leads_into_a_room_of_the_other()
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        await using TwoNodes nodes = await StartAsync();
        await using TestPerson mei = await nodes.EnterAsync("Mei", "arena"), tom = await nodes.EnterAsync("Tom", "forum"), ana = await nodes.EnterAsync("Ana", "forum");
        Assert.Equal(("arena", "forum"), (mei.Welcome.Room, tom.Welcome.Room));
        await ana.UntilAsync("Tom", () => ana.People.ContainsKey(tom.Id));
        await tom.SendAsync(new ClientMessage { Say = new() { Text = "over here" } });
        await ana.HearAsync("the line", message => message.Said?.Text == "over here");

        await TestPerson.HoldsAsync("the counts", async () => (await PeopleAsync(nodes.A)).SequenceEqual((int[])[1, 2, 0]));
        await TestPerson.HoldsAsync("the counts at the other", async () => (await PeopleAsync(nodes.B)).SequenceEqual((int[])[1, 2, 0]));
        using HttpClient browser = nodes.A.Browser();
        byte[] floor = await browser.GetByteArrayAsync(new Uri("/api/v1/rooms/forum/floor", UriKind.Relative), cancel);
        Assert.Equal("KFL1"u8.ToArray(), floor[..4]);
        Assert.NotEmpty(JsonNode.Parse(await browser.GetStringAsync(new Uri("/api/v1/rooms/forum/places", UriKind.Relative), cancel))!["portals"]!.AsArray());
    }

    [Fact]
    public async Task Whoever_lost_the_connection_comes_back_into_the_same_avatar_on_the_other_node()
    {
        await using TwoNodes nodes = await StartAsync();
        await using TestPerson tom = await nodes.EnterAsync("Tom", "forum");
        await tom.LoseAsync();
        await using TestPerson back = await nodes.EnterAsync("Tom", "forum", tom.Browser, resume: tom.Welcome.Resume);
        Assert.Equal(tom.Id, back.Id);
    }

    [Fact]
    public async Task A_portal_leads_from_one_node_to_the_other_and_the_role_goes_along()
    {
        await using TwoNodes nodes = await StartAsync();
        CreateLink.Created link = await nodes.LinkAsync(EventRole.Moderator);
        await using TestPerson mo = await nodes.EnterAsync("Mo", "arena", link: link.Token);
        await mo.WalkAsync(8f, 7f);
        await mo.WalkAsync(15f, 15f);
        await mo.SendAsync(new ClientMessage { EnterPortal = new() { Portal = 0 } });
        Travel travel = (await mo.HearAsync("the travel", message => message.Travel is not null)).Travel;
        Assert.Equal("forum", travel.Room);
        await using TestPerson there = await nodes.EnterAsync("Mo", travel.Room, mo.Browser, pass: travel.Arrive);
        Assert.Equal(("forum", Role.Moderator), (there.Welcome.Room, there.People[there.Id].Role));
        await nodes.RevokeAsync(link);
        await there.HearAsync("the end of the role", message => message.Notice?.Code == "notice.role-ended");
    }

    [Theory]
    [InlineData(Measure.Ban, "banned")]
    [InlineData(Measure.Kick, "kicked")]
    public async Task Whoever_is_sent_away_on_one_node_is_out_of_both_at_once(Measure measure, string code)
    {
        await using TwoNodes nodes = await StartAsync();
        await using TestPerson mo = await nodes.EnterAsync("Mo", "arena", link: (await nodes.LinkAsync(EventRole.Moderator)).Token);
        CookieContainer cookies = new();
        using HttpClient meis = nodes.A.Browser(cookies);
        await using TestPerson here = await nodes.EnterAsync("Mei", "arena", meis), there = await nodes.EnterAsync("Mei", "forum", here.Browser);
        await mo.UntilAsync("Mei", () => mo.People.ContainsKey(here.Id));
        await mo.SendAsync(new ClientMessage { Moderate = new() { Measure = measure, Person = here.Id } });
        await here.UntilClosedAsync();
        await there.UntilClosedAsync();
        Assert.Equal((code, code), (here.Goodbye, there.Goodbye));
        foreach (string room in (string[])["arena", "forum"])
        {
            (HttpStatusCode status, JsonNode body) = await TestVenue.JoinAsync(here.Browser, new { name = "Mei" }, room);
            Assert.Equal((HttpStatusCode.Forbidden, code), (status, body["code"]!.GetValue<string>()));
        }
        // By the door of the other node too: cookies of one host are sent to all of its ports.
        using HttpClient browser = nodes.B.Browser(cookies);
        Assert.Equal((HttpStatusCode.Forbidden, code), Refusal(await TestVenue.JoinAsync(browser, new { name = "Mei" }, "forum")));
    }

    [Fact]
    public async Task The_console_of_one_node_sees_and_measures_people_of_the_other()
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        await using TwoNodes nodes = await StartAsync();
        await using TestPerson tom = await nodes.EnterAsync("Tom", "forum"), ana = await nodes.EnterAsync("Ana", "forum");
        IRoomDirectory rooms = nodes.A.Service<IRoomDirectory>();
        Assert.Equal(["arena", "forum", "terrace"], (await rooms.ListAsync(cancel)).Select(key => key.Room).Order());
        int calls = Wire.Calls;
        IRoomControl forum = (await rooms.FindAsync(TestVenue.Key("forum"), cancel))!;
        RoomSnapshot seen = await forum.SnapshotAsync(cancel);
        Assert.Equal(["Ana", "Tom"], seen.People.Select(person => person.Name).Order());
        Assert.True(Wire.Calls > calls, "the room was not reached over the wire");

        Assert.Equal(MeasureResult.Ok, await forum.AnnounceAsync("The doors close soon", "Olga", cancel));
        await tom.HearAsync("the announcement", message => message.Announcement?.Text == "The doors close soon");
        Assert.Equal(MeasureResult.Ok, await forum.MuteAsync(tom.Id, true, new("Olga", "", Role.Organiser), cancel));
        await tom.HearAsync("the mute", message => message.Notice?.Code == "notice.muted");
        PersonHere person = (await forum.FindGuestAsync(seen.People.Single(person => person.Name == "Tom").Guest, cancel))!;
        Assert.True((person.Person, person.Muted) == (tom.Id, true));
        await using (TestPerson elsewhere = await nodes.EnterAsync("Tom", "arena", tom.Browser)) // on the node that was asked, by its own door
            await elsewhere.UntilAsync("the mute there too", () => elsewhere.People[elsewhere.Id].Muted);
        Assert.Equal(MeasureResult.Ok, await forum.BanAsync(tom.Id, new("Olga", "spam", Role.Organiser), coversAddress: false, cancel));
        await tom.UntilClosedAsync();
        Assert.Equal("banned", tom.Goodbye);
        Assert.Equal((HttpStatusCode.Forbidden, "banned"), Refusal(await TestVenue.JoinAsync(tom.Browser, new { name = "Tom" }, "arena")));
        Assert.Equal(["Ana"], (await forum.SnapshotAsync(cancel)).People.Select(person => person.Name));
    }

    [Fact]
    public async Task A_node_that_goes_takes_its_rooms_along_and_the_others_go_on()
    {
        await using TwoNodes nodes = await StartAsync();
        await using TestPerson mei = await nodes.EnterAsync("Mei", "arena"), tom = await nodes.EnterAsync("Tom", "forum");
        await nodes.B.App.StopAsync(TestContext.Current.CancellationToken);
        await nodes.B.App.DisposeAsync();
        await tom.UntilClosedAsync();
        Assert.Equal("stopping", tom.Goodbye);
        int[] left = await PeopleAsync(nodes.A);
        Assert.Equal([1], left);
        Assert.Equal((HttpStatusCode.NotFound, "unknown-room"), Refusal(await TestVenue.JoinAsync(tom.Browser, new { name = "Tom" }, "forum")));
        await mei.SendAsync(new ClientMessage { Say = new() { Text = "alone" } });
        await mei.HearAsync("the line", message => message.Said?.Text == "alone");
    }

    private protected virtual string[] Storage() => [];

    private Task<TwoNodes> StartAsync() => TwoNodes.StartAsync(Storage());

    private static (HttpStatusCode Status, string Code) Refusal((HttpStatusCode Status, JsonNode Body) answer) => (answer.Status, answer.Body["code"]!.GetValue<string>());

    private static async Task<int[]> PeopleAsync(TestVenue node)
    {
        using HttpClient browser = node.Browser();
        JsonNode venue = JsonNode.Parse(await browser.GetStringAsync(new Uri("/api/v1/venue", UriKind.Relative)))!;
        return [.. venue["rooms"]!.AsArray().Select(room => room!["people"]!.GetValue<int>())];
    }
}
