using System.Numerics;
using Kapok.Tests.World;
using Kapok.Tools.Bench;
using Kapok.Tools.Bench.Sockets;
using Kapok.Tools.Bots;
using Kapok.World.Scenes;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Kapok.Tests.Tools;

/// <summary>The parts of the bench over sockets that need no server; the whole of it is too slow for a test.</summary>
public sealed class SocketBenchTests
{
    [Fact]
    public void Its_scene_is_one_that_the_server_takes()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("kapok-floor");
        Vector2[] seats = [new(1f, 2f), new(-3f, 4f)];
        EmptyFloor.Write(folder.FullName, ["arena"], 20f, seats);
        byte[] file = File.ReadAllBytes(Path.Combine(folder.FullName, "scenes", "arena.gltf"));
        folder.Delete(recursive: true);
        Assert.True(SceneReader.TryRead(file, SceneLimits.Default, out SceneLayout? layout, out SceneError? error), error?.Detail);
        Assert.Equal(("entrance", 20f), (layout.Spawns.Single().Title, layout.Spawns.Single().Spread));
        Assert.Equal(seats, layout.Seats.Select(seat => new Vector2(seat.Position.X, seat.Position.Z)));
        FloorGrid floor = Floors.Of(layout);
        foreach (Vector2 place in (Vector2[])[Vector2.Zero, new(20f, 0f), new(0f, -21f), new(14f, 14f)])
            Assert.True(floor.TryHeight(place.X, place.Y, out float height) && MathF.Abs(height) < 0.01f, $"no floor at {place}");
        Assert.False(floor.TryHeight(17f, 17f, out _));
    }

    [Fact]
    public void Tick_times_are_read_from_the_histogram_of_the_room()
    {
        static ServerMetrics Read(int fast, int slow, int all) => ServerMetrics.Parse(
            $"""
            # TYPE kapok_room_tick_seconds histogram
            kapok_room_tick_seconds_bucket{"{"}otel_scope_name="Kapok",room="arena",le="0.01"{"}"} {fast} 1700000000000
            kapok_room_tick_seconds_bucket{"{"}otel_scope_name="Kapok",room="arena",le="0.02"{"}"} {slow} 1700000000000
            kapok_room_tick_seconds_bucket{"{"}otel_scope_name="Kapok",room="arena",le="+Inf"{"}"} {all} 1700000000000
            kapok_room_tick_seconds_bucket{"{"}otel_scope_name="Kapok",room="forum",le="0.01"{"}"} 7 1700000000000
            dotnet_gc_heap_total_allocated_bytes_total{"{"}otel_scope_name="System.Runtime"{"}"} 5000 1700000000000
            """,
            "arena");
        ServerMetrics before = Read(100, 100, 100), after = Read(200, 298, 300);
        Assert.Equal((200d, 5000d), (after.TicksSince(before), after.AllocatedBytes));
        Assert.Equal(10d, after.TickMsSince(before).P50, 0.01);
        Assert.Equal(20d, after.TickMsSince(before).P99, 0.1);
    }

    [Fact]
    public void Room_time_is_known_within_what_frames_and_pongs_allow()
    {
        FakeTimeProvider time = new();
        RoomTime clock = new(time);
        time.Advance(TimeSpan.FromSeconds(10));
        clock.Heard(4980d); // room time 5,000 now; on its way for 20 ms
        Assert.Equal(4980d, clock.NowMs, 0.01);
        double asked = clock.OwnMs;
        time.Advance(TimeSpan.FromMilliseconds(30));
        clock.Answered(asked, 5010d); // 10 ms there, 20 back
        Assert.Equal(5015d + 10d, clock.NowMs, 15d);
        clock.Heard(5029d); // on its way for 1 ms
        Assert.Equal(5030d, clock.NowMs, 6d);
    }

    [Theory]
    [InlineData(CrowdMode.Waypoint)]
    [InlineData(CrowdMode.Milling)]
    [InlineData(CrowdMode.Concert)]
    public void People_who_come_in_elsewhere_run_to_where_they_begin_and_stay_on_the_floor(CrowdMode mode)
    {
        CrowdOptions options = new(200, mode, 1f, 1, false, 4096);
        float radius = BenchRoom.RadiusOf(options);
        Voices voices = new();
        SimulatedPeople people = new(BenchRoom.StartsOf(options), 100, mode, radius, 1, voices);
        for (int number = 0; number < 200; number++) people.Enter(number, (ushort)(number * 3), Vector2.Zero, 0d);
        double nowMs = 0;
        for (; people.Gathering > 0; nowMs += 50) people.Step(nowMs, 0.05f, false);
        Assert.InRange(nowMs, 0d, (radius / 6f * 1000d) + 200d);
        voices.Moves = 0;
        for (int step = 0; step < 400; step++, nowMs += 50) people.Step(nowMs, 0.05f, true);
        for (int number = 0; number < 200; number++) Assert.InRange(people.Truth[number * 3].Length(), 0f, radius + 0.5f);
        Assert.True(float.IsNaN(people.Truth[1].X));
        Assert.InRange(voices.Moves, mode == CrowdMode.Concert ? 1_000 : 20_000, 40_000); // of 40,000, had all moved all the time
        people.Leave(5);
        Assert.True(float.IsNaN(people.Truth[15].X));
    }

    [Fact]
    public void Whoever_cannot_send_now_sends_the_newest_later()
    {
        Voices voices = new() { IsBusy = true };
        SimulatedPeople people = new([Vector2.Zero], 0, CrowdMode.Milling, 50f, 3, voices);
        people.Enter(0, 0, Vector2.Zero, 0d);
        for (int step = 0; step < 200; step++) people.Step(step * 50d, 0.05f, false);
        Assert.Equal(0, voices.Moves);
        voices.IsBusy = false;
        for (int step = 200; step < 203; step++) people.Step(step * 50d, 0.05f, false);
        Assert.InRange(Vector2.Distance(voices.Last, people.Truth[0]), 0f, 0.3f);
    }

    private sealed class Voices : IPeopleVoice
    {
        public int Moves { get; set; }

        public bool IsBusy { get; set; }

        public Vector2 Last { get; private set; }

        public bool Post(int number, in Kapok.Protocol.Frames.MoveFrame move)
        {
            if (IsBusy) return false;
            Moves++;
            Last = new(move.MetresX, move.MetresZ);
            return true;
        }

        public void Say(int number, Kapok.Protocol.Messages.ClientMessage message) => Moves--; // none speaks unless asked to
    }
}
