using System.Numerics;
using Kapok.Assets.Scenes.Arena;
using Kapok.Tests.World;
using Kapok.Tools.Bench;
using Kapok.Tools.Bots;
using Kapok.World.Scenes;
using Xunit;

namespace Kapok.Tests.Tools;

/// <summary>Where an audience finds a place in the arena.</summary>
public sealed class StandingRoomTests
{
    private static readonly Lazy<(SceneLayout Layout, FloorGrid Floor, byte[] Glb)> Arena = new(() =>
    {
        byte[] glb = ArenaScene.Build().ToGlb();
        Assert.True(SceneReader.TryRead(glb, SceneLimits.Default, out SceneLayout? layout, out SceneError? error), error?.Detail);
        return (layout, Floors.Of(layout), glb);
    });

    [Fact]
    public void Ten_thousand_find_a_place_of_their_own()
    {
        Vector2[] spots = Spots(1);
        Assert.InRange(spots.Length + Arena.Value.Layout.Seats.Count, 10_800, 16_000);
        Assert.All(spots, spot => Assert.True(Arena.Value.Floor.TryHeight(spot.X, spot.Y, out _)));
        HashSet<(int, int)> taken = [];
        Assert.All(spots, spot => Assert.True(taken.Add(((int)MathF.Floor(spot.X / 0.2f), (int)MathF.Floor(spot.Y / 0.2f))), "Two stand on one spot."));
    }

    [Fact]
    public void A_few_gather_at_the_stage_and_thousands_fill_the_floor()
    {
        Vector2[] spots = Spots(1);
        Assert.InRange(spots.Take(300).Average(FromStage), 0f, 8f);
        Assert.InRange(spots.Take(4000).Average(FromStage), 8f, 20f);
        Assert.All(spots, spot => Assert.True(spot.Y > -33f, "Nobody watches from behind the stage."));
        Assert.Equal(spots, Spots(1));
        Assert.NotEqual(spots, Spots(2));
    }

    [Fact]
    public void What_a_newcomer_is_sent_can_be_recorded()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("kapok-recording");
        try
        {
            FileInfo scene = new(Path.Combine(folder.FullName, "arena.glb"));
            File.WriteAllBytes(scene.FullName, Arena.Value.Glb);
            (int messages, long bytes) = new Recording(new(scene, 400, 2, folder)).Run();
            Assert.InRange(messages, 20, 60);
            Assert.InRange(bytes, 4_000, 200_000);
            Assert.Equal(Arena.Value.Floor.Serialise(), File.ReadAllBytes(Path.Combine(folder.FullName, "floor.bin")));
            Assert.Contains("\"seats\":[{\"index\":0,", File.ReadAllText(Path.Combine(folder.FullName, "places.json")), StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static float FromStage(Vector2 spot) =>
        MathF.Max(0f, MathF.Min(Vector2.Distance(spot, new(0f, -11f)) - 5.2f, MathF.Max(MathF.Abs(spot.X) - 2.7f, MathF.Max(0f, -33f - spot.Y))));

    private static Vector2[] Spots(int seed)
    {
        (SceneLayout layout, FloorGrid floor, _) = Arena.Value;
        ZoneBox[] Boxes(ZoneRule rule) => [.. layout.Zones.Where(zone => zone.Rule == rule)
            .Select(zone => new ZoneBox(zone.Box.Centre.X, zone.Box.Centre.Z, zone.Box.HalfSize.X, zone.Box.HalfSize.Z))];
        StagePlan stage = StagePlan.Of(Boxes(ZoneRule.Stage)[0], [new("entrance", 0f, 15f, MathF.PI), new("stage", -12f, -38f, 0f)]);
        return StandingRoom.Spots(
            new(floor.OriginX, floor.OriginZ), new(floor.EndX, floor.EndZ), place => floor.TryHeight(place.X, place.Y, out float metres) ? metres : float.NaN,
            new(0f, 3.4f), stage, Boxes(ZoneRule.Stage),
            layout.Seats.Select(seat => new Vector2(seat.Position.X, seat.Position.Z)), Boxes(ZoneRule.Private), seed);
    }
}
