using System.Numerics;
using Kapok.Assets.Geometry;

namespace Kapok.Assets.Scenes.Arena;

/// <summary>The upper tier: a horseshoe of ten rows above the promenade and the plaza, stairs up to it, its front with the ribbon of screens, and a gallery behind.</summary>
/// <remarks>
/// The floor is one height for each place, so nothing is built under it: its front is a wall on the promenade. Only what faces the hall is made: of a row its
/// tread and its riser, of a seat its upper side and the three that show.
/// </remarks>
internal static class ArenaBalcony
{
    private const float SeatPitch = 0.655f, AisleWidth = 1.5f, StairWidth = 1.8f;
    private const float StepDepth = 0.35f, WallRadius = 42.6f;
    private const int StairSteps = 6;

    private static readonly Vector3[] Colours =
        [new(0.34f, 0.05f, 0.16f), new(0.24f, 0.06f, 0.28f), new(0.12f, 0.09f, 0.36f), new(0.06f, 0.15f, 0.38f), new(0.05f, 0.20f, 0.34f)];

    public static void Build(ArenaKit kit)
    {
        for (int row = 0; row < ArenaPlan.BalconyRows; row++) AddRow(kit, row);
        AddGallery(kit);
        AddFront(kit);
        AddEnds(kit);
        foreach (float aisle in ArenaPlan.BalconyAisles) AddAisle(kit, aisle);
        foreach (float stair in ArenaPlan.BalconyStairs) AddStair(kit, stair);
    }

    private static float TreadOf(int row) => ArenaPlan.BalconyHeight + (row * ArenaPlan.BalconyRise);

    private static float FrontOf(int row) => ArenaPlan.BalconyRadius + (row * ArenaPlan.BalconyDepth);

    // Each third of the horseshoe can be culled by itself.
    private static string RegionOf(float angle) => angle < -0.6f ? "balcony.west" : angle > 0.6f ? "balcony.east" : "balcony.south";

    /// <summary>The arcs between cuts of a width, from one end of the horseshoe to the other.</summary>
    private static IEnumerable<(float From, float To, int Section)> Between(float[] cuts, float width, float radius, float inset = 0f)
    {
        float half = width / 2f / radius, start = -ArenaPlan.BowlEnd + (inset / radius);
        for (int section = 0; section <= cuts.Length; section++)
        {
            float end = section == cuts.Length ? ArenaPlan.BowlEnd - (inset / radius) : cuts[section] - half;
            yield return (start, end, section);
            if (section < cuts.Length) start = cuts[section] + half;
        }
    }

    private static void AddRow(ArenaKit kit, int row)
    {
        float front = FrontOf(row), back = front + ArenaPlan.BalconyDepth, tread = TreadOf(row);
        foreach ((float from, float to) in ((float, float)[])[(-ArenaPlan.BowlEnd, -0.6f), (-0.6f, 0.6f), (0.6f, ArenaPlan.BowlEnd)])
            kit.Steps([new(back, tread), new(front, tread), new(front, tread - ArenaPlan.BalconyRise)], from, to, ArenaKit.Concrete, RegionOf((from + to) / 2f));
        kit.ArcCollider(front, back, 0f, tread, -ArenaPlan.BowlEnd, ArenaPlan.BowlEnd);
        foreach ((float from, float to, int section) in Between(ArenaPlan.BalconyAisles, AisleWidth, back, 0.5f)) AddBench(kit, from, to, back, tread,
            Colours[Math.Min(section, ArenaPlan.BalconyAisles.Length - section)]);
    }

    private static void AddBench(ArenaKit kit, float from, float to, float back, float tread, Vector3 colour)
    {
        float front = back - ArenaPlan.BenchDepth - 0.03f, middle = front + (ArenaPlan.BenchDepth / 2f), top = tread + ArenaPlan.BenchHeight;
        string region = RegionOf((from + to) / 2f);
        kit.Steps([new(front + ArenaPlan.BenchDepth, top - 0.07f), new(front + 0.06f, top - 0.07f), new(front + 0.06f, tread)], from, to, ArenaKit.Dark, region);
        kit.ArcCollider(front, front + ArenaPlan.BenchDepth, tread - 0.1f, top, from, to);
        int count = (int)((to - from) * middle / SeatPitch);
        float step = (to - from) / count;
        for (int i = 0; i < count; i++)
        {
            float angle = from + ((i + 0.5f) * step);
            Vector3 seat = ArenaPlan.Around(middle, angle, top);
            MeshData cushion = Cushion((step * middle) - 0.08f, 0.07f, ArenaPlan.BenchDepth).Paint((_, n) => new(colour * (n.Y > 0.5f ? 1f : 0.6f), n.Y > 0.5f ? 1f : 0.6f));
            kit.Scene.Add(ArenaKit.Solid, cushion.Transform(Matrix4x4.CreateRotationY(angle + MathF.PI) * Matrix4x4.CreateTranslation(seat)), region);
            float inwards = angle + MathF.PI, turn = MathF.IEEERemainder(ArenaPlan.YawToStage(seat) - inwards, MathF.Tau);
            kit.Scene.AddSeat(seat, inwards + Math.Clamp(turn, -0.7f, 0.7f), ArenaPlan.BenchHeight);
        }
    }

    // A slab without the sides that nobody sees: below, and at its back against the next tread.
    private static MeshData Cushion(float width, float height, float depth)
    {
        MeshData mesh = new();
        Vector3 half = new(width / 2f, 0f, depth / 2f);
        ReadOnlySpan<(Vector3 Normal, Vector3 Right, Vector3 Up, Vector3 Centre)> faces =
        [
            (Vector3.UnitY, Vector3.UnitX * half.X, -Vector3.UnitZ * half.Z, Vector3.Zero),
            (Vector3.UnitZ, Vector3.UnitX * half.X, Vector3.UnitY * height / 2f, new(0f, -height / 2f, half.Z)),
            (Vector3.UnitX, -Vector3.UnitZ * half.Z, Vector3.UnitY * height / 2f, new(half.X, -height / 2f, 0f)),
            (-Vector3.UnitX, Vector3.UnitZ * half.Z, Vector3.UnitY * height / 2f, new(-half.X, -height / 2f, 0f)),
        ];
        foreach ((Vector3 normal, Vector3 right, Vector3 up, Vector3 centre) in faces)
        {
            int a = mesh.Vertex(centre - right - up, normal, new(0f, 0f)), b = mesh.Vertex(centre + right - up, normal, new(1f, 0f));
            int c = mesh.Vertex(centre + right + up, normal, new(1f, 1f)), d = mesh.Vertex(centre - right + up, normal, new(0f, 1f));
            mesh.Triangle(a, b, c);
            mesh.Triangle(a, c, d);
        }
        return mesh;
    }

    private static void AddGallery(ArenaKit kit)
    {
        float front = ArenaPlan.GalleryRadius, height = ArenaPlan.GalleryHeight, end = ArenaPlan.BowlEnd;
        kit.Steps([new(ArenaPlan.OuterRadius + 0.2f, height), new(front, height), new(front, height - ArenaPlan.BalconyRise)], -end, end, ArenaKit.Concrete * 1.2f);
        kit.ArcCollider(front, ArenaPlan.OuterRadius - 0.3f, 0f, height, -end, end);
        kit.Arc(front - 0.02f, front + 0.05f, height - 0.07f, height + 0.01f, -end + 0.01f, end - 0.01f, ArenaKit.Warm * 0.6f, ArenaKit.GlowMaterial, ArenaKit.Glow.Steady);
        for (float angle = -end + 0.13f; angle < end - 0.1f; angle += 0.168f)
        {
            // The same lanterns as on the promenade: from the stage the tiers read as one house.
            kit.Block(ArenaPlan.Around(ArenaPlan.OuterRadius - 0.15f, angle, height), new(3.4f, 2.2f, 0.4f), ArenaKit.Velvet * 0.45f, angle);
            kit.Strip(ArenaPlan.Around(ArenaPlan.OuterRadius - 0.37f, angle, height + 1.25f), new(2.3f, 1.3f, 0.04f), new Vector3(0.36f, 0.165f, 0.07f),
                ArenaKit.Glow.Steady, angle);
            Vector3 along = new(MathF.Cos(angle), 0f, -MathF.Sin(angle));
            for (int slat = -2; slat <= 2; slat++)
                kit.Block(ArenaPlan.Around(ArenaPlan.OuterRadius - 0.43f, angle, height + 0.58f) + (slat * 0.44f * along), new(0.08f, 1.34f, 0.06f), ArenaKit.Wood * 0.7f, angle);
        }
    }

    private static void AddFront(ArenaKit kit)
    {
        float top = ArenaPlan.BalconyHeight + 0.95f, edge = ArenaPlan.BalconyRadius, ribbon = ArenaPlan.RibbonBottom;
        foreach ((float from, float to, _) in Between(ArenaPlan.BalconyStairs, StairWidth, edge))
        {
            kit.Steps([new(edge, ArenaPlan.BalconyHeight), new(edge, top), new(WallRadius, top), new(WallRadius, ArenaPlan.PromenadeHeight - 0.1f)], from, to,
                ArenaKit.Velvet * 0.4f);
            kit.Arc(WallRadius - 0.03f, edge + 0.03f, top, top + 0.05f, from, to, ArenaKit.Steel);
            kit.Arc(WallRadius - 0.06f, WallRadius, ribbon - 0.12f, ribbon - 0.03f, from, to, Vector3.One, ArenaKit.GlowMaterial, ArenaKit.Glow.StageColour);
            kit.ArcCollider(WallRadius, edge, 0f, top, from, to);
            kit.Scene.Add("arena.ribbon", Shapes.Lathe(
                [new(WallRadius - 0.04f, top), new(WallRadius - 0.04f, ribbon)], Math.Max(1, (int)((to - from) * 24f)), from, to - from)
                    .Transform(Matrix4x4.CreateTranslation(0f, 0f, ArenaPlan.CentreZ)));
        }
        for (float angle = -ArenaPlan.BowlEnd + 0.06f; angle < ArenaPlan.BowlEnd; angle += 0.13f) // downlights under the edge, on the promenade
        {
            if (MathF.Abs(angle) > ArenaPlan.BowlStart && ArenaPlan.BalconyStairs.All(stair => MathF.Abs(stair - angle) > 0.05f))
                kit.Strip(ArenaPlan.Around(WallRadius - 0.2f, angle, ribbon - 0.2f), new(0.3f, 0.04f, 0.3f), ArenaKit.Warm, ArenaKit.Glow.Steady, angle);
        }
    }

    // The rows end at the walls beside the stage.
    private static void AddEnds(ArenaKit kit)
    {
        foreach (int side in (int[])[-1, 1])
        {
            for (int row = 0; row <= ArenaPlan.BalconyRows; row++)
            {
                float front = FrontOf(row), back = row == ArenaPlan.BalconyRows ? ArenaPlan.OuterRadius : front + ArenaPlan.BalconyDepth, top = TreadOf(row) + 0.95f, width = 0.3f;
                float angle = side * (ArenaPlan.BowlEnd - (width / 2f / back));
                Vector3 foot = ArenaPlan.Around((front + back) / 2f, angle, TreadOf(row) - 0.5f);
                kit.Block(foot, new(width, 1.45f, back - front + 0.02f), ArenaKit.Dark * 1.5f, angle);
                kit.Scene.AddBoxCollider(foot with { Y = top / 2f }, new(width, top, back - front + 0.02f), angle);
                kit.Strip(foot + new Vector3(0f, 1.47f, 0f), new(0.1f, 0.04f, back - front), Vector3.One, ArenaKit.Glow.SecondColour, angle);
            }
        }
    }

    private static void AddAisle(ArenaKit kit, float angle)
    {
        for (int row = 0; row < ArenaPlan.BalconyRows; row++)
        {
            float next = FrontOf(row + 1), tread = TreadOf(row), top = tread + (ArenaPlan.BalconyRise / 2f);
            Step(kit, angle, next - 0.36f, 0.36f, tread, top, AisleWidth, ArenaKit.Concrete * 1.3f);
        }
    }

    private static void AddStair(ArenaKit kit, float angle)
    {
        float start = ArenaPlan.BalconyRadius - (StairSteps * StepDepth), rise = (ArenaPlan.BalconyHeight - ArenaPlan.PromenadeHeight) / StairSteps;
        Vector3 along = new(MathF.Cos(angle), 0f, -MathF.Sin(angle));
        for (int i = 0; i < StairSteps; i++)
        {
            float front = start + (i * StepDepth), top = ArenaPlan.PromenadeHeight + ((i + 1) * rise);
            Step(kit, angle, front, StepDepth + 0.02f, ArenaPlan.PromenadeHeight, top, StairWidth, ArenaKit.Concrete * 1.2f);
            foreach (int side in (int[])[-1, 1])
            {
                Vector3 foot = ArenaPlan.Around(front + (StepDepth / 2f), angle, ArenaPlan.PromenadeHeight) + (side * ((StairWidth / 2f) + 0.07f) * along);
                float height = top + 0.9f - ArenaPlan.PromenadeHeight;
                kit.Block(foot, new(0.14f, height, StepDepth + 0.01f), ArenaKit.Velvet * 0.45f, angle);
                kit.Strip(foot + new Vector3(0f, height + 0.02f, 0f), new(0.08f, 0.03f, StepDepth), ArenaKit.Warm * 0.5f, ArenaKit.Glow.Steady, angle);
                kit.Scene.AddBoxCollider(foot + new Vector3(0f, height / 2f, 0f), new(0.26f, height, StepDepth), angle);
            }
        }
    }

    private static void Step(ArenaKit kit, float angle, float front, float depth, float bottom, float top, float width, Vector3 colour)
    {
        Vector3 foot = ArenaPlan.Around(front + (depth / 2f), angle, bottom);
        kit.Block(foot, new(width, top - bottom, depth), colour, angle);
        kit.Scene.AddBoxCollider(foot with { Y = top / 2f }, new(width, top, depth), angle);
        kit.Strip(ArenaPlan.Around(front - 0.005f, angle, top - 0.025f), new(width - 0.1f, 0.03f, 0.03f), ArenaKit.Warm * 0.6f, ArenaKit.Glow.Steady, angle);
    }
}
