using System.Numerics;
using Kapok.Assets.Geometry;

namespace Kapok.Assets.Scenes.Arena;

/// <summary>The bowl: two halves of ten rows with benches, aisles between them, a parapet below and a promenade above, from which stairs lead to the balcony.</summary>
internal static class ArenaBowl
{
    private const float ParapetTop = ArenaPlan.FirstTread + 0.55f;

    private static readonly Vector3[] SectionColours =
        [new(0.42f, 0.055f, 0.10f), new(0.30f, 0.07f, 0.30f), new(0.13f, 0.10f, 0.42f), new(0.06f, 0.20f, 0.40f), new(0.34f, 0.08f, 0.22f)];

    public static void Build(ArenaKit kit)
    {
        foreach (int side in (int[])[-1, 1])
        {
            for (int row = 0; row < ArenaPlan.Rows; row++) AddRow(kit, side, row);
            AddPromenade(kit, side);
            AddParapet(kit, side);
            AddEnds(kit, side);
            foreach (float aisle in ArenaPlan.Aisles) AddAisle(kit, side * aisle);
        }
    }

    private static float TreadOf(int row) => ArenaPlan.FirstTread + (row * ArenaPlan.RowRise);

    private static float FrontOf(int row) => ArenaPlan.FloorRadius + (row * ArenaPlan.RowDepth);

    private static (float From, float To) Half(int side, float start, float end) => side > 0 ? (start, end) : (-end, -start);

    private static void AddRow(ArenaKit kit, int side, int row)
    {
        float front = FrontOf(row), back = front + ArenaPlan.RowDepth, tread = TreadOf(row);
        (float from, float to) = Half(side, ArenaPlan.BowlStart, ArenaPlan.BowlEnd);
        kit.Arc(front, back + 0.02f, 0f, tread, from, to, ArenaKit.Concrete, topShade: 0.8f);
        kit.ArcCollider(front, back, 0f, tread, from, to);
        float benchFront = back - ArenaPlan.BenchDepth - 0.03f, half = ArenaPlan.AisleWidth / 2f / back, start = ArenaPlan.BowlStart + (0.45f / back);
        for (int section = 0; section <= ArenaPlan.Aisles.Length; section++)
        {
            bool last = section == ArenaPlan.Aisles.Length;
            float end = last ? ArenaPlan.BowlEnd - (0.45f / back) : ArenaPlan.Aisles[section] - half;
            AddBench(kit, Half(side, start, end), benchFront, tread, SectionColours[section]);
            if (!last) start = ArenaPlan.Aisles[section] + half;
        }
    }

    private static void AddBench(ArenaKit kit, (float From, float To) arc, float front, float tread, Vector3 colour)
    {
        float back = front + ArenaPlan.BenchDepth, middle = (front + back) / 2f, top = tread + ArenaPlan.BenchHeight;
        if ((arc.To - arc.From) * middle < ArenaPlan.SeatPitch) return;
        kit.Arc(front + 0.06f, back, tread, top - 0.07f, arc.From, arc.To, ArenaKit.Dark);
        kit.ArcCollider(front, back, tread - 0.1f, top, arc.From, arc.To);
        int count = (int)((arc.To - arc.From) * middle / ArenaPlan.SeatPitch);
        float step = (arc.To - arc.From) / count;
        for (int i = 0; i < count; i++)
        {
            float angle = arc.From + ((i + 0.5f) * step);
            Vector3 seat = ArenaPlan.Around(middle, angle, top);
            MeshData cushion = Shapes.Box((step * middle) - 0.09f, 0.07f, ArenaPlan.BenchDepth);
            cushion.Paint((_, n) => new(colour * (n.Y > 0.5f ? 1f : 0.6f), n.Y > 0.5f ? 1f : 0.6f));
            kit.Scene.Add(ArenaKit.Solid, cushion.Transform(Matrix4x4.CreateRotationY(angle) * Matrix4x4.CreateTranslation(seat - new Vector3(0f, 0.035f, 0f))));
            // Towards the wings people turn a little on their bench rather than look at the opposite row.
            float inwards = angle + MathF.PI, toStage = ArenaPlan.YawToStage(seat);
            float turn = MathF.IEEERemainder(toStage - inwards, MathF.Tau);
            kit.Scene.AddSeat(seat, inwards + Math.Clamp(turn, -0.7f, 0.7f), ArenaPlan.BenchHeight);
        }
    }

    private static void AddPromenade(ArenaKit kit, int side)
    {
        (float from, float to) = Half(side, ArenaPlan.BowlStart, ArenaPlan.BowlEnd);
        kit.Arc(ArenaPlan.PromenadeRadius, 42.62f, 0f, ArenaPlan.PromenadeHeight, from, to, ArenaKit.Concrete, topShade: 1.2f);
        kit.ArcCollider(ArenaPlan.PromenadeRadius, 42.6f, 0f, ArenaPlan.PromenadeHeight, from, to);
        (float a, float b) = Half(side, ArenaPlan.BowlStart + 0.01f, ArenaPlan.BowlEnd - 0.01f);
        kit.Arc(ArenaPlan.PromenadeRadius - 0.02f, ArenaPlan.PromenadeRadius + 0.05f, ArenaPlan.PromenadeHeight - 0.07f, ArenaPlan.PromenadeHeight + 0.01f, a, b,
            ArenaKit.Warm * 0.7f, ArenaKit.GlowMaterial, ArenaKit.Glow.Steady);
        for (float angle = ArenaPlan.BowlStart + 0.14f; angle < ArenaPlan.BowlEnd - 0.1f; angle += 0.2f)
        {
            // Lit niches between the doors of the suites: the promenade reads as a place from across the hall.
            Vector3 at = ArenaPlan.Around(42.3f, side * angle, ArenaPlan.PromenadeHeight);
            kit.Block(at, new(3.2f, 2.75f, 0.5f), ArenaKit.Velvet * 0.5f, side * angle);
            Vector3 face = ArenaPlan.Around(42.02f, side * angle, ArenaPlan.PromenadeHeight + 1.4f);
            kit.Strip(face, new(2.4f, 1.9f, 0.04f), new Vector3(0.42f, 0.20f, 0.085f), ArenaKit.Glow.Steady, side * angle);
            Vector3 along = new(MathF.Cos(side * angle), 0f, -MathF.Sin(side * angle));
            for (int slat = -5; slat <= 5; slat++) // a lattice before the light, so that it is a lantern and no blank sheet
                kit.Block(ArenaPlan.Around(41.96f, side * angle, ArenaPlan.PromenadeHeight + 0.45f) + (slat * 0.24f * along), new(0.07f, 1.9f, 0.06f),
                    ArenaKit.Wood * 0.7f, side * angle);
            kit.Block(ArenaPlan.Around(41.75f, side * angle, ArenaPlan.PromenadeHeight), new(2f, 1.05f, 0.5f), ArenaKit.Wood, side * angle, collider: true);
        }
    }

    private static void AddParapet(ArenaKit kit, int side)
    {
        float half = (ArenaPlan.AisleWidth / 2f) / ArenaPlan.FloorRadius, start = ArenaPlan.BowlStart;
        for (int section = 0; section <= ArenaPlan.Aisles.Length; section++)
        {
            bool last = section == ArenaPlan.Aisles.Length;
            float end = last ? ArenaPlan.BowlEnd : ArenaPlan.Aisles[section] - half;
            (float from, float to) = Half(side, start, end);
            kit.Arc(ArenaPlan.FloorRadius - 0.28f, ArenaPlan.FloorRadius + 0.02f, 0f, ParapetTop, from, to, ArenaKit.Dark * 1.6f);
            kit.ArcCollider(ArenaPlan.FloorRadius - 0.3f, ArenaPlan.FloorRadius, 0f, ParapetTop, from, to);
            (float a, float b) = Half(side, start + 0.004f, end - 0.004f);
            kit.Arc(ArenaPlan.FloorRadius - 0.3f, ArenaPlan.FloorRadius + 0.04f, ParapetTop, ParapetTop + 0.05f, a, b, ArenaKit.Steel);
            kit.Arc(ArenaPlan.FloorRadius - 0.31f, ArenaPlan.FloorRadius - 0.27f, 0.94f, 1.06f, a, b, Vector3.One, ArenaKit.GlowMaterial, ArenaKit.Glow.Chase);
            kit.Arc(ArenaPlan.FloorRadius - 0.33f, ArenaPlan.FloorRadius - 0.27f, 0f, 0.09f, a, b, ArenaKit.Steel * 0.5f);
            if (!last) start = ArenaPlan.Aisles[section] + half;
        }
    }

    // Where the bowl is cut, a wall keeps people from walking off its edge.
    private static void AddEnds(ArenaKit kit, int side)
    {
        foreach (float edge in (float[])[ArenaPlan.BowlStart, ArenaPlan.BowlEnd])
        {
            for (int row = 0; row <= ArenaPlan.Rows; row++)
            {
                float front = FrontOf(row), back = row == ArenaPlan.Rows ? 42.6f : front + ArenaPlan.RowDepth, top = TreadOf(row) + 0.95f, width = 0.3f;
                float angle = side * (edge + (edge > 1f ? -width : width) / 2f / back);
                Vector3 foot = ArenaPlan.Around((front + back) / 2f, angle);
                kit.Block(foot, new(width, top, back - front + 0.02f), ArenaKit.Dark * 1.5f, angle, collider: true);
                kit.Strip(foot + new Vector3(0f, top + 0.02f, 0f), new(0.1f, 0.04f, back - front), Vector3.One, ArenaKit.Glow.SecondColour, angle);
            }
        }
    }

    private static void AddAisle(ArenaKit kit, float angle)
    {
        Step(kit, angle, ArenaPlan.FloorRadius - 0.75f, 0.75f, 0f, 0.4f);
        for (int row = 0; row < ArenaPlan.Rows; row++)
        {
            float next = FrontOf(row + 1), tread = TreadOf(row);
            Step(kit, angle, next - 0.36f, 0.36f, tread, tread + (ArenaPlan.RowRise / 2f));
        }
        Step(kit, angle, ArenaPlan.FloorRadius - 1.1f, 0.36f, 0f, 0.2f);
        Step(kit, angle, ArenaPlan.FloorRadius - 0.36f, 0.36f, 0.4f, 0.6f);
    }

    private static void Step(ArenaKit kit, float angle, float front, float depth, float bottom, float top)
    {
        Vector3 foot = ArenaPlan.Around(front + (depth / 2f), angle, bottom);
        Vector3 size = new(ArenaPlan.AisleWidth, top - bottom, depth);
        kit.Block(foot, size, ArenaKit.Concrete * 1.3f, angle);
        kit.Scene.AddBoxCollider(foot + new Vector3(0f, size.Y / 2f, 0f), size, angle);
        kit.Strip(ArenaPlan.Around(front - 0.005f, angle, top - 0.025f), new(ArenaPlan.AisleWidth - 0.1f, 0.03f, 0.03f), ArenaKit.Warm * 0.6f, ArenaKit.Glow.Steady, angle);
    }
}
