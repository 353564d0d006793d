using System.Numerics;
using CsCheck;
using Kapok.World.Interest;
using Xunit;

namespace Kapok.Tests.World;

public sealed class InterestTests
{
    [Fact]
    public void Squares_of_every_level_are_runs_of_the_curve() =>
        Gen.Select(Gen.Int[1, 40], Gen.Int[1, 40], Gen.Int[0, 39], Gen.Int[0, 39], Gen.Int[0, 6]).Sample((columns, rows, x, z, level) =>
        {
            CellGrid cells = CellGrid.Over(0f, 0f, columns * CellGrid.CellMetres, rows * CellGrid.CellMetres);
            ZOrder order = new(cells);
            (int column, int row) = (x % columns, z % rows);
            int place = order.PlaceOf(column, row);
            Assert.Equal((row * columns) + column, order.CellAt(place));
            if (level < order.Levels) Assert.Equal(order.PlaceOf(column >> level, row >> level), place >> (2 * level));
        });

    [Fact]
    public void Every_cell_is_on_the_curve_once()
    {
        CellGrid cells = CellGrid.Over(-30f, 0f, 30f, 90f);
        ZOrder order = new(cells);
        Assert.Equal(Enumerable.Range(0, cells.Count), Enumerable.Range(0, order.Length).Select(order.CellAt).Where(cell => cell >= 0).Order());
    }

    [Fact]
    public void The_circle_of_the_nearest_holds_them_and_hardly_more() =>
        Gen.Select(Gen.Int[1, 60], Gen.Select(Gen.Float[-40f, 40f], Gen.Float[-25f, 25f], (x, z) => new Vector2(x, z)).Array[1, 300]).Sample((count, people) =>
        {
            SpatialGrid grid = new(CellGrid.Over(-40f, -25f, 40f, 25f), 300);
            grid.Rebuild(people);
            float radius = Neighbourhood.RadiusOf(grid, people[0], count);
            if (people.Length <= count) Assert.Equal(float.PositiveInfinity, radius);
            else
            {
                float exact = people.Select(other => Vector2.Distance(other, people[0])).Order().ElementAt(count - 1);
                Assert.InRange(radius, exact * 0.999f, (exact * 1.02f) + 1f);
            }
        });

    /// <summary>Thin enough, cells share a measurement; the circles of those who look from their corners still hold the fifty that are promised.</summary>
    [Theory]
    [InlineData(1f)]
    [InlineData(0.25f)]
    [InlineData(0.02f)]
    public void Whatever_the_density_the_near_circle_holds_fifty(float peopleASquareMetre)
    {
        const int People = 2000;
        float half = MathF.Sqrt(People / peopleASquareMetre) / 2f;
        Random random = new(7);
        Vector2[] people = [.. Enumerable.Range(0, People).Select(_ => new Vector2(random.NextSingle() - 0.5f, random.NextSingle() - 0.5f) * 2f * half)];
        SpatialGrid grid = new(CellGrid.Over(-half, -half, half, half), People);
        grid.Rebuild(people);
        NearnessMap map = new(grid, 60, 540, 16);
        foreach (Vector2 place in people) map.Of(place, 0);
        // Measured again with what is known from before.
        int[] near = [.. people.Where(place => MathF.Max(MathF.Abs(place.X), MathF.Abs(place.Y)) < half * 0.7f).Select(place =>
        {
            float metres = map.Of(place, 32).Near;
            return people.Count(other => Vector2.Distance(other, place) <= metres);
        }).Order()];
        Assert.True(near.Length > 500);
        Assert.InRange(near[near.Length / 20], 50, 60); // nineteen in twenty
        Assert.InRange(near[near.Length / 100], 45, 60);
        Assert.InRange(near[near.Length / 2], 55, 68);
    }
}
