using System.Buffers.Binary;
using System.Numerics;
using CsCheck;
using Kapok.Protocol.Frames;
using Kapok.Protocol.Messages;
using Kapok.World;
using Kapok.World.Scenes;
using Xunit;

namespace Kapok.Tests.World;

/// <summary>Where somebody is carried who sent a move and is silent then: as far as one can walk, and never through what one cannot pass.</summary>
public sealed class CarryTests
{
    private const float Wall = 2f; // x of the wall's nearer side

    private ushort _sequence;

    [Theory]
    [InlineData(0.25f, 0f)]
    [InlineData(0.5f, 0f)]
    [InlineData(1f, 0f)]
    [InlineData(0.25f, 4f)] // aslant
    [InlineData(0.25f, -6f)]
    public void A_wall_stops_whoever_runs_into_it_and_is_silent(float thickMetres, float sidewards)
    {
        TestRoom test = new(floor: FloorWithWall(thickMetres));
        (Resident who, TestViewer _) = test.Enter("Runner");
        (_, TestViewer watcher) = test.Enter("Watcher");
        for (int start = 0; start < 8; start++) // each begins elsewhere within a cell, so that a step may end on either side of the wall
        {
            float x = Wall - 1.5f - (start * 0.045f), z = 0f;
            StandAt(test, who, x, z);
            Vector3 at = test.PositionOf(who);
            test.Move(who, at.X, at.Z, ++_sequence, velocity: new(6.9f, sidewards));
            for (int tick = 0; tick < 40; tick++)
            {
                test.Tick();
                Assert.True(test.PositionOf(who).X < Wall, $"at {test.PositionOf(who).X} m after {tick} ticks");
                Assert.True(watcher.Seen.TryPlace(who.Id, test.Clock.NowMilliseconds, out Vector2 shown));
                Assert.True(shown.X < Wall + 0.5f, $"shown at {shown.X} m after {tick} ticks"); // what was carried on until the word of the wall came
            }
            Assert.True(watcher.Seen.TryPlace(who.Id, test.Clock.NowMilliseconds, out Vector2 last));
            Assert.True(Vector2.Distance(last, new(test.PositionOf(who).X, test.PositionOf(who).Z)) < 0.1f);
        }
    }

    [Fact]
    public void Nobody_is_carried_into_a_zone_that_is_not_theirs()
    {
        // A zone on level floor, as those behind a stage are.
        SceneLayout layout = SmallScene.Layout with { Zones = [new("Behind", ZoneRule.Backstage, new(new(Wall + 2f, 1f, 0f), new(2f, 2f, 8f), Quaternion.Identity))] };
        TestRoom test = new(layout: layout, floor: FloorWithWall(0f));
        (Resident guest, _) = test.Enter("Guest");
        (Resident staff, _) = test.Enter("Staff", Role.Moderator);
        foreach (Resident who in (Resident[])[guest, staff])
        {
            StandAt(test, who, Wall - 1f, 0f);
            test.Move(who, test.PositionOf(who).X, test.PositionOf(who).Z, ++_sequence, velocity: new(5f, 0f));
        }
        test.Tick(40);
        Assert.True(test.PositionOf(guest).X < Wall);
        Assert.True(test.PositionOf(staff).X > Wall);
    }

    [Fact]
    public void Whoever_waits_at_a_wall_is_moved_on_by_their_next_move()
    {
        TestRoom test = new(floor: FloorWithWall(0.5f));
        (Resident who, _) = test.Enter("Runner");
        StandAt(test, who, Wall - 0.5f, 0f);
        test.Move(who, test.PositionOf(who).X, 0f, ++_sequence, velocity: new(6f, 0f));
        test.Tick(6);
        Vector3 waits = test.PositionOf(who);
        test.Move(who, waits.X, waits.Z, ++_sequence, velocity: new(0f, 2f));
        test.Tick(6);
        Assert.InRange(test.PositionOf(who).Z - waits.Z, 0.4f, 0.8f);
    }

    [Fact]
    [Trait(Fuzz.Category, Fuzz.Name)]
    public void However_one_runs_every_step_could_be_walked() =>
        Gen.Select(Gen.Float[-6f, 6f], Gen.Float[-6f, 6f], Gen.Float[-6.9f, 6.9f], Gen.Float[-6.9f, 6.9f], Gen.Bool).Array[1, 12].Sample(runs =>
        {
            TestRoom test = new();
            (Resident who, _) = test.Enter("Runner");
            ushort sequence = 0;
            foreach ((float aside, float ahead, float speedX, float speedZ, bool airborne) in runs)
            {
                Vector3 at = test.PositionOf(who);
                Vector2 speed = new(speedX, speedZ);
                if (speed.Length() > 6.9f) speed *= 6.9f / speed.Length();
                test.Move(who, at.X + (aside / 8f), at.Z + (ahead / 8f), ++sequence, at.Y, speed, airborne);
                test.Tick();
                for (int tick = 0; tick < 26; tick++)
                {
                    Vector3 before = test.PositionOf(who);
                    test.Tick();
                    Vector3 after = test.PositionOf(who);
                    Assert.True(SmallScene.Floor.IsStraight(before.X, before.Z, after.X, after.Z), $"{before} to {after}");
                }
            }
        }, iter: 100, time: Fuzz.Seconds);

    // Puts somebody at a place by walking there.
    private void StandAt(TestRoom test, Resident who, float x, float z)
    {
        for (int step = 0; step < 400; step++)
        {
            Vector3 now = test.PositionOf(who);
            Vector2 left = new(x - now.X, z - now.Z);
            if (left.Length() < 0.03f) return;
            Vector2 next = new Vector2(now.X, now.Z) + (left / MathF.Max(1f, left.Length() / 0.3f));
            test.Move(who, next.X, next.Y, ++_sequence);
            test.Tick();
        }
    }

    // 40 m of level floor with a wall along z, two metres high, that has no end.
    private static FloorGrid FloorWithWall(float thickMetres)
    {
        const int side = 160, cells = side * side;
        byte[] file = new byte[20 + (cells * 2)];
        "KFL1"u8.CopyTo(file);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(4), side);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(6), side);
        BinaryPrimitives.WriteSingleLittleEndian(file.AsSpan(8), FloorGrid.CellMetres);
        BinaryPrimitives.WriteSingleLittleEndian(file.AsSpan(12), -20f);
        BinaryPrimitives.WriteSingleLittleEndian(file.AsSpan(16), -20f);
        int first = (int)((Wall + 20f) / FloorGrid.CellMetres), thick = (int)(thickMetres / FloorGrid.CellMetres);
        for (int cell = 0; cell < cells; cell++)
        {
            if (cell % side >= first && cell % side < first + thick) BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(20 + (cell * 2)), 128);
        }
        return FloorGrid.Parse(file)!;
    }
}
