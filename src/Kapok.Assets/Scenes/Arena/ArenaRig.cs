using System.Numerics;
using Kapok.Assets.Geometry;

namespace Kapok.Assets.Scenes.Arena;

/// <summary>What hangs: trusses with moving lamps, line arrays, the ring above the round stage and the blossom of light in it.</summary>
internal static class ArenaRig
{
    private const float TrussSide = 0.7f, RingRadius = 6.6f, RingHeight = 12.5f;

    public static void Build(ArenaKit kit)
    {
        int lamp = 0;
        foreach ((float z, float y, float reach, int lamps) in ((float, float, float, int)[])[(-45f, 17.2f, 24f, 12), (-36f, 17f, 24f, 12), (-24f, 16.4f, 20f, 10)])
        {
            AddTruss(kit, new(-reach, y, z), new(reach, y, z));
            for (int i = 0; i < lamps; i++)
                AddLamp(kit, lamp++, new((((i + 0.5f) / lamps) - 0.5f) * 2f * reach, y - 0.12f, z + (TrussSide / 2f)));
            foreach (int side in (int[])[-1, 1])
            {
                Vector3 hang = new(side * (reach - 2f), y + TrussSide, z + (TrussSide / 2f));
                Bar(kit, hang, hang with { Y = 23.6f }, 0.03f, 4);
                if (z < -30f) AddTower(kit, new(side * (reach + 0.2f), 0f, z), y + TrussSide);
            }
        }
        AddRing(kit, ref lamp);
        AddBlossom(kit);
        foreach (int side in (int[])[-1, 1]) AddLineArray(kit, side);
    }

    private static void Bar(ArenaKit kit, Vector3 from, Vector3 to, float radius, int segments = 5) =>
        kit.Scene.Add(ArenaKit.Metal, Shapes.Bar(from, to, radius, segments).Paint(new Vector4(ArenaKit.Steel, 1f)));

    // Four chords and a zigzag: the box truss of every stage.
    private static void AddTruss(ArenaKit kit, Vector3 from, Vector3 to)
    {
        foreach (float y in (float[])[0f, TrussSide])
        {
            foreach (float z in (float[])[0f, TrussSide]) Bar(kit, from + new Vector3(0f, y, z), to + new Vector3(0f, y, z), 0.05f, 4);
        }
        float length = to.X - from.X;
        int bays = (int)(length / 1.3f);
        for (int i = 0; i < bays; i++)
        {
            float a = from.X + (length * i / bays), b = from.X + (length * (i + 1) / bays);
            (float low, float high) = i % 2 == 0 ? (0f, TrussSide) : (TrussSide, 0f);
            foreach (float z in (float[])[0f, TrussSide]) Bar(kit, new(a, from.Y + low, from.Z + z), new(b, from.Y + high, from.Z + z), 0.028f, 3);
            Bar(kit, new(a, from.Y, from.Z + low), new(b, from.Y, from.Z + high), 0.028f, 3);
        }
    }

    private static void AddTower(ArenaKit kit, Vector3 foot, float height)
    {
        foreach (float x in (float[])[0f, TrussSide])
        {
            foreach (float z in (float[])[0f, TrussSide]) Bar(kit, foot + new Vector3(x, 0f, z), foot + new Vector3(x, height, z), 0.05f, 4);
        }
        int bays = (int)(height / 1.3f);
        for (int i = 0; i < bays; i++)
        {
            (float low, float high) = i % 2 == 0 ? (0f, TrussSide) : (TrussSide, 0f);
            float a = height * i / bays, b = height * (i + 1) / bays;
            Bar(kit, foot + new Vector3(low, a, TrussSide), foot + new Vector3(high, b, TrussSide), 0.028f, 3);
            Bar(kit, foot + new Vector3(0f, a, low), foot + new Vector3(0f, b, high), 0.028f, 3);
        }
        kit.Block(foot + new Vector3(TrussSide / 2f, 0f, TrussSide / 2f), new(1.3f, 0.5f, 1.3f), ArenaKit.Dark * 1.5f, collider: true);
    }

    private static void AddLamp(ArenaKit kit, int index, Vector3 at)
    {
        kit.Scene.AddMarker($"lamp.{index}", at);
        MeshData body = Shapes.Cylinder(0.12f, 0.24f, 0.5f, 8).Paint(new Vector4(ArenaKit.Dark * 1.5f, 1f));
        kit.Scene.Add(ArenaKit.Metal, body.Transform(Matrix4x4.CreateTranslation(at - new Vector3(0f, 0.42f, 0f))));
    }

    private static void AddRing(ArenaKit kit, ref int lamp)
    {
        const int Sides = 24;
        Vector3 On(float radius, float angle, float y) => new(radius * MathF.Sin(angle), y, ArenaPlan.RoundStageZ + (radius * MathF.Cos(angle)));
        for (int i = 0; i < Sides; i++)
        {
            float a = i * MathF.Tau / Sides, b = (i + 1) * MathF.Tau / Sides;
            foreach ((float radius, float y) in ((float, float)[])[(RingRadius, RingHeight), (RingRadius + 0.6f, RingHeight), (RingRadius, RingHeight + 0.6f),
                (RingRadius + 0.6f, RingHeight + 0.6f)])
                Bar(kit, On(radius, a, y), On(radius, b, y), 0.05f, 4);
            Bar(kit, On(RingRadius, a, RingHeight), On(RingRadius + 0.6f, b, RingHeight + 0.6f), 0.028f, 3);
            MeshData tube = Shapes.Bar(On(RingRadius - 0.1f, a, RingHeight), On(RingRadius - 0.1f, b, RingHeight), 0.06f, 4);
            kit.Scene.Add(ArenaKit.GlowMaterial, tube.Paint(new Vector4(Vector3.One, ArenaKit.Glow.SecondColour)));
            if (i % 3 == 0) AddLamp(kit, lamp++, On(RingRadius + 0.3f, a, RingHeight - 0.12f));
            if (i % 6 == 0) Bar(kit, On(RingRadius + 0.3f, a, RingHeight + 0.6f), On(RingRadius - 1f, a, 26.2f), 0.025f, 4);
        }
    }

    // Five petals of light, the kapok blossom: the mark of the house, seen from every seat.
    private static void AddBlossom(ArenaKit kit)
    {
        const int Samples = 20;
        Vector3 centre = new(0f, RingHeight + 0.5f, ArenaPlan.RoundStageZ);
        for (int petal = 0; petal < 5; petal++)
        {
            Matrix4x4 place = Matrix4x4.CreateRotationY(petal * MathF.Tau / 5f) * Matrix4x4.CreateTranslation(centre);
            foreach ((float scale, float how, float radius) in ((float, float, float)[])[(1f, ArenaKit.Glow.Breathing, 0.075f), (0.72f, ArenaKit.Glow.Breathing, 0.05f)])
            {
                Vector3[] path = [.. Enumerable.Range(0, Samples + 1).Select(i => Petal(i / (float)Samples) * scale)];
                MeshData tube = Shapes.Sweep(path, _ => radius, 5).Paint(new Vector4(scale > 0.9f ? new(1f, 0.16f, 0.10f) : new(1f, 0.48f, 0.14f), how));
                kit.Scene.Add(ArenaKit.GlowMaterial, tube.Transform(place));
            }
        }
        MeshData heart = Shapes.Ellipsoid(new(0.5f, 0.35f, 0.5f), 8, 14).Paint(new Vector4(1f, 0.72f, 0.25f, ArenaKit.Glow.Steady));
        kit.Scene.Add(ArenaKit.GlowMaterial, heart.Transform(Matrix4x4.CreateTranslation(centre - new Vector3(0f, 0.5f, 0f))));
        for (int i = 0; i < 15; i++)
        {
            float angle = i * MathF.Tau / 15f;
            Vector3 from = centre + new Vector3(0.3f * MathF.Sin(angle), -0.6f, 0.3f * MathF.Cos(angle)),
                to = centre + new Vector3(1.25f * MathF.Sin(angle), -1.7f + (i % 3 * 0.3f), 1.25f * MathF.Cos(angle));
            kit.Scene.Add(ArenaKit.GlowMaterial, Shapes.Bar(from, to, 0.02f, 3).Paint(new Vector4(1f, 0.62f, 0.2f, ArenaKit.Glow.Steady)));
            kit.Scene.Add(ArenaKit.GlowMaterial, Shapes.Ellipsoid(new(0.07f, 0.11f, 0.07f), 4, 6).Paint(new Vector4(1f, 0.8f, 0.35f, ArenaKit.Glow.Steady))
                .Transform(Matrix4x4.CreateTranslation(to)));
        }
    }

    private static Vector3 Petal(float t)
    {
        float angle = MathF.Tau * t, along = 2.75f - (2.25f * MathF.Cos(angle)); // 0.5 at the heart, 5 at the tip
        float width = 1.35f * MathF.Sin(angle) * (0.75f + (0.25f * (1f - MathF.Cos(angle))));
        return new(width, (0.5f * along) - (0.11f * along * along), along);
    }

    private static void AddLineArray(ArenaKit kit, int side)
    {
        float y = 15.2f, z = -34.6f, tilt = 0f;
        for (int i = 0; i < 10; i++)
        {
            tilt += 0.035f;
            MeshData box = Shapes.Box(1.5f, 0.42f, 0.9f).Paint((_, n) => new(n.Z > 0.5f ? new Vector3(0.05f) : ArenaKit.Dark * 1.4f, 1f));
            kit.Scene.Add(ArenaKit.Metal, box.Transform(Matrix4x4.CreateRotationX(tilt) * Matrix4x4.CreateTranslation(side * 14.6f, y, z)));
            MeshData horn = Shapes.Box(0.5f, 0.24f, 0.05f).Paint(new Vector4(ArenaKit.Steel * 0.8f, 1f));
            kit.Scene.Add(ArenaKit.Metal, horn.Transform(Matrix4x4.CreateTranslation(0f, 0f,
                0.46f) * Matrix4x4.CreateRotationX(tilt) * Matrix4x4.CreateTranslation(side * 14.6f, y, z)));
            (y, z) = (y - (0.45f * MathF.Cos(tilt)), z - (0.45f * MathF.Sin(tilt)));
        }
        Bar(kit, new(side * 14.6f, 15.3f, -34.7f), new(side * 14.6f, 17f, -35.3f), 0.05f, 4);
    }
}
