using System.Net;
using System.Net.WebSockets;
using System.Text.Json.Nodes;
using Kapok.Cluster;
using Kapok.Protocol;
using Kapok.Protocol.Frames;
using Kapok.Protocol.Messages;
using Kapok.Server.Rooms;
using Xunit;

namespace Kapok.IntegrationTests;

/// <summary>Real sockets into a real server.</summary>
public sealed class WorldTests(TestVenue venue) : WorldSuite(venue), IClassFixture<TestVenue>;

/// <summary>The same through Kestrel.</summary>
public sealed class WorldKestrelTests(KestrelVenue venue) : WorldSuite(venue), IClassFixture<KestrelVenue>;

/// <summary>The same through TLS, which the front door ends.</summary>
public sealed class WorldTlsTests(TlsVenue venue) : WorldSuite(venue), IClassFixture<TlsVenue>;

/// <summary>Real sockets into a real server, whichever way they come in.</summary>
public abstract class WorldSuite(TestVenue venue)
{
    [Fact]
    public async Task Two_see_each_other_walk_and_hear_each_other()
    {
        await using TestPerson mei = await venue.EnterAsync("Mei"), tom = await venue.EnterAsync("Tom");
        await mei.UntilAsync("Tom in the roster", () => mei.People.ContainsKey(tom.Id));
        Assert.Equal("Tom", mei.People[tom.Id].Name);
        float x = tom.Placement.X - 1f, z = tom.Placement.Z + 0.5f;
        await tom.MoveAsync(x, z);
        await mei.UntilAsync("Tom's move", () => mei.SeesAt(tom.Id, x, z));

        await tom.SendAsync(new ClientMessage { Say = new() { Text = "h\u202Eello\u0007" } });
        Assert.Equal("hello", (await mei.HearAsync("chat", message => message.Said?.From == tom.Id)).Said.Text);
        await mei.SendAsync(new ClientMessage { Emote = new() { Kind = 3 } });
        await tom.UntilAsync("the emote", () => tom.Gestures.Contains(new((ushort)mei.Id, 3)));
        await mei.SendAsync(new ClientMessage { Ping = new() { ClientMs = 42d } });
        Assert.Equal(42d, (await mei.HearAsync("pong", message => message.Pong is not null)).Pong.ClientMs);
        await tom.SendAsync(new ClientMessage { Leave = new() });
        await tom.UntilClosedAsync();
        Assert.Equal(WebSocketCloseStatus.NormalClosure, tom.Closed);
        await mei.UntilAsync("Tom gone", () => !mei.People.ContainsKey(tom.Id));
    }

    [Fact]
    public async Task A_block_goes_along_through_rooms_and_restarts()
    {
        await using TestVenue own = new();
        await own.InitializeAsync();
        CookieContainer meis = new(), toms = new();
        await using (TestPerson mei = await own.EnterAsync("Mei", browser: own.Browser(meis)), tom = await own.EnterAsync("Tom", browser: own.Browser(toms)))
        {
            await mei.UntilAsync("Tom", () => mei.People.ContainsKey(tom.Id));
            await mei.SendAsync(new ClientMessage { Block = new() { Person = tom.Id, On = true } });
            await mei.SendAsync(new ClientMessage { Say = new() { Text = "done" } });
            await mei.HearAsync("that the block was taken", message => message.Said is not null);
        }
        await own.RestartAsync();
        await using TestPerson back = await own.EnterAsync("Mei", "forum", own.Browser(meis)), again = await own.EnterAsync("Tom", "forum", own.Browser(toms));
        await back.HearAsync("that Tom is blocked", message => message.Blocked?.Ids.Contains(again.Id) == true);
    }

    [Fact]
    public async Task A_seat_holds_one()
    {
        await using TestPerson mei = await venue.EnterAsync("Mei", "forum"), tom = await venue.EnterAsync("Tom", "forum");
        foreach (TestPerson person in (TestPerson[])[mei, tom])
        {
            await person.WalkAsync(-7f, 9f);
            await person.SendAsync(new ClientMessage { Sit = new() { Seat = 1 } });
            if (person == mei) await mei.UntilAsync("the seat", () => mei.Placement.Seat == 1);
        }
        await tom.HearAsync("that it is taken", message => message.Notice?.Code == "notice.seat-taken");
        await tom.UntilAsync("Mei seated", () => tom.Seen.TryGetValue(mei.Id, out (AvatarRecord Record, float X, float Z) seen)
            && seen.Record is { Form: AvatarForm.Seated, Seat: 1 });
        await mei.SendAsync(new ClientMessage { Stand = new() });
        await mei.UntilAsync("standing", () => mei.Placement.Seat == -1);
        await tom.SendAsync(new ClientMessage { Sit = new() { Seat = 1 } });
        await tom.UntilAsync("the seat", () => tom.Placement.Seat == 1);
    }

    [Fact]
    public async Task A_cheat_is_put_back()
    {
        await using TestPerson cheat = await venue.EnterAsync("Cheat"), mei = await venue.EnterAsync("Mei");
        (float x, float z) = (cheat.Placement.X, cheat.Placement.Z);
        await cheat.MoveAsync(-18f, -18f);
        await cheat.HearAsync("the rule", message => message.PutBack?.Why == "put-back.speed");
        await mei.UntilAsync("Cheat where they were", () => mei.SeesAt(cheat.Id, x, z));
    }

    [Fact]
    public async Task Who_lost_the_connection_is_back_in_the_same_place()
    {
        await using TestPerson mei = await venue.EnterAsync("Mei"), tom = await venue.EnterAsync("Tom");
        await tom.WalkAsync(-9f, 4f);
        await mei.UntilAsync("Tom's walk", () => mei.SeesAt(tom.Id, -9f, 4f));
        await tom.LoseAsync();
        await mei.UntilAsync("Tom away", () => mei.People.TryGetValue(tom.Id, out Person? person) && person.Away);
        await using TestPerson back = await venue.EnterAsync("Tom", browser: tom.Browser, resume: tom.Welcome.Resume);
        Assert.Equal(tom.Id, back.Id);
        Assert.Equal(-9f, back.Placement.X, 0.1f);
        await mei.UntilAsync("Tom back", () => mei.People.TryGetValue(tom.Id, out Person? person) && !person.Away);
        // Another guest gains nothing by the token.
        await using TestPerson thief = await venue.EnterAsync("Thief", resume: back.Welcome.Resume);
        Assert.NotEqual(back.Id, thief.Id);
    }

    [Fact]
    public async Task A_kicked_one_cannot_come_back()
    {
        await using TestPerson tom = await venue.EnterAsync("Tom");
        IRoomControl control = (await venue.Service<IRoomDirectory>().FindAsync(TestVenue.Key("arena"), TestContext.Current.CancellationToken))!;
        Assert.True((await control.KickAsync(tom.Id, new("Organiser", "shouting", Role.Organiser), TestContext.Current.CancellationToken)).Done);
        await tom.UntilClosedAsync();
        Assert.Equal((4004, "kicked"), ((int)tom.Closed!, tom.Goodbye));
        (HttpStatusCode status, JsonNode body) = await TestVenue.JoinAsync(tom.Browser, new { name = "Tom" });
        Assert.Equal((HttpStatusCode.Forbidden, "kicked"), (status, body["code"]!.GetValue<string>()));
    }

    [Fact]
    public async Task A_room_whose_loop_fails_is_back_with_its_people()
    {
        await using TestPerson mei = await venue.EnterAsync("Mei", "terrace"), tom = await venue.EnterAsync("Tom", "terrace");
        await tom.WalkAsync(-9f, 4f);
        await mei.UntilAsync("Tom's walk", () => mei.SeesAt(tom.Id, -9f, 4f));
        RoomHost host = venue.Service<LocalRooms>().Find(TestVenue.Key("terrace"))!.Host;
        (int restarts, int welcomes) = (host.Restarts, mei.Welcomes);
        host.Post(_ => throw new InvalidOperationException("a test breaks the loop"));
        await mei.UntilAsync("a new welcome", () => mei.Welcomes == welcomes + 1);
        await mei.UntilAsync("Tom where he was", () => mei.SeesAt(tom.Id, -9f, 4f));
        Assert.Equal(restarts + 1, host.Restarts);
        await mei.SendAsync(new ClientMessage { Say = new() { Text = "still here?" } });
        await tom.HearAsync("chat after it", message => message.Said?.Text == "still here?");
    }

    [Fact]
    public async Task A_room_whose_loop_hangs_is_back_with_its_people_and_hears_nothing_of_the_old_loop()
    {
        await using TestPerson mei = await venue.EnterAsync("Mei", "terrace"), tom = await venue.EnterAsync("Tom", "terrace");
        await tom.WalkAsync(-9f, 4f);
        RoomHost host = venue.Service<LocalRooms>().Find(TestVenue.Key("terrace"))!.Host;
        int restarts = host.Restarts, welcomes = mei.Welcomes;
        using ManualResetEventSlim wake = new();
        TaskCompletionSource awake = new(TaskCreationOptions.RunContinuationsAsynchronously);
        uint tomId = tom.Id;
        host.Post(room =>
        {
            wake.Wait();
            room.Order.Announce("from the old loop", "Nobody");
            room.Remove(room.Find(tomId)!, Ending.Kicked);
            awake.SetResult();
        });
        await mei.UntilAsync("a new welcome", () => mei.Welcomes == welcomes + 1);
        await mei.UntilAsync("Tom where he was", () => mei.SeesAt(tomId, -9f, 4f));
        Assert.Equal(restarts + 1, host.Restarts);
        wake.Set();
        await awake.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        await tom.WalkAsync(-9f, 5f);
        await mei.UntilAsync("Tom's walk", () => mei.SeesAt(tomId, -9f, 5f));
        await mei.SendAsync(new ClientMessage { Say = new() { Text = "still here?" } });
        await tom.HearAsync("chat after it", message => message.Said?.Text == "still here?" && message.Said.From == mei.Id);
        Assert.DoesNotContain(mei.Messages.Concat(tom.Messages), message => message.Announcement is not null || message.Goodbye is not null);
        Assert.Contains(tomId, mei.People.Keys);
    }

    [Fact]
    public async Task A_portal_leads_on_with_a_pass()
    {
        await using TestPerson mei = await venue.EnterAsync("Mei");
        await mei.SendAsync(new ClientMessage { EnterPortal = new() { Portal = 0 } });
        await mei.HearAsync("too far", message => message.Notice?.Code == "notice.portal-far");
        await mei.WalkAsync(8f, 7f);
        await mei.WalkAsync(15f, 15f);
        await mei.SendAsync(new ClientMessage { EnterPortal = new() { Portal = 0 } });
        Travel travel = (await mei.HearAsync("the travel", message => message.Travel is not null)).Travel;
        Assert.Equal("forum", travel.Room);
        await using TestPerson there = await venue.EnterAsync("Mei", travel.Room, mei.Browser, link: travel.Arrive);
        Assert.Equal("forum", there.Welcome.Room);
    }
}
