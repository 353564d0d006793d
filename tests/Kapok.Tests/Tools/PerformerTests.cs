using System.Numerics;
using CsCheck;
using Kapok.Tools.Bots;
using Xunit;

namespace Kapok.Tests.Tools;

public sealed class PerformerTests
{
    // As the arena's: 34 m wide, 14 m deep, facing +Z.
    private static readonly StagePlan Arena = StagePlan.Of(new(0f, -40f, 17f, 7f), [new("entrance", 0f, 15f, MathF.PI), new("stage", -12f, -38f, 0f)]);

    [Fact]
    public void One_sings_in_front_and_two_dance_beside() =>
        Assert.Equal([new(0f, -37.6f), new(-3.2f, -39.2f), new(3.2f, -39.2f)], Enumerable.Range(0, 3).Select(Arena.Spot).Select(Rounded));

    [Fact]
    public void A_stage_without_an_entrance_of_its_own_faces_the_audience()
    {
        StagePlan plan = StagePlan.Of(new(10f, 0f, 3f, 5f), [new("entrance", -8f, 1f, 0f)]);
        Assert.Equal((new Vector2(-1f, 0f), 5f, 3f), (plan.Ahead, plan.HalfWidth, plan.HalfDepth));
        Assert.Equal(-MathF.PI / 2f, plan.Yaw, 0.001f);
    }

    [Fact]
    public void Nobody_leaves_the_stage_or_stops_dancing_for_long() =>
        Gen.Select(Gen.Int[0, 1000], Gen.Int[0, StagePlan.MaxPerformers - 1]).Sample((seed, performer) =>
        {
            PerformerMind mind = new(new(seed), Arena, performer);
            double dancing = 0, still = 0;
            for (int wish = 0; wish < 200; wish++)
            {
                switch (mind.Next(Arena.Centre, Arena.Spot(performer)))
                {
                    case Wish.Walk walk:
                        Assert.True(MathF.Abs(walk.Goal.X - Arena.Centre.X) < Arena.HalfWidth - 1f && MathF.Abs(walk.Goal.Y - Arena.Centre.Y) < Arena.HalfDepth - 1f);
                        break;
                    case Wish.Emote { Kind: 4 } dance:
                        dancing += dance.Seconds;
                        break;
                    case Wish.Emote gesture:
                        still += gesture.Seconds;
                        break;
                    case Wish.Stay stay:
                        still += stay.Seconds;
                        break;
                }
            }
            Assert.True(dancing > 8d * still);
        }, iter: 100);

    private static Vector2 Rounded(Vector2 place) => new(MathF.Round(place.X, 1), MathF.Round(place.Y, 1));
}
