using System.Numerics;
using System.Text;
using CsCheck;
using Kapok.World.Scenes;
using Xunit;

namespace Kapok.Tests.World;

public sealed class SceneTests
{
    [Fact]
    public void The_small_scene_is_read()
    {
        SceneLayout layout = SmallScene.Layout;
        Assert.Equal((3, 3, 1, 1, 6), (layout.Spawns.Count, layout.Seats.Count, layout.Zones.Count, layout.Portals.Count, layout.Colliders.Count));
        Assert.Equal(new Vector3(-7f, 0.45f, 10f), layout.Seats[1].Position);
        Assert.Equal("forum", layout.Portals[0].Room);
        Assert.Equal(MathF.PI, MathF.Abs(layout.Spawns[0].Yaw), 0.001f);
    }

    [Fact]
    public void The_floor_has_steps_walls_and_an_edge()
    {
        FloorGrid floor = SmallScene.Floor;
        Assert.True(floor.TryHeight(0f, 0f, out float ground));
        Assert.Equal(0f, ground, 0.02f);
        Assert.True(floor.TryHeight(0f, -15f, out float stage));
        Assert.Equal(1f, stage, 0.02f);
        Assert.True(floor.IsStraight(0f, -9f, 0f, -14f), "up the steps");
        Assert.False(floor.IsStraight(4f, -9f, 4f, -14f), "up the stage's front");
        Assert.True(floor.IsStraight(4f, -14f, 4f, -9f), "down the stage's front");
        Assert.False(floor.IsStraight(3f, 0f, 7f, 0f), "through the wall");
        Assert.False(floor.TryHeight(20.5f, 0f, out _));
        Assert.False(floor.TryHeight(float.NaN, 0f, out _));
    }

    [Fact]
    public void A_floor_costs_no_more_than_its_limit_however_many_colliders_there_are_and_however_large()
    {
        // Each covers 500 x 500 m: 20,000 of them would be looked at 8e10 times.
        SceneLayout large = Covered(Enumerable.Repeat(new Vector3(250f, 0.5f, 250f), SceneLimits.Default.Colliders));
        Assert.False(FloorRaster.TryMake(large, SceneLimits.Default, out _, out SceneError? error));
        Assert.Equal(SceneErrorCode.TooLarge, error.Code);
        Assert.Contains("80000000000 cells", error.Detail, StringComparison.Ordinal);

        SceneLayout small = Covered(Enumerable.Repeat(new Vector3(0.5f), SceneLimits.Default.Colliders));
        Assert.True(FloorRaster.TryMake(small, SceneLimits.Default, out _, out _));
    }

    [Fact]
    public void What_a_floor_costs_is_counted_by_collider_and_cell()
    {
        SceneLayout two = Covered([new(1f), new(1f, 1f, 2f)]); // each cell that an edge touches counts: 9 x 9, 9 x 17, less what lies outside of the grid
        long cells = Enumerable.Range(0, 1000).First(limit => FloorRaster.TryMake(two, new() { ColliderCells = limit }, out _, out _));
        Assert.InRange(cells, 64 + 128, 81 + 153);
        Assert.False(FloorRaster.TryMake(two, new() { ColliderCells = cells - 1 }, out FloorGrid? none, out _));
        Assert.Null(none);
    }

    private static SceneLayout Covered(IEnumerable<Vector3> halfSizes) =>
        new([], [], [], [], [.. halfSizes.Select(half => new Collider(ColliderForm.Box, new(Vector3.Zero, half, Quaternion.Identity)))]);

    [Fact]
    public void The_floor_survives_its_file()
    {
        byte[] file = SmallScene.Floor.Serialise();
        FloorGrid? read = FloorGrid.Parse(file);
        Assert.NotNull(read);
        Assert.Equal(file, read.Serialise());
        Assert.Null(FloorGrid.Parse(file.AsSpan(0, file.Length - 1)));
    }

    [Theory]
    [InlineData("", SceneErrorCode.NotGltf)]
    [InlineData("glTF", SceneErrorCode.NotGltf)]
    [InlineData("{", SceneErrorCode.Malformed)]
    [InlineData("{\"nodes\":[{}],\"scenes\":[{\"nodes\":[7]}]}", SceneErrorCode.Malformed)]
    [InlineData("{\"nodes\":[{\"children\":[0]}],\"scenes\":[{\"nodes\":[0]}]}", SceneErrorCode.Malformed)]
    [InlineData("{\"asset\":{\"version\":\"2.0\"}}", SceneErrorCode.NoFloor)]
    public void A_scene_that_is_none_is_refused_with_its_reason(string text, SceneErrorCode code)
    {
        Assert.False(SceneReader.TryRead(Encoding.UTF8.GetBytes(text), SceneLimits.Default, out _, out SceneError? error));
        Assert.Equal(code, error.Code);
    }

    [Fact]
    public void A_scene_above_the_limits_is_refused()
    {
        Assert.False(SceneReader.TryRead(SmallScene.File, SceneLimits.Default with { Seats = 2 }, out _, out SceneError? error));
        Assert.Equal(SceneErrorCode.TooLarge, error.Code);
    }

    [Fact]
    [Trait(Fuzz.Category, Fuzz.Name)]
    public void A_damaged_scene_never_throws() => Gen.Select(Gen.Int[0, SmallScene.File.Length - 1], Gen.Byte, Gen.Int[1, SmallScene.File.Length]).Sample(
        (at, value, length) =>
        {
            byte[] damaged = SmallScene.File[..];
            damaged[at] = value;
            if (SceneReader.TryRead(damaged.AsSpan(0, length), SceneLimits.Default, out SceneLayout? layout, out _))
                FloorRaster.TryMake(layout, SceneLimits.Default, out FloorGrid? _, out _);
        }, iter: 2000, seed: "0000001KapokS", time: Fuzz.Seconds);
}
