using System.Numerics;
using Kapok.Assets.Geometry;

namespace Kapok.Assets.Scenes.Arena;

/// <summary>Two raised lounges beside the stage: sofas about low tables, lanterns above; each is a private zone.</summary>
internal static class ArenaLounge
{
    private const float Deck = 0.8f;
    private static readonly Vector3 Size = new(8.4f, Deck, 9f);

    public static void Build(ArenaKit kit)
    {
        Add(kit, -1, "Lantern lounge", 7);
        Add(kit, 1, "River lounge", 8);
    }

    private static void Add(ArenaKit kit, int side, string name, int sign)
    {
        Vector3 centre = new(side * 30.6f, 0f, -31.5f);
        kit.Block(centre, Size, ArenaKit.Wood * 0.55f, collider: true);
        kit.Strip(centre + new Vector3(-side * 4.22f, Deck - 0.08f, 0f), new(0.05f, 0.06f, 8.8f), ArenaKit.Warm);
        kit.Strip(centre + new Vector3(0f, Deck - 0.08f, 4.52f), new(8.2f, 0.06f, 0.05f), ArenaKit.Warm);
        // One step of 0.4 m in front of the open side.
        kit.Block(centre + new Vector3(-side * 4.55f, 0f, 0f), new(0.8f, 0.4f, 3f), ArenaKit.Wood * 0.8f, collider: true);
        foreach (int end in (int[])[-1, 1])
        {
            kit.Block(centre + new Vector3(-side * 4.05f, Deck, end * 3f), new(0.1f, 0.85f, 2.8f), ArenaKit.Steel * 0.35f, collider: true);
            kit.Block(centre + new Vector3(-side * 4.05f, Deck + 0.85f, end * 3f), new(0.16f, 0.06f, 2.9f), ArenaKit.Brass * 0.8f);
        }
        kit.Block(centre + new Vector3(0f, Deck, 4.35f), new(8.2f, 0.85f, 0.12f), ArenaKit.Steel * 0.35f, collider: true);
        kit.Block(centre + new Vector3(0f, Deck + 0.85f, 4.35f), new(8.3f, 0.06f, 0.18f), ArenaKit.Brass * 0.8f);
        AddBackWall(kit, centre, side, sign);
        foreach (float z in (float[])[-2.2f, 2f]) AddGroup(kit, centre + new Vector3(side * 0.6f, Deck, z));
        AddLanterns(kit, centre, side);
        kit.Scene.AddZone(name, "private", centre + new Vector3(0f, 2.4f, 0f), new(8.4f, 3.4f, 9f));
    }

    private static void AddBackWall(ArenaKit kit, Vector3 centre, int side, int sign)
    {
        Vector3 wall = centre + new Vector3(side * 4.1f, Deck, 0f);
        kit.Block(wall, new(0.25f, 4.4f, 9f), ArenaKit.Velvet * 0.45f, collider: true);
        for (int i = 0; i < 18; i++) kit.Block(wall + new Vector3(-side * 0.15f, 0f, -4.25f + (i * 0.5f)), new(0.08f, 4.4f, 0.1f), ArenaKit.Wood);
        kit.Strip(wall + new Vector3(-side * 0.2f, 4.3f, 0f), new(0.06f, 0.06f, 8.8f), ArenaKit.Warm);
        kit.Block(wall + new Vector3(-side * 0.16f, 2.75f, 0f), new(0.1f, 0.74f, 5f), ArenaKit.Dark);
        kit.Sign(sign, wall + new Vector3(-side * 0.23f, 3.12f, 0f), 4.6f, -side * MathF.PI / 2f);
        Vector3 end = centre + new Vector3(0f, Deck, -4.4f);
        kit.Block(end, new(8.4f, 4.4f, 0.25f), ArenaKit.Velvet * 0.4f, collider: true);
        for (int i = 0; i < 16; i++) kit.Block(end + new Vector3(-3.9f + (i * 0.52f), 0f, 0.15f), new(0.1f, 4.4f, 0.08f), ArenaKit.Wood);
        kit.Strip(end + new Vector3(0f, 4.3f, 0.2f), new(8.2f, 0.06f, 0.06f), ArenaKit.Warm);
    }

    private static void AddGroup(ArenaKit kit, Vector3 at)
    {
        kit.Scene.Add(ArenaKit.Solid, Shapes.Cylinder(0.55f, 0.5f, 0.08f, 24).Paint(new Vector4(ArenaKit.Brass * 0.7f, 1f))
            .Transform(Matrix4x4.CreateTranslation(at + new Vector3(0f, 0.46f, 0f))));
        kit.Scene.Add(ArenaKit.Metal, Shapes.Cylinder(0.06f, 0.3f, 0.46f, 12).Paint(new Vector4(ArenaKit.Brass * 0.5f, 0.8f)).Transform(Matrix4x4.CreateTranslation(at)));
        kit.Scene.Add(ArenaKit.GlowMaterial, Shapes.Cylinder(0.09f, 0.07f, 0.2f, 12).Paint(new Vector4(ArenaKit.Warm, ArenaKit.Glow.Breathing))
            .Transform(Matrix4x4.CreateTranslation(at + new Vector3(0f, 0.54f, 0f))));
        kit.Scene.AddCylinderCollider(at + new Vector3(0f, 0.27f, 0f), 0.5f, 0.54f);
        for (int i = 0; i < 3; i++)
        {
            float angle = i * MathF.Tau / 4f; // the fourth side stays open towards the stage's edge
            AddSofa(kit, at + new Vector3(1.55f * MathF.Sin(angle), 0f, 1.4f * MathF.Cos(angle)), angle + MathF.PI);
        }
    }

    private static void AddSofa(ArenaKit kit, Vector3 at, float yaw)
    {
        Vector3 Turned(float x, float y, float z) => at + Vector3.Transform(new(x, y, z), Matrix4x4.CreateRotationY(yaw));
        kit.Block(at, new(1.5f, 0.42f, 0.7f), ArenaKit.Velvet, yaw, collider: true);
        kit.Block(Turned(0f, 0.42f, -0.28f), new(1.5f, 0.42f, 0.18f), ArenaKit.Velvet * 0.9f, yaw);
        foreach (int arm in (int[])[-1, 1])
        {
            kit.Block(Turned(arm * 0.72f, 0.42f, 0f), new(0.12f, 0.2f, 0.7f), ArenaKit.Velvet * 0.8f, yaw);
            kit.Scene.AddSeat(Turned(arm * 0.34f, 0.43f, 0.08f), yaw, 0.43f);
        }
    }

    private static void AddLanterns(ArenaKit kit, Vector3 centre, int side)
    {
        for (int i = 0; i < 9; i++)
        {
            Vector3 at = centre + new Vector3(((i % 3) - 1) * 2.2f * side, 4.3f + (i * 5 % 4 * 0.28f), ((i / 3) - 1) * 2.7f);
            MeshData lantern = Shapes.Ellipsoid(new(0.3f, 0.36f, 0.3f), 8, 12)
                .Paint((p, _) => new(Vector3.Lerp(new(1f, 0.20f, 0.06f), new(1f, 0.5f, 0.16f), 0.5f + (p.Y * 1.4f)) * 0.75f, ArenaKit.Glow.Breathing));
            kit.Scene.Add(ArenaKit.GlowMaterial, lantern.Transform(Matrix4x4.CreateTranslation(at)));
            kit.Scene.Add(ArenaKit.Metal, Shapes.Bar(at + new Vector3(0f, 0.3f, 0f), at with { Y = 8.4f }, 0.012f, 3).Paint(new Vector4(ArenaKit.Brass * 0.4f, 1f)));
            kit.Block(at + new Vector3(0f, 0.33f, 0f), new(0.2f, 0.06f, 0.2f), ArenaKit.Brass);
            kit.Block(at - new Vector3(0f, 0.55f, 0f), new(0.05f, 0.2f, 0.05f), ArenaKit.Velvet * 2f);
        }
    }
}
