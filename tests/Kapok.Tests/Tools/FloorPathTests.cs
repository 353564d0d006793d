using System.Numerics;
using CsCheck;
using Kapok.Tools.Bots;
using Xunit;

namespace Kapok.Tests.Tools;

public sealed class FloorPathTests
{
    // A floor of 20 x 20 m with a wall along x = 0 that has a door at z > 7.
    private static float WithWall(Vector2 p) => p switch
    {
        _ when MathF.Abs(p.X) > 10f || MathF.Abs(p.Y) > 10f => float.NaN,
        _ when MathF.Abs(p.X) < 0.6f && p.Y < 7f => 3f,
        _ => 0f,
    };

    private static FloorPath Paths() => new(new(-10f), new(10f), 0.45f, WithWall);

    [Fact]
    public void A_way_goes_through_the_door()
    {
        List<Vector2> way = [];
        Assert.True(Paths().TryFind(new(-5f, -5f), new(5f, -5f), way));
        Assert.Equal(new Vector2(5f, -5f), way[^1]);
        Assert.Contains(way, corner => corner.Y > 7f);
    }

    [Fact]
    public void There_is_no_way_off_the_floor() => Assert.False(Paths().TryFind(new(-5f, -5f), new(30f, 0f), []));

    [Fact]
    public void Every_step_of_a_way_is_on_the_floor() =>
        Gen.Select(Gen.Float[-9.4f, 9.4f], Gen.Float[-9.4f, 9.4f], Gen.Float[-9.4f, 9.4f], Gen.Float[-9.4f, 9.4f]).Sample((ax, az, bx, bz) =>
        {
            List<Vector2> way = [];
            // Whoever begins on top of the wall stays up there; that is another matter.
            if (WithWall(new(ax, az)) != 0f || !Paths().TryFind(new(ax, az), new(bx, bz), way)) return true;
            return way.SkipLast(1).All(corner => WithWall(corner) == 0f);
        }, iter: 200, seed: "0000KOIKNZI0");
}
