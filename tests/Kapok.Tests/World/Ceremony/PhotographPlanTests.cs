using System.Numerics;
using Kapok.Assets.Scenes.Arena;
using Kapok.Assets.Scenes.Forum;
using Kapok.Assets.Scenes.Terrace;
using Kapok.Protocol.Messages;
using Kapok.World.Ceremony;
using Kapok.World.Movement;
using Kapok.World.Scenes;
using Xunit;

namespace Kapok.Tests.World.Ceremony;

/// <summary>Where people stand for a photograph, for every number of people in every place.</summary>
public sealed class PhotographPlanTests
{
    private const float Shoulders = 0.6f, Head = 1.6f, HeadRadius = 0.11f;

    // All small groups, and of the larger ones enough that every number of rows occurs.
    private static readonly int[] Counts = [.. Enumerable.Range(1, 30), .. Enumerable.Range(0, 21).Select(i => 33 + (i * 17)), 384, 399, PhotographPlan.Most];

    private static readonly Dictionary<string, Lazy<Ground>> Grounds = new()
    {
        ["arena"] = new(() => Made(ArenaScene.Build().ToGlb())),
        ["forum"] = new(() => Made(ForumScene.Build().ToGlb())),
        ["terrace"] = new(() => Made(TerraceScene.Build().ToGlb())),
        ["small"] = new(() => Made(SmallScene.File)),
    };

    [Theory]
    [InlineData("arena")]
    [InlineData("forum")]
    [InlineData("terrace")]
    [InlineData("small")]
    public void Everyone_stands_on_free_floor_by_themselves_and_looks_into_the_camera(string place)
    {
        Ground ground = Grounds[place].Value;
        foreach (int people in Counts)
        {
            PhotographPlan plan = PhotographPlan.For(ground.Floor, ground.Layout, ground.Places, people);
            Assert.InRange(plan.Spots.Count, 1, people);
            Apart(plan.Spots);
            foreach (PhotographSpot spot in plan.Spots)
            {
                Assert.True(ground.Places.TryStand(new(spot.Position.X, spot.Position.Z), spot.Position.Y, 0.1f, Role.Attendee, out Vector3 standing), $"{people}: {spot}");
                Assert.Equal(standing, spot.Position);
                Vector2 facing = new(MathF.Sin(spot.Yaw), MathF.Cos(spot.Yaw)), camera = new(plan.Camera.Eye.X - spot.Position.X, plan.Camera.Eye.Z - spot.Position.Z);
                Assert.True(Vector2.Dot(facing, Vector2.Normalize(camera)) > 0.999f, $"{people}: {spot} turns away");
            }
        }
    }

    [Theory]
    [InlineData("arena")]
    [InlineData("forum")]
    [InlineData("terrace")]
    [InlineData("small")]
    public void The_camera_sees_everyone_from_head_to_waist_and_no_floor_or_wall_is_in_between(string place)
    {
        Ground ground = Grounds[place].Value;
        foreach (int people in Counts)
        {
            PhotographPlan plan = PhotographPlan.For(ground.Floor, ground.Layout, ground.Places, people);
            foreach (PhotographSpot spot in plan.Spots)
            {
                Vector3 head = spot.Position + new Vector3(0f, Head + 0.2f, 0f), waist = spot.Position + new Vector3(0f, 0.9f, 0f);
                Assert.True(IsInPicture(plan.Camera, head) && IsInPicture(plan.Camera, waist), $"{people}: {spot.Position} is not in the picture of {plan.Camera}");
                Assert.True(IsFree(ground.Floor, plan.Camera.Eye, head), $"{people}: the floor hides {spot.Position} from {plan.Camera.Eye}");
            }
        }
    }

    [Theory]
    [InlineData("arena")]
    [InlineData("forum")]
    [InlineData("terrace")]
    public void Nobodys_head_hides_anothers(string place)
    {
        Ground ground = Grounds[place].Value;
        foreach (int people in (int[])[2, 5, 12, 40, 77, 120, 200, 300, 400])
        {
            PhotographPlan plan = PhotographPlan.For(ground.Floor, ground.Layout, ground.Places, people);
            Vector3[] heads = [.. plan.Spots.Select(spot => spot.Position + new Vector3(0f, Head, 0f))];
            int hidden = heads.Count(head => heads.Any(other => other != head && Hides(plan.Camera.Eye, other, head)));
            Assert.True(hidden <= heads.Length / 20, $"{people}: {hidden} of {heads.Length} are behind another's head");
        }
    }

    [Theory]
    [InlineData("arena", 400)]
    [InlineData("forum", 60)]
    [InlineData("forum", 400)]
    [InlineData("terrace", 400)]
    public void The_places_have_room_for_a_crowd(string place, int people)
    {
        Ground ground = Grounds[place].Value;
        PhotographPlan plan = PhotographPlan.For(ground.Floor, ground.Layout, ground.Places, people);
        Assert.True(people == plan.Spots.Count, $"{plan.Spots.Count} of {people} have a place before {plan.Camera}");
    }

    [Fact]
    public void A_number_that_cannot_be_is_cut()
    {
        Ground ground = Grounds["small"].Value;
        Assert.Single(PhotographPlan.For(ground.Floor, ground.Layout, ground.Places, -3).Spots);
        Assert.InRange(PhotographPlan.For(ground.Floor, ground.Layout, ground.Places, int.MaxValue).Spots.Count, 1, PhotographPlan.Most);
    }

    private static void Apart(IReadOnlyList<PhotographSpot> spots)
    {
        for (int one = 0; one < spots.Count; one++)
            for (int other = 0; other < one; other++)
                Assert.True(Vector3.Distance(spots[one].Position, spots[other].Position) >= Shoulders, $"{spots.Count}: {spots[one].Position} and {spots[other].Position}");
    }

    private static bool IsInPicture(in PhotographCamera camera, Vector3 point)
    {
        Vector3 ahead = Vector3.Normalize(camera.Target - camera.Eye), right = Vector3.Normalize(Vector3.Cross(ahead, Vector3.UnitY)), up = Vector3.Cross(right, ahead);
        Vector3 to = point - camera.Eye;
        float depth = Vector3.Dot(to, ahead), half = MathF.Tan(float.DegreesToRadians(camera.Degrees / 2f));
        return depth > 0.5f && MathF.Abs(Vector3.Dot(to, up)) < depth * half && MathF.Abs(Vector3.Dot(to, right)) < depth * half * 16f / 9f;
    }

    private static bool IsFree(FloorGrid floor, Vector3 eye, Vector3 head)
    {
        for (float share = 0.02f; share < 1f; share += 0.02f)
        {
            Vector3 at = Vector3.Lerp(eye, head, share);
            if (floor.TryHeight(at.X, at.Z, out float height) && height > at.Y) return false;
        }
        return true;
    }

    private static bool Hides(Vector3 eye, Vector3 other, Vector3 head)
    {
        Vector3 sight = Vector3.Normalize(head - eye), to = other - eye;
        float along = Vector3.Dot(to, sight);
        return along < Vector3.Distance(head, eye) && Vector3.Distance(eye + (sight * along), other) < HeadRadius;
    }

    private static Ground Made(byte[] scene)
    {
        Assert.True(SceneReader.TryRead(scene, SceneLimits.Default, out SceneLayout? layout, out SceneError? error), error?.Detail);
        FloorGrid floor = Floors.Of(layout);
        return new(layout, floor, new(floor, layout, new(floor, layout)));
    }

    private sealed record Ground(SceneLayout Layout, FloorGrid Floor, Places Places);
}
