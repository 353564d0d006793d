using System.Numerics;
using Kapok.Assets.Geometry;

namespace Kapok.Assets.Scenes.Arena;

/// <summary>The main stage with runway and round stage, its risers, screens, stairs, subwoofers and the barrier before it.</summary>
internal static class ArenaStage
{
    private const string Deck = "arena.stage";
    private const float PitWidth = 1.7f, BarrierHeight = 1.1f;

    public static void Build(ArenaKit kit)
    {
        AddDecks(kit);
        AddRisers(kit);
        AddScreens(kit);
        AddWings(kit);
        AddStairs(kit);
        AddPit(kit);
        AddBackstage(kit);
        AddZones(kit);
    }

    private static void AddDecks(ArenaKit kit)
    {
        float h = ArenaPlan.StageHeight, runwayEnd = ArenaPlan.RoundStageZ - 1f, runwayLength = runwayEnd - ArenaPlan.StageFront;
        void Box(Vector3 centre, Vector3 size)
        {
            kit.Scene.Add(Deck, Shapes.Box(size.X, size.Y, size.Z).Transform(Matrix4x4.CreateTranslation(centre)));
            kit.Scene.AddBoxCollider(centre, size);
        }
        Box(new(0f, h / 2f, ArenaPlan.StageZ), new(ArenaPlan.StageWidth, h, ArenaPlan.StageDepth));
        // The runway ends inside the round stage, a hair lower, so that their tops do not fight.
        Box(new(0f, (h / 2f) - 0.004f, ArenaPlan.StageFront + (runwayLength / 2f)), new(ArenaPlan.RunwayWidth, h - 0.008f, runwayLength));
        kit.Scene.Add(Deck, Shapes.Cylinder(ArenaPlan.RoundStageRadius, ArenaPlan.RoundStageRadius, h, 56).Transform(Matrix4x4.CreateTranslation(0f, 0f, ArenaPlan.RoundStageZ)));
        kit.Scene.AddCylinderCollider(new(0f, h / 2f, ArenaPlan.RoundStageZ), ArenaPlan.RoundStageRadius, h);
    }

    private static void AddRisers(ArenaKit kit)
    {
        for (int i = 0; i < 3; i++)
        {
            float width = 19f - (i * 3.6f), height = 0.4f * (i + 1), depth = 4.2f - (i * 1.25f);
            Vector3 centre = new(0f, ArenaPlan.StageHeight + (height / 2f), ArenaPlan.ScreenZ + 0.35f + (depth / 2f));
            kit.Scene.Add(Deck, Shapes.Box(width, height, depth).Transform(Matrix4x4.CreateTranslation(centre)));
            kit.Scene.AddBoxCollider(centre, new(width, height, depth));
        }
        Vector3 desk = new(0f, ArenaPlan.StageHeight + 1.2f, ArenaPlan.ScreenZ + 1.35f);
        kit.Block(desk, new(3.4f, 0.95f, 0.7f), ArenaKit.Dark * 1.6f, collider: true);
        kit.Block(desk + new Vector3(0f, 0.95f, 0f), new(3.6f, 0.06f, 0.85f), ArenaKit.Steel);
        kit.Strip(desk + new Vector3(0f, 0.5f, 0.37f), new(3f, 0.5f, 0.04f), Vector3.One, ArenaKit.Glow.Chase);
        foreach (float x in (float[])[-1.1f, 0f, 1.1f]) kit.Block(desk + new Vector3(x, 1.01f, 0f), new(0.7f, 0.07f, 0.5f), ArenaKit.Dark * 2f);
        foreach (int side in (int[])[-1, 1]) AddDrums(kit, new(side * 5.6f, ArenaPlan.StageHeight + 0.8f, ArenaPlan.ScreenZ + 2.0f));
    }

    // Two percussion stands, so that the band's risers are not bare.
    private static void AddDrums(ArenaKit kit, Vector3 at)
    {
        foreach ((float x, float radius, float height) in ((float, float, float)[])[(-0.7f, 0.32f, 0.75f), (0f, 0.42f, 0.62f), (0.75f, 0.3f, 0.82f)])
        {
            MeshData drum = Shapes.Cylinder(radius, radius, 0.36f, 18).Paint((_, n) => new(n.Y > 0.5f ? new Vector3(0.55f) : ArenaKit.Velvet * 1.6f, 1f));
            kit.Scene.Add(ArenaKit.Solid, drum.Transform(Matrix4x4.CreateTranslation(at + new Vector3(x, height - 0.36f, 0f))));
            kit.Scene.Add(ArenaKit.Metal, Shapes.Cylinder(0.03f, 0.2f, height - 0.34f, 6).Paint(new Vector4(ArenaKit.Steel, 1f))
                .Transform(Matrix4x4.CreateTranslation(at + new Vector3(x, 0f, 0f))));
        }
        MeshData cymbal = Shapes.Cylinder(0.02f, 0.36f, 0.07f, 16).Paint(new Vector4(ArenaKit.Brass * 1.3f, 1f));
        kit.Scene.Add(ArenaKit.Metal, cymbal.Transform(Matrix4x4.CreateRotationX(0.25f) * Matrix4x4.CreateTranslation(at + new Vector3(1.1f, 1.2f, -0.3f))));
        kit.Scene.Add(ArenaKit.Metal, Shapes.Bar(at + new Vector3(1.1f, 0f, -0.3f), at + new Vector3(1.1f, 1.22f, -0.3f), 0.02f, 4).Paint(new Vector4(ArenaKit.Steel, 1f)));
        kit.Scene.AddBoxCollider(at + new Vector3(0f, 0.4f, 0f), new(2.2f, 0.8f, 0.8f));
    }

    private static void AddScreens(ArenaKit kit)
    {
        // Red marks which picture a screen shows: 0 the wall, 1 a side screen.
        void Screen(string marker, float picture, Vector3 centre, float width, float yaw)
        {
            MeshData plane = Shapes.Plane(width, ArenaPlan.ScreenHeight).Paint(new Vector4(picture, 0f, 0f, 1f));
            kit.Scene.Add("arena.screen", plane.Transform(Matrix4x4.CreateRotationY(yaw) * Matrix4x4.CreateTranslation(centre)));
            kit.Scene.AddMarker(marker, centre, yaw, new() { ["width"] = width, ["height"] = ArenaPlan.ScreenHeight });
            Vector3 behind = centre - (0.2f * new Vector3(MathF.Sin(yaw), 0f, MathF.Cos(yaw)));
            Vector3 foot = behind - new Vector3(0f, (ArenaPlan.ScreenHeight / 2f) + 0.18f, 0f);
            kit.Block(foot, new(width + 0.36f, ArenaPlan.ScreenHeight + 0.36f, 0.3f), ArenaKit.Dark, yaw);
        }
        Screen("screen.wall", 0f, new(0f, ArenaPlan.ScreenY, ArenaPlan.ScreenZ), ArenaPlan.ScreenWidth, 0f);
        Screen("screen.left", 1f, new(-ArenaPlan.SideScreenX, ArenaPlan.ScreenY + 0.4f, ArenaPlan.SideScreenZ), ArenaPlan.SideScreenWidth, ArenaPlan.SideScreenYaw);
        Screen("screen.right", 1f, new(ArenaPlan.SideScreenX, ArenaPlan.ScreenY + 0.4f, ArenaPlan.SideScreenZ), ArenaPlan.SideScreenWidth, -ArenaPlan.SideScreenYaw);
        kit.Scene.AddBoxCollider(new(0f, 4f, ArenaPlan.ScreenZ - 0.2f), new(ArenaPlan.ScreenWidth, 5f, 0.5f));
        // Blades fan out beside the wall like the petals of a kapok blossom.
        foreach (int side in (int[])[-1, 1])
        {
            for (int i = 0; i < 3; i++)
            {
                Vector3 foot = new(side * (15.6f + (i * 0.28f)), 3.1f, ArenaPlan.ScreenZ + 0.3f - (i * 0.1f));
                Vector3 tip = new(side * (16f + (i * 1.5f)), 16.4f + (i * 1.1f), ArenaPlan.ScreenZ + 0.6f);
                kit.Scene.Add(ArenaKit.GlowMaterial, Shapes.Bar(foot, tip, 0.1f, 5)
                    .Paint(new Vector4(Vector3.One, i == 1 ? ArenaKit.Glow.SecondColour : ArenaKit.Glow.StageColour)));
            }
        }
    }

    private static void AddWings(ArenaKit kit)
    {
        foreach (int side in (int[])[-1, 1])
        {
            Vector3 foot = new(side * 20f, 0f, -39.5f);
            kit.Block(foot, new(6f, 3.1f, 9f), ArenaKit.Dark * 1.3f);
            kit.Scene.AddBoxCollider(foot + new Vector3(0f, 1.55f, 0f), new(6f, 3.1f, 9f));
            for (int i = 0; i < 4; i++)
                kit.Strip(foot + new Vector3(0f, 0.5f + (i * 0.7f), 4.53f), new(5.4f, 0.12f, 0.06f), Vector3.One, i % 2 == 0 ? ArenaKit.Glow.StageColour : ArenaKit.Glow.Chase);
            for (int i = 0; i < 7; i++) // battens stand before the strips and break them into cells
                kit.Block(foot + new Vector3((i - 3) * 0.92f, 0f, 4.56f), new(0.09f, 3.1f, 0.12f), ArenaKit.Steel * 0.5f);
            kit.Block(foot + new Vector3(0f, 3.1f, 0f), new(6.1f, 0.12f, 9.1f), ArenaKit.Steel * 0.6f);
            kit.Scene.AddSpawn(side < 0 ? "stage" : "stage.right", new(side * 12f, ArenaPlan.StageHeight, -38f), 0f, 1.5f);
        }
    }

    private static void AddStairs(ArenaKit kit)
    {
        foreach (int side in (int[])[-1, 1])
        {
            for (int i = 1; i < 4; i++)
            {
                float top = ArenaPlan.StageHeight - (0.4f * i);
                Vector3 foot = new(side * 16.1f, 0f, ArenaPlan.StageBack + 0.25f - (i * 0.5f));
                kit.Block(foot, new(1.8f, top, 0.5f), ArenaKit.Concrete * 1.2f, collider: true);
            }
        }
    }

    private static void AddPit(ArenaKit kit)
    {
        float front = ArenaPlan.StageFront + PitWidth, inner = (ArenaPlan.RunwayWidth / 2f) + 1.2f, ring = ArenaPlan.RoundStageRadius + 1.3f;
        float ringMeetsRunway = ArenaPlan.RoundStageZ - MathF.Sqrt((ring * ring) - (inner * inner));
        foreach (int side in (int[])[-1, 1])
        {
            Barrier(kit, new(side * 19.2f, 0f, front), new(side * inner, 0f, front));
            Barrier(kit, new(side * inner, 0f, front), new(side * inner, 0f, ringMeetsRunway));
            Barrier(kit, new(side * 19.2f, 0f, front), new(side * 19.2f, 0f, -35f));
            for (int i = 0; i < 6; i++) AddSub(kit, new(side * (4.9f + (i * 2.05f)), 0f, ArenaPlan.StageFront + 0.45f));
        }
        const int Segments = 18;
        float start = MathF.Atan2(inner, ringMeetsRunway - ArenaPlan.RoundStageZ), step = 2f * start / Segments;
        Vector3 On(float angle) => new(ring * MathF.Sin(angle), 0f, ArenaPlan.RoundStageZ + (ring * MathF.Cos(angle)));
        for (int i = 0; i < Segments; i++) Barrier(kit, On(-start + (i * step)), On(-start + ((i + 1) * step)));
    }

    private static void Barrier(ArenaKit kit, Vector3 from, Vector3 to)
    {
        Vector3 middle = (from + to) / 2f, along = to - from;
        float length = along.Length(), yaw = MathF.Atan2(along.X, along.Z);
        kit.Block(middle + new Vector3(0f, 0.12f, 0f), new(0.04f, BarrierHeight - 0.3f, length), ArenaKit.Steel * 0.32f, yaw);
        kit.Block(middle + new Vector3(0f, BarrierHeight - 0.16f, 0f), new(0.1f, 0.09f, length), ArenaKit.Steel * 1.3f, yaw);
        kit.Block(middle, new(0.5f, 0.05f, length), ArenaKit.Steel * 0.5f, yaw);
        Vector3 outside = 0.045f * Vector3.Normalize(new(along.Z, 0f, -along.X));
        foreach (int face in (int[])[-1, 1])
            kit.Strip(middle + (face * outside) + new Vector3(0f, BarrierHeight - 0.26f, 0f), new(0.02f, 0.035f, length), Vector3.One, ArenaKit.Glow.StageColour, yaw);
        kit.Scene.AddBoxCollider(middle + new Vector3(0f, BarrierHeight / 2f, 0f), new(0.3f, BarrierHeight, length), yaw);
        int posts = Math.Max(1, (int)(length / 1.2f));
        for (int i = 0; i <= posts; i++)
            kit.Block(Vector3.Lerp(from, to, i / (float)posts), new(0.07f, BarrierHeight - 0.1f, 0.07f), ArenaKit.Steel, yaw);
    }

    private static void AddSub(ArenaKit kit, Vector3 at)
    {
        kit.Block(at, new(1.9f, 0.62f, 0.8f), ArenaKit.Dark * 1.4f);
        foreach (float x in (float[])[-0.48f, 0.48f])
        {
            MeshData cone = Shapes.Cylinder(0.1f, 0.25f, 0.05f, 14).Paint(new Vector4(ArenaKit.Steel * 0.25f, 0.9f));
            kit.Scene.Add(ArenaKit.Solid, cone.Transform(Matrix4x4.CreateRotationX(MathF.PI / 2f) * Matrix4x4.CreateTranslation(at + new Vector3(x, 0.31f, 0.4f))));
        }
    }

    private static void AddBackstage(ArenaKit kit)
    {
        for (int i = 0; i < 9; i++) // flight cases
        {
            float x = -19f + (i * 4.6f) + (i % 3 * 0.5f), height = 0.8f + (i % 2 * 0.5f);
            kit.Block(new(x, 0f, -53.4f), new(1.5f, height, 0.9f), ArenaKit.Dark * 2.2f, i * 0.4f, collider: true);
            kit.Block(new(x, height, -53.4f), new(1.54f, 0.05f, 0.94f), ArenaKit.Steel, i * 0.4f);
            kit.Block(new(x, 0.03f, -53.4f), new(1.54f, 0.06f, 0.94f), ArenaKit.Steel, i * 0.4f);
            kit.Block(new(x, height * 0.55f, -53.4f), new(1.53f, 0.05f, 0.93f), ArenaKit.Steel * 0.8f, i * 0.4f);
        }
        for (int i = 0; i < 5; i++) kit.Strip(new(-16f + (i * 8f), 4.2f, -55.2f), new(2.6f, 0.08f, 0.08f), ArenaKit.Warm * 0.9f);
    }

    private static void AddZones(ArenaKit kit)
    {
        float z = ArenaPlan.StageZ, runway = (ArenaPlan.StageFront + ArenaPlan.RoundStageZ) / 2f;
        kit.Scene.AddZone("Main stage", "stage", new(0f, 4f, z), new(ArenaPlan.StageWidth, 5f, ArenaPlan.StageDepth));
        kit.Scene.AddZone("Runway", "stage", new(0f, 4f, runway), new(ArenaPlan.RunwayWidth, 5f, ArenaPlan.RoundStageZ - ArenaPlan.StageFront));
        kit.Scene.AddZone("Round stage", "stage", new(0f, 4f, ArenaPlan.RoundStageZ), new(2f * ArenaPlan.RoundStageRadius, 5f, 2f * ArenaPlan.RoundStageRadius));
        kit.Scene.AddZone("Backstage", "backstage", new(0f, 2.5f, -51.5f), new(44f, 5f, 8f));
        ReadOnlySpan<float> spots = [0f, -3.2f, 3.2f, -6.4f, 6.4f];
        for (int i = 0; i < spots.Length; i++)
            kit.Scene.AddMarker($"spot.{i}", new(spots[i], ArenaPlan.StageHeight, i == 0 ? -37.6f : -39.2f), 0f, new() { ["performer"] = i });
        kit.Scene.AddMarker("camera.stage", new(3.6f, 2.7f, -30.5f), MathF.PI, new() { ["target"] = new System.Text.Json.Nodes.JsonArray(0f, 2.9f, -39f), ["fov"] = 34f });
    }
}
