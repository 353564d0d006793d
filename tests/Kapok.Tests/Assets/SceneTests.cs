using System.Numerics;
using Kapok.Assets.Gltf;
using Kapok.Assets.Scenes.Arena;
using Kapok.Assets.Scenes.Forum;
using Kapok.Assets.Scenes.Terrace;
using Kapok.Tests.World;
using Kapok.World.Scenes;
using SharpGLTF.Schema2;
using SharpGLTF.Validation;
using Xunit;

namespace Kapok.Tests.Assets;

/// <summary>The three places as made: what they cost to draw, and that people can come in, sit down and go on.</summary>
public sealed class SceneTests
{
    private static readonly Dictionary<string, Lazy<(SceneDocument Document, byte[] Glb)>> Scenes = new()
    {
        ["arena"] = new(() => Made(ArenaScene.Build())),
        ["forum"] = new(() => Made(ForumScene.Build())),
        ["terrace"] = new(() => Made(TerraceScene.Build())),
    };

    [Theory]
    [InlineData("arena", 240_000)]
    [InlineData("forum", 300_000)]
    [InlineData("terrace", 300_000)]
    public void A_place_stays_within_its_triangles(string place, int most) =>
        Assert.InRange(Scenes[place].Value.Document.TriangleCount, 1_000, most);

    [Theory]
    [InlineData("arena", 30)]
    [InlineData("forum", 30)]
    [InlineData("terrace", 40)]
    public void A_place_loads_anywhere_in_few_meshes(string place, int mostMeshes)
    {
        ModelRoot root = ModelRoot.ParseGLB(Scenes[place].Value.Glb, new ReadSettings { Validation = ValidationMode.Strict });
        Assert.InRange(root.LogicalMeshes.Count, 1, mostMeshes);
        Assert.All(root.LogicalMaterials, material => Assert.StartsWith($"{place}.", material.Name, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("arena", "wall", "left", "right")]
    [InlineData("forum", "main")]
    [InlineData("terrace", "event", "signing")]
    public void A_place_declares_its_look_and_its_screens(string place, params string[] screens)
    {
        ModelRoot root = ModelRoot.ParseGLB(Scenes[place].Value.Glb);
        Assert.Equal(place, root.DefaultScene.Extras["kapok"]!["look"]!.GetValue<string>());
        Assert.Equal(screens.Select(screen => $"screen.{screen}").Order(),
            root.LogicalNodes.Select(node => node.Name).Where(name => name.StartsWith("screen.", StringComparison.Ordinal)).Order());
    }

    [Theory]
    [InlineData("arena", "forum", "terrace", 3900)]
    [InlineData("forum", "arena", "terrace", 60)]
    [InlineData("terrace", "arena", "forum", 20)]
    public void One_comes_in_sits_down_and_goes_on(string place, string first, string second, int seats)
    {
        SceneLayout layout = Layout(place);
        Assert.Equal(new[] { first, second }.Order(), layout.Portals.Select(p => p.Room).Order());
        Assert.Superset(new HashSet<string> { "entrance", $"from:{first}", $"from:{second}" }, layout.Spawns.Select(s => s.Title).ToHashSet());
        Assert.InRange(layout.Seats.Count, seats, 4095);

        FloorGrid floor = Floors.Of(layout);
        Assert.NotNull(floor);
        foreach (Spawn spawn in layout.Spawns)
        {
            bool[] reached = ReachedFrom(floor, spawn.Position);
            Assert.All(layout.Portals, portal => Assert.True(IsNear(floor, reached, portal.Box.Centre, 1f), $"From {spawn.Title} nobody gets to the portal to the {portal.Room}."));
            int near = layout.Seats.Count(seat => IsNear(floor, reached, seat.Position, 1.2f));
            Assert.True(near >= layout.Seats.Count * 0.97, $"From {spawn.Title}, {layout.Seats.Count - near} of {layout.Seats.Count} seats cannot be reached.");
        }
    }

    [Fact]
    public void Nobody_climbs_onto_the_arenas_stage_from_the_floor()
    {
        FloorGrid floor = Floors.Of(Layout("arena"));
        // Without the ways around the wings, the stage is out of reach: the floor before it is 1.6 m below.
        bool[] reached = ReachedFrom(floor, new(0f, 0f, 15f), z => z > -43.5f);
        Assert.False(IsNear(floor, reached, new(0f, 1.6f, -38f), 1f));
        Assert.False(IsNear(floor, reached, new(0f, 1.6f, -11f), 1f));
        Assert.True(IsNear(floor, ReachedFrom(floor, new(0f, 0f, 15f)), new(0f, 1.6f, -38f), 1f), "Performers find no stairs.");
    }

    private static (SceneDocument Document, byte[] Glb) Made(SceneDocument document) => (document, document.ToGlb());

    private static SceneLayout Layout(string place)
    {
        Assert.True(SceneReader.TryRead(Scenes[place].Value.Glb, SceneLimits.Default, out SceneLayout? layout, out SceneError? error), error?.Detail);
        return layout;
    }

    private static bool[] ReachedFrom(FloorGrid floor, Vector3 start, Func<float, bool>? allowed = null)
    {
        bool[] reached = new bool[floor.Columns * floor.Rows];
        Stack<int> open = new([floor.CellAt(start.X, start.Z)]);
        while (open.TryPop(out int cell))
        {
            if (reached[cell]) continue;
            reached[cell] = true;
            Vector3 at = floor.MiddleOf(cell);
            foreach ((float x, float z) in ((float, float)[])[(1f, 0f), (-1f, 0f), (0f, 1f), (0f, -1f)])
            {
                float nextZ = at.Z + (z * FloorGrid.CellMetres);
                int next = floor.CellAt(at.X + (x * FloorGrid.CellMetres), nextZ);
                if (next >= 0 && !reached[next] && floor.Joins(cell, next) && (allowed is null || allowed(nextZ))) open.Push(next);
            }
        }
        return reached;
    }

    private static bool IsNear(FloorGrid floor, bool[] reached, Vector3 place, float metres)
    {
        for (float z = -metres; z <= metres; z += FloorGrid.CellMetres)
        {
            for (float x = -metres; x <= metres; x += FloorGrid.CellMetres)
            {
                int cell = floor.CellAt(place.X + x, place.Z + z);
                if (cell >= 0 && reached[cell] && MathF.Abs(floor.MiddleOf(cell).Y - place.Y) < 1.6f) return true;
            }
        }
        return false;
    }
}
