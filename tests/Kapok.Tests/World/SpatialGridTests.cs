using System.Numerics;
using CsCheck;
using Kapok.World.Interest;
using Xunit;

namespace Kapok.Tests.World;

public sealed class SpatialGridTests
{
    [Fact]
    public void It_finds_who_a_look_at_everyone_finds()
    {
        Gen<float> metres = Gen.Float[-30f, 30f];
        Gen<Vector2> place = Gen.Select(metres, metres, (x, y) => new Vector2(x, y));
        Gen.Select(place.Array[0, 200], place, Gen.Float[0f, 15f]).Sample((people, centre, radius) =>
        {
            SpatialGrid grid = new(CellGrid.Over(-25f, -20f, 25f, 20f), 200);
            grid.Rebuild(people);
            int[] found = new int[200];
            int count = grid.Query(centre, radius, found);
            int[] expected = [.. Enumerable.Range(0, people.Length).Where(i => Vector2.DistanceSquared(people[i], centre) <= radius * radius)];
            Assert.Equal(expected, found.Take(count).Order());
        }, iter: 500);
    }

    [Fact]
    public void Every_avatar_is_in_exactly_one_cell_wherever_it_claims_to_be()
    {
        SpatialGrid grid = new(CellGrid.Over(0f, 0f, 10f, 10f), 4);
        grid.Rebuild([new(float.NaN, 5f), new(1e30f, -1e30f), new(3f, 3f), new(float.NegativeInfinity, float.PositiveInfinity)]);
        List<int> all = [];
        for (int cell = 0; cell < grid.Cells.Count; cell++) all.AddRange(grid.In(cell).ToArray());
        Assert.Equal([0, 1, 2, 3], all.Order());
    }
}
