using System.Numerics;
using CsCheck;
using Kapok.Protocol.Messages;
using Kapok.World;
using Xunit;

namespace Kapok.Tests.World;

public sealed class MovementTests
{
    private readonly TestRoom _test = new();

    [Fact]
    public void An_honest_walk_is_taken()
    {
        (Resident who, TestViewer viewer) = _test.Enter("Mei");
        Walk(who, new(-10f, 3f));
        Assert.Empty(viewer.All(message => message.PutBack));
        Assert.Equal(-10f, _test.PositionOf(who).X, 0.05f);
    }

    [Fact]
    public void A_leap_is_put_back_and_later_moves_of_the_old_epoch_are_ignored()
    {
        (Resident who, TestViewer viewer) = _test.Enter("Cheat");
        Vector3 before = _test.PositionOf(who);
        byte epoch = _test.Room.BodyOf(who).Epoch;
        _test.Move(who, before.X - 12f, before.Z, 1);
        _test.Tick();
        PutBack putBack = Assert.Single(viewer.All(message => message.PutBack));
        Assert.Equal("put-back.speed", putBack.Why);
        Assert.NotEqual(epoch, (byte)putBack.Placement.Epoch);
        _test.Move(who, before.X - 1f, before.Z, 2, epoch: epoch);
        _test.Tick();
        Assert.Equal(before.X, _test.PositionOf(who).X, 0.01f);
    }

    [Fact]
    public void Nobody_keeps_running_faster_than_the_limit()
    {
        (Resident who, TestViewer viewer) = _test.Enter("Cheat");
        float x = _test.PositionOf(who).X, z = _test.PositionOf(who).Z;
        for (ushort i = 1; i <= 40; i++)
        {
            _test.Move(who, x - (i % 2 == 0 ? 0f : 0.9f), z, i); // 0.9 m every 50 ms: 18 m/s
            _test.Tick();
        }
        Assert.NotEmpty(viewer.All(message => message.PutBack));
    }

    [Theory]
    [InlineData(19.9f, 21f, "put-back.speed")] // off the floor, and far
    [InlineData(4.9f, 0f, "put-back.floor")] // into the wall
    public void Walls_hold(float x, float z, string why)
    {
        (Resident who, TestViewer viewer) = _test.Enter("Cheat");
        Walk(who, new(3.5f, 0f));
        _test.Move(who, x, z, 9000);
        _test.Tick();
        Assert.Equal(why, Assert.Single(viewer.All(message => message.PutBack)).Why);
    }

    [Fact]
    public void A_corner_that_a_late_move_cuts_is_no_offence()
    {
        (Resident who, TestViewer viewer) = _test.Enter("Mei");
        Walk(who, new(4.5f, 4f));
        Walk(who, new(4.5f, 5.2f));
        _test.Tick(40);
        _test.Move(who, 5.6f, 4.4f, 9000); // around the wall's end, which the straight line touches
        _test.Tick();
        Assert.Empty(viewer.All(message => message.PutBack));
    }

    [Fact]
    public void A_jump_has_its_height_and_its_end()
    {
        (Resident who, TestViewer viewer) = _test.Enter("Mei");
        Vector3 place = _test.PositionOf(who);
        _test.Move(who, place.X, place.Z, 1, y: 0.8f, airborne: true);
        _test.Tick();
        Assert.Equal(0.8f, _test.PositionOf(who).Y, 0.02f);
        _test.Move(who, place.X, place.Z, 2);
        _test.Tick();
        Assert.Equal(0f, _test.PositionOf(who).Y, 0.02f);
        _test.Move(who, place.X, place.Z, 3, y: 3f, airborne: true);
        _test.Tick();
        Assert.Equal("put-back.height", Assert.Single(viewer.All(message => message.PutBack)).Why);
    }

    [Theory]
    [InlineData(Role.Attendee, false)]
    [InlineData(Role.Speaker, true)]
    [InlineData(Role.Performer, true)]
    [InlineData(Role.Moderator, true)]
    [InlineData(Role.Organiser, true)]
    public void The_stage_is_for_those_who_perform(Role role, bool allowed)
    {
        (Resident who, TestViewer viewer) = _test.Enter("Mei", role);
        Walk(who, new(0f, -10f));
        Walk(who, new(0f, -14f));
        Assert.Equal(allowed, !viewer.All(message => message.PutBack).Any());
        Assert.Equal(allowed, _test.PositionOf(who).Y > 0.9f);
    }

    [Fact]
    [Trait(Fuzz.Category, Fuzz.Name)]
    public void Whatever_is_sent_nobody_leaves_the_floor_or_enters_a_wall() =>
        Gen.Select(Gen.Float[-22f, 22f], Gen.Float[-22f, 22f], Gen.Float[-2f, 4f], Gen.Float[-8f, 8f], Gen.Bool, Gen.Int[1, 6]).Array[1, 60].Sample(moves =>
        {
            TestRoom test = new();
            (Resident who, _) = test.Enter("Wild");
            ushort sequence = 0;
            foreach ((float x, float z, float y, float speed, bool airborne, int ticks) in moves)
            {
                // Half of them near, or all would be leaps.
                Vector3 now = test.PositionOf(who);
                bool near = airborne || speed > 0f;
                test.Move(who, near ? now.X + (x / 20f) : x, near ? now.Z + (z / 20f) : z, ++sequence, y, new(speed, -speed / 2f), airborne);
                test.Tick(ticks);
                Vector3 position = test.PositionOf(who);
                Assert.True(SmallScene.Floor.TryHeight(position.X, position.Z, out float ground), $"{position} is off the floor");
                Assert.True(ground < 2f, $"{position} is on the wall");
                Assert.InRange(position.Y, ground - 0.02f, ground + 2.5f);
            }
        }, iter: 200, time: Fuzz.Seconds);

    private void Walk(Resident who, Vector2 to)
    {
        ushort sequence = (ushort)(_test.Clock.NowMilliseconds / 10d);
        for (int step = 0; step < 400; step++)
        {
            Vector3 now = _test.PositionOf(who);
            Vector2 left = to - new Vector2(now.X, now.Z);
            if (left.Length() < 0.02f) return;
            Vector2 next = new Vector2(now.X, now.Z) + (left / MathF.Max(1f, left.Length() / 0.15f));
            _test.Move(who, next.X, next.Y, ++sequence);
            _test.Tick();
        }
    }
}
