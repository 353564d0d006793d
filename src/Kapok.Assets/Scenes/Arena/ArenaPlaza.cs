using System.Numerics;
using Kapok.Assets.Geometry;

namespace Kapok.Assets.Scenes.Arena;

/// <summary>The back of the hall: entrance, portals to the other places, two bars, the merchandise stand, and the mixing desk on the floor.</summary>
internal static class ArenaPlaza
{
    private const float WallRadius = 41.6f, GateRadius = 1.66f, GateHeight = 1.92f, PortalAngle = 0.185f, DeskZ = 11f;

    public static void Build(ArenaKit kit)
    {
        // Whoever comes in stands among people, with the round stage before them and the whole show above it; the desk is behind.
        kit.Scene.AddSpawn("entrance", new(0f, 0f, 3.4f), MathF.PI, 2.2f);
        kit.Arc(WallRadius, 42.7f, 0f, 7.02f, -ArenaPlan.BowlStart, ArenaPlan.BowlStart, ArenaKit.Velvet * 0.32f);
        kit.ArcCollider(WallRadius, 42.4f, 0f, 4f, -ArenaPlan.BowlStart, ArenaPlan.BowlStart);
        for (float angle = -0.315f; angle < 0.32f; angle += 0.03f) // battens over the whole wall
            kit.Block(ArenaPlan.Around(WallRadius - 0.03f, angle), new(0.09f, 7f, 0.1f), ArenaKit.Wood * 0.5f, angle);
        kit.Arc(WallRadius - 0.12f, WallRadius - 0.06f, 5.5f, 5.58f, -0.325f, 0.325f, ArenaKit.Warm, ArenaKit.GlowMaterial, ArenaKit.Glow.Steady);
        AddPortal(kit, "forum", "Forum", 0, -PortalAngle, new(1f, 0.60f, 0.24f));
        AddPortal(kit, "terrace", "Terrace", 1, PortalAngle, new(0.22f, 0.80f, 0.52f));
        AddMerchandise(kit);
        AddBar(kit, -1, 2);
        AddBar(kit, 1, 3);
        AddTables(kit);
        AddMixingDesk(kit);
    }

    // A moon gate, as the other places have them: a round opening in a panel of its own before the battens.
    private static void AddPortal(ArenaKit kit, string room, string title, int sign, float angle, Vector3 colour)
    {
        const float PanelDepth = 0.5f, Front = WallRadius - PanelDepth;
        float yaw = angle + MathF.PI;
        Matrix4x4 place = Matrix4x4.CreateRotationY(yaw) * Matrix4x4.CreateTranslation(ArenaPlan.Around(Front - 0.03f, angle, GateHeight));
        kit.Block(ArenaPlan.Around(WallRadius - (PanelDepth / 2f), angle), new(4.7f, 4.15f, PanelDepth), ArenaKit.Wood * 0.34f, angle);
        foreach (int side in (int[])[-1, 1])
            kit.Block(ArenaPlan.Around(Front + 0.1f, angle) + (side * 2.3f * new Vector3(MathF.Cos(angle), 0f, -MathF.Sin(angle))), new(0.22f, 5.05f, 0.5f),
                ArenaKit.Wood * 0.8f, angle);
        MeshData disc = Shapes.Disc(GateRadius, 56).Transform(Matrix4x4.CreateRotationX(MathF.PI / 2f));
        for (int i = 0; i < disc.Positions.Count; i++) disc.TexCoords[i] = new Vector2(disc.Positions[i].X, disc.Positions[i].Y) / GateRadius;
        kit.Scene.Add("arena.portal", disc.Paint(new Vector4(colour, 1f)).Transform(place));
        kit.Scene.Add(ArenaKit.GlowMaterial, Ring(GateRadius + 0.02f, 0.06f).Paint(new Vector4(colour, ArenaKit.Glow.Breathing)).Transform(place));
        kit.Scene.Add(ArenaKit.Metal, Ring(GateRadius + 0.2f, 0.17f).Paint(new Vector4(ArenaKit.Brass * 0.9f, 0.95f)).Transform(place));
        kit.Block(ArenaPlan.Around(Front + 0.05f, angle, 4.15f), new(4.7f, 0.9f, 0.3f), ArenaKit.Dark, angle);
        kit.Sign(sign, ArenaPlan.Around(Front - 0.12f, angle, 4.6f), 4.7f, yaw);
        kit.Strip(ArenaPlan.Around(Front - 0.5f, angle, 0.015f), new(2.8f, 0.02f, 0.1f), colour, ArenaKit.Glow.Breathing, angle);
        kit.Scene.AddPortal(room, title, ArenaPlan.Around(WallRadius - 0.95f, angle, 1.5f), new(2.8f, 3f, 1.4f), angle);
        kit.Scene.AddSpawn($"from:{room}", ArenaPlan.Around(WallRadius - 4.45f, angle * 0.85f), MathF.PI, 1.2f);
    }

    private static MeshData Ring(float radius, float thickness)
    {
        Vector3[] path = [.. Enumerable.Range(0, 49).Select(i => radius * new Vector3(MathF.Sin(i * MathF.Tau / 48f), MathF.Cos(i * MathF.Tau / 48f), 0f))];
        return Shapes.Sweep(path, _ => thickness, 8);
    }

    private static void AddMerchandise(ArenaKit kit)
    {
        float z = ArenaPlan.CentreZ + WallRadius - 0.5f;
        kit.Block(new(0f, 0f, z - 2f), new(5.4f, 1.05f, 0.8f), ArenaKit.Wood, collider: true);
        kit.Block(new(0f, 1.05f, z - 2f), new(5.6f, 0.06f, 0.95f), ArenaKit.Brass * 0.6f);
        kit.Strip(new(0f, 0.16f, z - 2.42f), new(5.2f, 0.05f, 0.04f), ArenaKit.Rose, ArenaKit.Glow.Steady);
        kit.Strip(new(0f, 2.45f, z + 0.12f), new(5f, 2.3f, 0.04f), new(0.30f, 0.10f, 0.13f));
        kit.Block(new(0f, 0f, z + 0.1f), new(5.6f, 1.1f, 0.5f), ArenaKit.Dark * 1.6f);
        Vector3[] prints = [new(0.5f, 0.04f, 0.07f), new(0.55f, 0.5f, 0.45f), new(0.03f, 0.10f, 0.24f), new(0.5f, 0.22f, 0.03f), new(0.02f, 0.2f, 0.15f)];
        for (int i = 0; i < 5; i++) AddShirt(kit, new(-2f + i, 2.05f, z - 0.05f), prints[i]);
        for (int i = 0; i < 9; i++) // glow sticks in a rack on the counter
        {
            Vector3 colour = i % 3 == 0 ? ArenaKit.Rose : i % 3 == 1 ? ArenaKit.Cyan : ArenaKit.Jade;
            kit.Strip(new(-1.9f + (i * 0.16f), 1.28f, z - 2f), new(0.05f, 0.34f, 0.05f), colour);
        }
        for (int i = 0; i < 4; i++) kit.Block(new(0.7f + (i * 0.5f), 1.11f, z - 1.95f), new(0.34f, 0.1f + (i % 2 * 0.08f), 0.3f), prints[(i + 2) % 5] * 1.2f);
        kit.Block(new(0f, 3.8f, z - 0.2f), new(6.2f, 0.94f, 0.3f), ArenaKit.Dark);
        kit.Sign(4, new(0f, 4.27f, z - 0.37f), 6f, MathF.PI);
        kit.Block(new(0f, 5.85f, z + 0.1f), new(9.4f, 1.3f, 0.3f), ArenaKit.Dark);
        kit.Sign(5, new(0f, 6.5f, z - 0.08f), 9f, MathF.PI);
    }

    private static void AddShirt(ArenaKit kit, Vector3 at, Vector3 colour)
    {
        kit.Block(at, new(0.5f, 0.72f, 0.07f), colour);
        foreach (int side in (int[])[-1, 1])
        {
            MeshData sleeve = Shapes.Box(0.3f, 0.22f, 0.06f).Paint(new Vector4(colour * 0.9f, 0.9f));
            kit.Scene.Add(ArenaKit.Solid, sleeve.Transform(Matrix4x4.CreateRotationZ(-side * 0.55f) * Matrix4x4.CreateTranslation(at + new Vector3(side * 0.34f, 0.58f, 0f))));
        }
        kit.Strip(at + new Vector3(0f, 0.42f, -0.04f), new(0.18f, 0.18f, 0.01f), new Vector3(0.6f, 0.35f, 0.25f));
    }

    // A bar stands along the wall of the bowl; `side` mirrors it.
    private static void AddBar(ArenaKit kit, int side, int sign)
    {
        float angle = side * ArenaPlan.BowlStart;
        Vector3 outwards = new(MathF.Sin(angle), 0f, MathF.Cos(angle)), inwards = new Vector3(-MathF.Cos(angle), 0f, MathF.Sin(angle)) * side;
        Vector3 At(float along, float off, float y = 0f) => new Vector3(0f, y, ArenaPlan.CentreZ) + (outwards * (33.8f + along)) + (inwards * off);
        kit.Block(At(0f, 2.1f), new(0.7f, 1.08f, 7f), ArenaKit.Wood * 0.8f, angle, collider: true);
        kit.Block(At(0f, 2.15f, 1.08f), new(0.95f, 0.07f, 7.2f), ArenaKit.Brass * 0.55f, angle);
        kit.Strip(At(0f, 2.5f, 0.98f), new(0.04f, 0.05f, 6.9f), ArenaKit.Warm, ArenaKit.Glow.Steady, angle);
        kit.Strip(At(0f, 2.47f, 0.14f), new(0.04f, 0.05f, 6.9f), ArenaKit.Warm, ArenaKit.Glow.Steady, angle);
        kit.Block(At(0f, 0.22f), new(0.4f, 3.3f, 7.2f), ArenaKit.Dark * 1.4f, angle, collider: true);
        for (int shelf = 0; shelf < 3; shelf++)
        {
            float y = 1.15f + (shelf * 0.62f);
            kit.Block(At(0f, 0.5f, y - 0.05f), new(0.36f, 0.05f, 6.8f), ArenaKit.Wood, angle);
            kit.Strip(At(0f, 0.44f, y + 0.02f), new(0.05f, 0.04f, 6.7f), ArenaKit.Warm * 0.8f, ArenaKit.Glow.Steady, angle);
            for (int i = 0; i < 22; i++)
            {
                int kind = ((i * 7) + (shelf * 5)) % 5;
                Vector3 glass = kind switch
                {
                    0 => new(0.32f, 0.10f, 0.02f),
                    1 => new(0.05f, 0.22f, 0.12f),
                    2 => new(0.35f, 0.03f, 0.08f),
                    3 => new(0.08f, 0.16f, 0.34f),
                    _ => new(0.4f, 0.32f, 0.16f)
                };
                MeshData bottle = Shapes.Lathe([new(0.055f, 0f), new(0.055f, 0.24f + (kind * 0.015f)), new(0.02f, 0.31f), new(0.02f, 0.4f)], 6)
                    .Paint(new Vector4(glass * 0.55f, ArenaKit.Glow.Steady));
                kit.Scene.Add(ArenaKit.GlowMaterial, bottle.Transform(Matrix4x4.CreateTranslation(At(-3.2f + (i * 0.305f), 0.56f, y))));
            }
        }
        kit.Block(At(0f, 0.6f, 3.3f), new(1.1f, 0.9f, 7.4f), ArenaKit.Dark, angle);
        kit.Sign(sign, At(0f, 1.17f, 3.75f), 6.2f, angle - (side * MathF.PI / 2f));
        for (int i = 0; i < 5; i++)
        {
            AddStool(kit, At(-2.6f + (i * 1.3f), 3.05f));
            Vector3 lamp = At(-2.6f + (i * 1.3f), 2.2f, 2.75f);
            kit.Scene.Add(ArenaKit.Metal, Shapes.Bar(lamp, lamp with { Y = 4.2f }, 0.012f, 3).Paint(new Vector4(ArenaKit.Steel, 1f)));
            kit.Scene.Add(ArenaKit.GlowMaterial, Shapes.Ellipsoid(new(0.13f, 0.15f, 0.13f), 6, 10).Paint(new Vector4(ArenaKit.Warm, ArenaKit.Glow.Steady))
                .Transform(Matrix4x4.CreateTranslation(lamp)));
        }
        kit.Block(At(0f, 1.5f, 4.2f), new(1.9f, 0.08f, 7.4f), ArenaKit.Wood * 0.6f, angle);
    }

    private static void AddStool(ArenaKit kit, Vector3 at)
    {
        kit.Scene.Add(ArenaKit.Solid, Shapes.Cylinder(0.2f, 0.2f, 0.07f, 12).Paint(new Vector4(ArenaKit.Velvet * 1.4f, 1f))
            .Transform(Matrix4x4.CreateTranslation(at + new Vector3(0f, 0.68f, 0f))));
        kit.Scene.Add(ArenaKit.Metal, Shapes.Lathe([new(0.19f, 0f), new(0.19f, 0.03f), new(0.035f, 0.06f), new(0.03f, 0.68f)], 10)
            .Paint(new Vector4(ArenaKit.Brass * 0.6f, 0.9f)).Transform(Matrix4x4.CreateTranslation(at)));
        kit.Scene.AddCylinderCollider(at + new Vector3(0f, 0.375f, 0f), 0.2f, 0.75f);
    }

    private static MeshData Leg() => Shapes.Lathe([new(0.27f, 0f), new(0.27f, 0.03f), new(0.05f, 0.07f), new(0.035f, 0.9f), new(0.1f, 1.05f)], 12);

    private static void AddTables(ArenaKit kit)
    {
        foreach ((float x, float z) in ((float, float)[])[(-2.6f, 20.2f), (2.6f, 20.2f), (0f, 22.2f), (-11.5f, 9f), (11.5f, 9f), (-15.5f, 6f), (15.5f, 6f)])
        {
            Vector3 at = new(x, 0f, z);
            kit.Scene.Add(ArenaKit.Solid, Shapes.Cylinder(0.38f, 0.38f, 0.05f, 20).Paint(new Vector4(ArenaKit.Wood * 1.2f, 1f))
                .Transform(Matrix4x4.CreateTranslation(at + new Vector3(0f, 1.05f, 0f))));
            kit.Scene.Add(ArenaKit.Metal, Leg().Paint(new Vector4(ArenaKit.Brass * 0.6f, 0.9f)).Transform(Matrix4x4.CreateTranslation(at)));
            kit.Scene.Add(ArenaKit.GlowMaterial, Shapes.Cylinder(0.05f, 0.07f, 0.14f, 10).Paint(new Vector4(ArenaKit.Warm, ArenaKit.Glow.Breathing))
                .Transform(Matrix4x4.CreateTranslation(at + new Vector3(0.05f, 1.1f, 0.04f))));
            kit.Scene.AddCylinderCollider(at + new Vector3(0f, 0.55f, 0f), 0.38f, 1.1f);
        }
    }

    private static void AddMixingDesk(ArenaKit kit)
    {
        Vector3 at = new(0f, 0f, DeskZ);
        kit.Block(at, new(7f, 0.24f, 3.2f), ArenaKit.Dark * 1.4f, collider: true);
        kit.Block(at + new Vector3(0f, 0.24f, -1.1f), new(6f, 0.75f, 0.8f), ArenaKit.Dark * 1.8f, collider: true);
        kit.Block(at + new Vector3(0f, 0.99f, -1.05f), new(6.2f, 0.06f, 0.95f), ArenaKit.Steel * 0.5f);
        for (int i = 0; i < 5; i++)
        {
            float x = -2.4f + (i * 1.2f);
            kit.Block(at + new Vector3(x, 1.05f, -1.3f), new(0.8f, 0.44f, 0.06f), ArenaKit.Dark);
            kit.Strip(at + new Vector3(x, 1.28f, -1.265f), new(0.72f, 0.36f, 0.01f), i % 2 == 0 ? ArenaKit.Cyan * 0.5f : ArenaKit.Warm * 0.45f);
            for (int k = 0; k < 9; k++) kit.Strip(at + new Vector3(x - 0.4f + (k * 0.1f), 1.06f, -0.85f - (k * 5 % 4 * 0.07f)), new(0.03f, 0.02f, 0.05f),
                k % 3 == 0 ? ArenaKit.Rose : ArenaKit.Jade);
        }
        foreach (int side in (int[])[-1, 1])
        {
            kit.Block(at + new Vector3(side * 3.45f, 0f, 0f), new(0.1f, 1.1f, 3.2f), ArenaKit.Steel * 0.4f, collider: true);
            kit.Block(at + new Vector3(side * 1.9f, 0.24f, 1.15f), new(0.9f, 1f, 0.6f), ArenaKit.Dark * 1.8f, collider: true);
        }
        kit.Block(at + new Vector3(0f, 0f, -1.62f), new(7f, 1.02f, 0.1f), ArenaKit.Steel * 0.35f, collider: true);
        kit.Strip(at + new Vector3(0f, 0.9f, -1.68f), new(6.8f, 0.05f, 0.03f), Vector3.One, ArenaKit.Glow.SecondColour);
    }
}
