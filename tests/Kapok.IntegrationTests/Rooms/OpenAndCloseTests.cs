using System.Diagnostics.Metrics;
using System.Net;
using System.Runtime;
using System.Text.Json.Nodes;
using Kapok.Cluster;
using Kapok.Protocol;
using Kapok.Protocol.Messages;
using Kapok.Server.Configuration;
using Kapok.Server.Rooms;
using Kapok.Server.Voice;
using Kapok.World;
using Xunit;

namespace Kapok.IntegrationTests.Rooms;

/// <summary>Rooms that open and close while the server runs.</summary>
[Collection(nameof(Alone))]
public sealed class OpenAndCloseTests : IAsyncLifetime
{
    private const string Other = "other-event";
    private const int Rounds = 4, RoomsARound = 50, Capacity = 20, RealPeople = 4;

    // Less than one of the two hundred rooms has in arrays.
    private const long Slack = 3_000_000;

    private readonly TestVenue _venue = new();

    private LocalRooms Rooms => _venue.Service<LocalRooms>();

    public ValueTask InitializeAsync() => _venue.InitializeAsync();

    public ValueTask DisposeAsync() => _venue.DisposeAsync();

    [Fact]
    public async Task Two_hundred_rooms_that_were_open_and_full_leave_nothing_behind()
    {
        VoiceService voices = _venue.Service<VoiceService>();
        SceneStore scenes = _venue.Service<SceneStore>();
        (int rooms, int loaded) = (Rooms.Count, scenes.Count);
        await RoundAsync(0);
        int halls = voices.Server!.HallCount;
        long memory = Memory();
        int threads = Threads();
        for (int round = 1; round < Rounds; round++) await RoundAsync(round);
        Assert.Equal((rooms, halls, loaded), (Rooms.Count, voices.Server.HallCount, scenes.Count));
        Assert.Equal(rooms, Instruments());
        long after = Memory();
        Assert.True(after - memory < Slack, $"{memory:N0} bytes after {RoomsARound} rooms, {after:N0} after {Rounds * RoomsARound}");
        Assert.InRange(Threads(), 0, threads + 8); // the pool's come and go; a room that kept one would be 150 more
    }

    [Fact]
    public async Task Two_hundred_rooms_without_people_cost_no_tick_and_wake_for_whoever_comes()
    {
        RoomKey[] keys = [.. Enumerable.Range(0, Rounds * RoomsARound).Select(number => new RoomKey(Other, $"empty-{number}"))];
        foreach (RoomKey key in keys) await Rooms.OpenAsync(key, new("Room", "arena", Capacity), TestContext.Current.CancellationToken);
        await TestPerson.HoldsAsync("that all sleep", () => keys.All(key => Rooms.Find(key)!.Host.IsAsleep));
        int empty = 0, other = 0;
        using MeterListener listener = new()
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name == "kapok.room.tick") listener.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<double>((_, _, tags, _) =>
        {
            foreach (KeyValuePair<string, object?> tag in tags)
                if (tag.Key == "event") Interlocked.Increment(ref tag.Value is Other ? ref empty : ref other);
        });
        listener.Start();
        await using TestPerson mei = await _venue.EnterAsync("Mei");
        await TestPerson.HoldsAsync("forty ticks where somebody is", () => Volatile.Read(ref other) >= 40);
        Assert.Equal(0, Volatile.Read(ref empty));
        await using TestPerson tom = await EnterAsync("Tom", keys[7]);
        await TestPerson.HoldsAsync("ticks of the room that woke", () => Volatile.Read(ref empty) >= 2);
        Assert.All(keys.Where(key => key != keys[7]), key => Assert.True(Rooms.Find(key)!.Host.IsAsleep));
    }

    [Fact]
    public async Task Whoever_is_in_a_room_that_closes_is_told_and_finds_it_no_more()
    {
        RoomKey key = new(Other, "studio");
        await Rooms.OpenAsync(key, new("Studio", "arena", Capacity), TestContext.Current.CancellationToken);
        await using TestPerson mei = await EnterAsync("Mei", key);
        Assert.True(await Rooms.CloseAsync(key));
        await mei.UntilClosedAsync();
        Assert.Equal((4010, "room-closed"), ((int)mei.Closed!, mei.Goodbye));
        Assert.Null(Rooms.Find(key));
        Assert.False(await Rooms.CloseAsync(key));
        (HttpStatusCode status, JsonNode body) = await JoinAsync("Mei", key);
        Assert.Equal((HttpStatusCode.NotFound, "unknown-room"), (status, body["code"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Two_events_have_an_arena_each()
    {
        RoomKey theirs = new(Other, "arena");
        await Rooms.OpenAsync(theirs, new("Another arena", "forum", Capacity), TestContext.Current.CancellationToken);
        await using TestPerson mei = await EnterAsync("Mei", theirs), tom = await _venue.EnterAsync("Tom"), ana = await EnterAsync("Ana", theirs);
        Assert.Equal(((uint)Capacity, 10_000u), (mei.Welcome.Capacity, tom.Welcome.Capacity));
        await mei.UntilAsync("Ana", () => mei.People.ContainsKey(ana.Id));
        Assert.Equal(["Ana", "Mei"], mei.People.Values.Select(person => person.Name).Order());
        Assert.Equal("Tom", Assert.Single(tom.People.Values).Name);
        await ana.SendAsync(new ClientMessage { Say = new() { Text = "only here" } });
        await mei.HearAsync("the line", message => message.Said?.Text == "only here");
        Assert.DoesNotContain(tom.Messages, message => message.Said is not null);
    }

    [Fact]
    public async Task A_room_that_was_closed_opens_again_as_new()
    {
        RoomKey key = new(Other, "studio");
        await Rooms.OpenAsync(key, new("Studio", "arena", Capacity), TestContext.Current.CancellationToken);
        LocalRoom first = Rooms.Find(key)!;
        Assert.Same(first, await Rooms.OpenAsync(key, new("Another", "arena", 5), TestContext.Current.CancellationToken));
        Assert.True(await Rooms.CloseAsync(key));
        LocalRoom second = await Rooms.OpenAsync(key, new("Another", "arena", 5), TestContext.Current.CancellationToken);
        Assert.NotSame(first, second);
        await using TestPerson mei = await EnterAsync("Mei", key);
        Assert.Equal(5u, mei.Welcome.Capacity);
    }

    [Fact]
    public async Task A_room_whose_scene_is_missing_does_not_open_and_keeps_nothing()
    {
        RoomKey key = new(Other, "nowhere");
        int scenes = _venue.Service<SceneStore>().Count;
        await Assert.ThrowsAsync<StartRefusedException>(() => Rooms.OpenAsync(key, new("Nowhere", "nowhere", Capacity)));
        Assert.Null(Rooms.Find(key));
        Assert.Equal(scenes, _venue.Service<SceneStore>().Count);
    }

    // Opens fifty rooms at once, fills them, and closes them: a few people come in by sockets of their own.
    private async Task RoundAsync(int round)
    {
        RoomKey[] keys = [.. Enumerable.Range(0, RoomsARound).Select(number => new RoomKey(Other, $"room-{round}-{number}"))];
        List<TestPerson> real = [];
        try
        {
            foreach (RoomKey key in keys)
            {
                LocalRoom open = await Rooms.OpenAsync(key, new("Room", "arena", Capacity));
                await open.Host.AskAsync(room => Enumerable.Range(0, Capacity - 1).Count(number => room.Voices.Open(room.Enter(Guest(number), new Nowhere())!)));
            }
            foreach (RoomKey key in keys.Take(RealPeople)) real.Add(await EnterAsync("Mei", key));
            foreach (RoomKey key in keys) Assert.InRange(await Rooms.Find(key)!.Host.AskAsync(room => room.Residents.Count), Capacity - 1, Capacity);
            Assert.All(await Task.WhenAll(keys.Select(Rooms.CloseAsync)), Assert.True);
            foreach (TestPerson person in real) await person.UntilClosedAsync();
        }
        finally
        {
            foreach (TestPerson person in real) await person.DisposeAsync();
        }
    }

    private static Newcomer Guest(int number) => new($"guest-{number}", "Somebody", Role.Attendee, LookRules.Plain(), null, false, "", "");

    private async Task<TestPerson> EnterAsync(string name, RoomKey key)
    {
        (HttpStatusCode status, JsonNode body) = await JoinAsync(name, key);
        Assert.True(status == HttpStatusCode.OK, body.ToJsonString());
        Assert.Equal($"/api/v1/events/{key.Event}/rooms/{key.Room}/floor", body["room"]!["floor"]!.GetValue<string>());
        TestPerson person = new(name, _venue.Browser());
        await person.ConnectAsync(_venue.Address, body["ticket"]!.GetValue<string>());
        return person;
    }

    private Task<(HttpStatusCode Status, JsonNode Body)> JoinAsync(string name, RoomKey key) => TestVenue.JoinAsync(_venue.Browser(), new { name }, key);

    private static int Instruments()
    {
        int rooms = 0;
        using MeterListener listener = new()
        {
            InstrumentPublished = (instrument, listener) =>
            { if (instrument.Name == "kapok.room.people") listener.EnableMeasurementEvents(instrument); }
        };
        listener.SetMeasurementEventCallback<int>((_, _, _, _) => rooms++);
        listener.Start();
        listener.RecordObservableInstruments();
        return rooms;
    }

    private static int Threads()
    {
        using System.Diagnostics.Process self = System.Diagnostics.Process.GetCurrentProcess();
        return self.Threads.Count;
    }

    private static long Memory()
    {
        for (int round = 0; round < 3; round++)
        {
            GCSettings.LargeObjectHeapCompactionMode = GCLargeObjectHeapCompactionMode.CompactOnce;
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }
        return GC.GetTotalMemory(forceFullCollection: true);
    }

    private sealed class Nowhere : IOutbound
    {
        public Span<byte> BatchSlot => default;

        public void Send(byte[] message)
        {
            // nobody reads
        }

        public void CommitBatch(ReadOnlySpan<int> lengths)
        {
            // nor this
        }

        public void Close(Ending ending)
        {
            // there is no line
        }
    }
}
