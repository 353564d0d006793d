using System.Numerics;
using CsCheck;
using Kapok.Protocol;
using Kapok.Protocol.Messages;
using Kapok.World;
using Xunit;

namespace Kapok.Tests.World;

/// <summary>Whatever people do, whoever looks on long enough sees everyone where they are, and nobody who is not there.</summary>
/// <remarks>The decoder shares nothing with who encodes. The floor holds so many people that all tiers are in use.</remarks>
public sealed class CrowdPropertyTests
{
    private const int People = 700, Watchers = 8, Ticks = 10 * Room.TickRate, CalmTicks = 8 * Room.TickRate;
    private static readonly float[] Metres = [0.06f, 0.26f, 0.12f, 1.1f];

    private static readonly Gen<(int Kind, int Person, float Turn, float Speed)[]> Deeds =
        Gen.Select(Gen.Int[0, 99], Gen.Int[0, People - 1], Gen.Float[0f, MathF.Tau], Gen.Float[0.3f, 6f]).Array[Ticks * 6, Ticks * 6];

    [Fact]
    [Trait(Fuzz.Category, Fuzz.Name)]
    public void Everyone_is_seen_where_they_are_once_all_stand() => Deeds.Sample(
        deeds =>
        {
            CrowdRoom crowd = new(People + 100, Watchers);
            for (int number = 0; number < People; number++) crowd.Enter();
            for (int tick = 0; tick < Ticks; tick++)
            {
                for (int at = 0; at < 6; at++) crowd.Do(deeds[(tick * 6) + at]);
                crowd.Tick();
            }
            crowd.StandStill();
            for (int tick = 0; tick < CalmTicks; tick++) crowd.Tick();
            foreach (TestViewer watcher in crowd.Watchers) AssertSees(crowd, watcher);
        },
        iter: 1, time: Fuzz.Seconds, threads: 1);

    /// <remarks>Decoders keep whoever they see a little outside the squares they follow, so people who walk just there must be told of in both.</remarks>
    [Fact]
    public void Whoever_walks_along_the_edge_of_a_cell_is_seen_where_they_stop()
    {
        const float Beside = 1f / 64f, End = 57f;
        CrowdRoom crowd = new(People, Watchers);
        for (int number = 0; number < 160; number++) crowd.Enter();
        foreach (float beside in (float[])[Beside, -Beside])
        {
            foreach (float end in (float[])[-End, End])
            {
                for (int tick = 0; tick < 32 * Room.TickRate; tick++)
                {
                    for (int line = 0; line < 28; line++) crowd.Steer(Watchers + line, new((line * 4f) - 56f + beside, end * (line % 2 == 0 ? 1f : -1f)), 4f + (line % 3));
                    crowd.Tick();
                }
                foreach (TestViewer watcher in crowd.Watchers) AssertSees(crowd, watcher);
            }
        }
    }

    /// <remarks>In a room of 300 the mid tier holds everyone, and so nothing of the far tier is sent; who performs is not to be lost with it.</remarks>
    [Fact]
    public void Who_performs_is_seen_exactly_from_the_last_row_of_a_room_that_the_mid_tier_holds()
    {
        const int Few = 300;
        CrowdRoom crowd = new(Few, 1);
        for (int number = 0; number < Few - 1; number++) crowd.Enter();
        Resident performer = crowd.Enter(Role.Performer)!;
        TestViewer watcher = crowd.Watchers.Single();
        float worst = 0f;
        for (int tick = 0; tick < 60 * Room.TickRate; tick++)
        {
            crowd.Steer(0, new(-40f, -40f), 5f);
            crowd.Steer(Few - 1, new(40f, tick / 100 % 2 == 0 ? 40f : 30f), 5f);
            crowd.Tick();
            if (tick < 40 * Room.TickRate) continue; // they are still on their way
            double now = crowd.Clock.NowMilliseconds;
            Vector3 place = crowd.Room.BodyOf(performer).Position;
            Assert.True(watcher.Seen.TryPlace(performer.Id, now, out Vector2 shown));
            Assert.Equal(2, watcher.Seen.TierOf(performer.Id, now));
            worst = MathF.Max(worst, Vector2.Distance(new(place.X, place.Z), shown));
        }
        // Who turns at 5 m/s is told of with the next frame: within a tenth of a second.
        Assert.InRange(worst, 0f, 0.7f);
    }

    private static void AssertSees(CrowdRoom crowd, TestViewer watcher)
    {
        double now = crowd.Clock.NowMilliseconds;
        Assert.Equal(crowd.Room.Residents.Select(who => (uint)who.Id).Order(), watcher.People.Keys.Order());
        Assert.Equal(crowd.Room.Residents.Count, watcher.Seen.Count);
        Vector3 own = crowd.Room.BodyOf(crowd.Room.Find(watcher.Welcome.You)!).Position;
        Resident[] nearest = [.. crowd.Room.Residents.OrderBy(who => Vector3.DistanceSquared(crowd.Room.BodyOf(who).Position, own))];
        int blurred = 0;
        for (int rank = 0; rank < nearest.Length; rank++)
        {
            Resident who = nearest[rank];
            Vector3 place = crowd.Room.BodyOf(who).Position;
            Assert.True(watcher.Seen.TryPlace(who.Id, now, out Vector2 shown));
            int tier = watcher.Seen.TierOf(who.Id, now);
            float error = Vector2.Distance(new(place.X, place.Z), shown);
            Assert.True(error <= Metres[tier], $"{who.Name}, {rank} by nearness, is shown {error:F2} m off by tier {tier}, at {shown} and not at {place}");
            if (rank < 50 && tier > 0) blurred++;
        }
        // Nearness is measured for a cell and not for each viewer: at its edge a few of the fifty may be others.
        Assert.InRange(blurred, 0, 5);
        Assert.All(nearest.Take(50), who => Assert.Equal(who.Name, watcher.Introduced[who.Id].Name));
    }
}
