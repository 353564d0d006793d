using System.Numerics;
using Kapok.Assets.Scenes.Terrace;
using Kapok.Tests.World;
using Kapok.World.Scenes;
using Xunit;

namespace Kapok.Tests.Assets;

/// <summary>The terrace as the server reads it: everything that invites people can be walked to, and its edge cannot be crossed.</summary>
public sealed class TerraceTests
{
    private const float EdgeMetres = 36f;

    private static readonly Lazy<(SceneLayout Layout, FloorGrid Floor, bool[] Reached)> Terrace = new(Walk);

    [Fact]
    public void It_has_seats_for_a_hundred_and_twenty() => Assert.InRange(Terrace.Value.Layout.Seats.Count, 120, 400);

    [Fact]
    public void Every_seat_can_be_walked_to()
    {
        foreach (Seat seat in Terrace.Value.Layout.Seats) Assert.True(IsReachedNear(seat.Foot, 0.75f), $"The seat at {seat.Position} cannot be reached.");
    }

    [Theory]
    [InlineData(0f, 20f, 0f)]
    [InlineData(0f, -12f, 1.5f)] // the dais, before the gong
    [InlineData(8f, -22f, 1.5f)]
    [InlineData(0f, -17f, 1.86f)] // the gong's plinth
    [InlineData(-27f, -9f, 0.9f)] // among the tables of the tea pavilion
    [InlineData(24.4f, -8.1f, 0.9f)]
    [InlineData(0f, -34f, 0f)] // behind the ring
    public void One_can_stand_there(float x, float z, float height)
    {
        Assert.True(IsReachedNear(new(x, height, z), 0.6f));
        Assert.True(Terrace.Value.Floor.TryHeight(x, z, out float metres));
        Assert.Equal(height, metres, 0.03f);
    }

    [Fact]
    public void Every_entrance_and_portal_can_be_walked_to()
    {
        (SceneLayout layout, _, _) = Terrace.Value;
        Assert.Equal(["entrance", "from:arena", "from:forum"], layout.Spawns.Select(spawn => spawn.Title).Order());
        Assert.Equal(["arena", "forum"], layout.Portals.Select(portal => portal.Room).Order());
        foreach (Spawn spawn in layout.Spawns) Assert.True(IsReachedNear(spawn.Position, 0.3f));
        foreach (Portal portal in layout.Portals) Assert.True(IsReachedNear(portal.Box.Centre with { Y = 0f }, 0.3f));
    }

    [Fact]
    public void Nobody_walks_over_the_edge()
    {
        (_, FloorGrid floor, bool[] reached) = Terrace.Value;
        for (int cell = 0; cell < reached.Length; cell++)
            if (reached[cell]) Assert.True(new Vector2(floor.MiddleOf(cell).X, floor.MiddleOf(cell).Z).Length() < EdgeMetres);
    }

    [Fact]
    public void It_has_its_zones() => Assert.Equal(
        [ZoneRule.Stage, ZoneRule.Backstage, ZoneRule.Private, ZoneRule.Quiet], Terrace.Value.Layout.Zones.Select(zone => zone.Rule));

    private static bool IsReachedNear(Vector3 point, float metres)
    {
        (_, FloorGrid floor, bool[] reached) = Terrace.Value;
        for (float x = -metres; x <= metres; x += FloorGrid.CellMetres)
        {
            for (float z = -metres; z <= metres; z += FloorGrid.CellMetres)
            {
                int cell = floor.CellAt(point.X + x, point.Z + z);
                if (cell >= 0 && reached[cell] && MathF.Abs(floor.MiddleOf(cell).Y - point.Y) < 0.1f) return true;
            }
        }
        return false;
    }

    private static (SceneLayout Layout, FloorGrid Floor, bool[] Reached) Walk()
    {
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.glb");
        try
        {
            TerraceScene.Build().Save(path);
            Assert.True(SceneReader.TryRead(File.ReadAllBytes(path), SceneLimits.Default, out SceneLayout? layout, out SceneError? error), error?.Detail);
            FloorGrid floor = Floors.Of(layout);
            Spawn entrance = layout.Spawns.Single(spawn => spawn.Title == "entrance");
            return (layout, floor, Flood(floor, floor.CellAt(entrance.Position.X, entrance.Position.Z)));
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static bool[] Flood(FloorGrid floor, int start)
    {
        bool[] reached = new bool[floor.Columns * floor.Rows];
        Queue<int> open = new([start]);
        reached[start] = true;
        while (open.TryDequeue(out int cell))
        {
            int column = cell % floor.Columns;
            Visit(column > 0 ? cell - 1 : -1);
            Visit(column < floor.Columns - 1 ? cell + 1 : -1);
            Visit(cell - floor.Columns);
            Visit(cell + floor.Columns);

            void Visit(int next)
            {
                if (next < 0 || next >= reached.Length || reached[next] || !floor.Joins(cell, next)) return;
                reached[next] = true;
                open.Enqueue(next);
            }
        }
        return reached;
    }
}
