using System.Numerics;
using Kapok.Assets.Geometry;

namespace Kapok.Assets.Scenes.Forum;

/// <summary>Tables to talk at, sofas, the coffee bar by the windows, the pond with bamboo, signs, and the portals in the south wall.</summary>
public static class Foyer
{
    /// <summary>Round tables with a rule of their own: what is said at one stays at it.</summary>
    private static readonly Vector2[] Tables = [new(-3.5f, 9f), new(1.2f, 12.2f), new(-5f, 15.2f), new(-0.2f, 18.4f), new(-6.2f, 21.6f), new(3.2f, 7.2f), new(4.6f, 22.4f)];
    private static readonly (float X, float Z, float Yaw, uint Colour)[] Sofas =
        [(9.2f, 8.2f, 0.2f, Tone.Terracotta), (11.8f, 11f, -1.4f, 0xcdbfa6), (9.4f, 13.4f, 3f, Tone.Sage), (-11.2f, 9.5f, 1.5f, Tone.Terracotta), (-11.2f, 22f, 1.57f, Tone.Sage)];
    private static readonly (float X, float Z, float Size, bool Palm)[] Plants =
    [
        (20.2f, 3f, 1.5f, true), (20f, 8f, 1.2f, false), (20.2f, 27f, 1.5f, true), (13.2f, 30.3f, 1.2f, false), (-3.7f, 6f, 0.72f, false), (-14.4f, -0.6f, 1.4f, false),
        (6.2f, 10.4f, 1f, true), (-7.8f, 18.4f, 1f, false), (14f, 2f, 1.3f, true), (6.5f, 17.8f, 1f, true), (20.3f, 17f, 1.2f, true), (2.9f, 30.8f, 1.05f, true),
        (-2.9f, 30.8f, 1.05f, true),
    ];

    /// <summary>Adds the foyer.</summary>
    public static void Build(ForumBuilder house)
    {
        ForumBuilder room = house.In("foyer");
        for (int i = 0; i < Tables.Length; i++) Table(room.At(Tables[i].X, 0f, Tables[i].Y), i);
        foreach ((float x, float z, float yaw, uint colour) in Sofas) Furniture.Sofa(room.At(x, 0f, z, yaw), colour);
        room.Put(Shapes.Disc(2.1f, 48), 9.8f, 0.012f, 10.8f, 0xc9b48fu, Finish.Cloth);
        room.Round(0.55f, 0.5f, 0.32f, 9.6f, 0.17f, 10.8f, Tone.Oak, Finish.Wood, 28);
        room.Scene.AddZone("Quiet corner", "quiet", new(10.2f, 1.6f, 10.8f), new(5.6f, 3.2f, 7.2f));
        foreach ((float x, float z, float size, bool palm) in Plants)
        {
            if (palm) Furniture.Palm(room.At(x, 0f, z), size);
            else Furniture.BroadLeaf(room.At(x, 0f, z), size);
        }
        CoffeeBar(room.At(15.6f, 0f, 21f, -MathF.PI / 2f));
        Pond(room.At(16.6f, 0f, 12.6f));
        Sign(room.At(-8.9f, 0f, 9.6f, 0.9f), [0, 1, 2, 3]);
        Sign(room.At(-12.2f, 0f, 17.6f, 0.25f), [1, 0, 3]);
        Sign(room.At(8.2f, 0f, 3.4f, 0.2f), [0, 2, 3]);
        SouthWall.Build(room);
    }

    private static void Table(ForumBuilder at, int index)
    {
        uint[] rugs = [0xcdbb9c, 0xb9c2ad, 0xd7b79a], cloths = [Tone.Sage, Tone.Terracotta, Tone.Sand, Tone.Teal];
        at.Put(Shapes.Disc(1.75f, 40), 0f, 0.012f, 0f, rugs[index % 3], Finish.Cloth);
        at.Put(Shapes.Disc(1.75f, 40, 1.66f), 0f, 0.016f, 0f, Tone.Cream, Finish.Cloth);
        at.Round(0.62f, 0.6f, 0.05f, 0f, 0.7f, 0f, Tone.Pale, Finish.Wood, 32);
        at.Round(0.05f, 0.07f, 0.66f, 0f, 0.35f, 0f, Tone.Ink, Finish.Metal, 10);
        at.Round(0.3f, 0.32f, 0.03f, 0f, 0.03f, 0f, Tone.Ink, Finish.Metal, 24);
        at.CollideRound(0.55f, 0.72f, 0f, 0f);
        for (int k = 0; k < 4; k++)
        {
            float angle = (k * MathF.PI / 2f) + 0.4f + index;
            Furniture.Chair(at.At(MathF.Sin(angle) * 1.02f, 0f, MathF.Cos(angle) * 1.02f, angle + MathF.PI), cloths[(index + k) % 4]);
        }
        at.Round(0.07f, 0.05f, 0.14f, 0f, 0.79f, 0f, Tone.White, Finish.Plaster, 12);
        for (int k = 0; k < 7; k++) Furniture.Leaf(at, k * 0.9f, 0.84f, 0f, 0.28f, 0.07f, 1f, 0.8f, 0x7fa35d);
        foreach (float angle in (ReadOnlySpan<float>)[0.9f, 3.2f]) at.Round(0.04f, 0.03f, 0.08f, MathF.Cos(angle) * 0.34f, 0.765f, MathF.Sin(angle) * 0.34f, Tone.White,
            Finish.Plaster, 10);
        Vector3 world = at.World(0f, 0f, 0f);
        float height = world.Z < 13f ? 4.1f : 5.25f;
        Furniture.Pendant(at.In("shell"), height, 0.55f, Shell.RoofAt(world.X) - height - 0.4f);
        at.Scene.AddMarker($"lamp.{index + 1}", world with { Y = height });
        at.Scene.AddZone($"Table {index + 1}", "private", world with { Y = 1.5f }, new(3f, 3f, 3f));
    }

    private static void CoffeeBar(ForumBuilder at)
    {
        at.Soft(6.4f, 1f, 0.8f, 0.06f, 0f, 0.5f, 0f, Tone.Oak, Finish.Wood);
        for (float x = -3.1f; x < 3.2f; x += 0.14f) at.Box(0.07f, 0.88f, 0.05f, x, 0.5f, 0.42f, Tone.Pale, Finish.Wood);
        at.Soft(6.7f, 0.07f, 1f, 0.03f, 0f, 1.05f, 0.02f, Tone.Stone, Finish.Plaster);
        at.Collide(6.6f, 1.1f, 0.95f, 0f, 0.55f, 0f);
        at.Soft(0.9f, 0.5f, 0.5f, 0.06f, -1.8f, 1.34f, 0f, 0xc9c4bau, Finish.Metal);
        at.Soft(0.7f, 0.1f, 0.42f, 0.03f, -1.8f, 1.66f, 0f, Tone.Ink, Finish.Metal);
        foreach (float x in (ReadOnlySpan<float>)[-2.05f, -1.55f]) at.Round(0.04f, 0.04f, 0.08f, x, 1.2f, 0.27f, Tone.Ink, Finish.Metal, 8);
        at.Round(0.16f, 0.2f, 0.5f, -0.6f, 1.33f, 0f, Tone.Terracotta, Finish.Plaster);
        for (int k = 0; k < 9; k++) at.Round(0.05f, 0.04f, 0.1f, 0.4f + (k * 0.16f), 1.13f, 0.1f, Tone.White, Finish.Plaster, 10);
        at.Round(0.3f, 0.22f, 0.08f, 2.4f, 1.13f, 0f, Tone.Oak, Finish.Wood, 20);
        for (int k = 0; k < 6; k++) at.Ball(new(0.085f), 2.4f + (MathF.Cos(k * 1.05f) * 0.15f), 1.22f, MathF.Sin(k * 1.05f) * 0.15f, k % 2 == 0 ? 0xd9962eu : 0xb9502fu);
        at.Soft(6.4f, 2.3f, 0.3f, 0.03f, 0f, 1.15f, -2.1f, Tone.Dark, Finish.Wood);
        at.Collide(6.4f, 2.3f, 0.3f, 0f, 1.15f, -2.1f);
        uint[] jars = [0xe8dcc4, Tone.Terracotta, Tone.Sage, 0xd9a24a];
        for (int k = 0; k < 22; k++)
        {
            float height = 0.2f + (0.1f * (k % 3)), shelf = k % 2 == 0 ? 1.405f : 2.005f;
            at.Round(0.08f, 0.08f, height, -2.8f + (k * 0.26f), shelf + (height / 2f), -1.85f, jars[k % 4], Finish.Plaster, 10);
        }
        foreach (float y in (ReadOnlySpan<float>)[1.38f, 1.98f]) at.Box(6f, 0.05f, 0.4f, 0f, y, -1.9f, Tone.Pale, Finish.Wood);
        ForumBuilder overhead = at.In("shell");
        overhead.Soft(7f, 0.5f, 1.6f, 0.05f, 0f, 3.3f, -0.6f, Tone.Pale, Finish.Wood);
        overhead.Print(2.4f, 0.56f, 0f, 3.3f, 0.215f, PrintSheet.Sign(5));
        foreach (float x in (ReadOnlySpan<float>)[-3.3f, 3.3f]) at.Box(0.12f, 3.2f, 0.12f, x, 1.6f, -1.2f, Tone.Oak, Finish.Wood);
        foreach (float x in (ReadOnlySpan<float>)[-2f, 0f, 2f]) Furniture.Pendant(overhead.At(x, 0f, 0.1f), 2.55f, 0.24f, 0.35f);
        for (int k = 0; k < 4; k++) Stool(at.At(-2.4f + (k * 1.6f), 0f, 1.1f, MathF.PI));
    }

    private static void Stool(ForumBuilder at)
    {
        at.Round(0.2f, 0.19f, 0.06f, 0f, 0.69f, 0f, Tone.Terracotta, Finish.Cloth, 18);
        at.Round(0.03f, 0.03f, 0.66f, 0f, 0.33f, 0f, Tone.Ink, Finish.Metal, 8);
        at.Ring(0.15f, 0.012f, 0f, 0.28f, 0f, Tone.Ink, Finish.Metal, new(MathF.PI / 2f, 0f, 0f), MathF.Tau, 18);
        at.Round(0.18f, 0.2f, 0.02f, 0f, 0.015f, 0f, Tone.Ink, Finish.Metal, 18);
        at.Seat(0f, 0f, 0.72f);
    }

    private static void Pond(ForumBuilder at)
    {
        // A rim of four stones: a solid block would put the water below its own lid.
        foreach (float side in (ReadOnlySpan<float>)[-1f, 1f])
        {
            at.Soft(7.2f, 0.36f, 0.32f, 0.06f, 0f, 0.18f, side * 2.54f, 0xb9b1a2u, Finish.Plaster);
            at.Soft(0.32f, 0.36f, 4.8f, 0.06f, side * 3.44f, 0.18f, 0f, 0xb9b1a2u, Finish.Plaster);
        }
        at.Of("forum.floor").Put(Shapes.Plane(6.7f, 4.9f), 0f, 0.27f, 0f, 0x4f8a84u, Finish.Water, new(-MathF.PI / 2f, 0f, 0f));
        at.Collide(7.2f, 0.6f, 5.4f, 0f, 0.3f, 0f);
        for (int k = 0; k < 16; k++)
        {
            float angle = at.Next(0f, MathF.Tau), reach = at.Next(0.6f, 2.1f), size = at.Next(0.16f, 0.36f);
            at.Put(Shapes.Disc(size, 14, 0f, angle, 5.7f), MathF.Cos(angle) * reach * 1.4f, 0.285f, MathF.Sin(angle) * reach, k % 2 == 0 ? 0x6d9a55u : 0x86ad62u, Finish.Plaster);
        }
        for (int k = 0; k < 5; k++)
        {
            float angle = k * 1.3f;
            ForumBuilder lotus = at.At(MathF.Cos(angle) * 1.9f, 0.3f, MathF.Sin(angle) * 1.3f);
            for (int j = 0; j < 8; j++) Furniture.Leaf(lotus, j * 0.8f, 0f, 0f, 0.24f, 0.1f, j % 2 == 0 ? 1.15f : 0.7f, -0.4f, j % 2 == 0 ? 0xf0b8c0u : 0xf6d4d6u);
        }
        at.Soft(1.1f, 1.4f, 0.8f, 0.28f, 2.3f, 0.7f, -1.6f, 0x8f8a80u, Finish.Plaster, new(0f, 0.4f, 0.05f));
        at.Soft(0.8f, 0.9f, 0.7f, 0.22f, 1.4f, 0.42f, -1.8f, 0xa39c90u, Finish.Plaster, new(0f, 0.9f, 0f));
        at.Soft(0.6f, 0.5f, 0.5f, 0.18f, 2.9f, 0.3f, -0.7f, 0x9a948au, Finish.Plaster, new(0.1f, 0.3f, 0f));
        for (int k = 0; k < 11; k++) Bamboo(at.At(at.Next(-2.9f, -1.3f), 0.2f, at.Next(-2.1f, -1.2f)));
        Furniture.BroadLeaf(at.At(2.8f, 0.2f, 1.6f), 1.1f);
    }

    private static void Bamboo(ForumBuilder at)
    {
        float height = at.Next(4f, 5.4f), lean = at.Next(-0.06f, 0.06f);
        for (int joint = 0; joint < 9; joint++)
        {
            float y = height * (joint + 0.5f) / 9f;
            at.Round(0.026f, 0.032f, height / 9f, lean * y, y, 0f, joint % 2 == 0 ? 0x9caf62u : 0x8fa356u, Finish.Plain, 6);
        }
        uint[] greens = [0x86a84f, 0x9dbb63, 0x6f9448];
        for (int k = 0; k < 16; k++)
        {
            float y = height * at.Next(0.4f, 1f);
            Furniture.Leaf(at, at.Next(0f, MathF.Tau), y, lean * y, at.Next(0.45f, 0.8f), 0.075f, at.Next(-0.4f, 0.4f), 0.6f, greens[k % 3]);
        }
    }

    private static void Sign(ForumBuilder at, ReadOnlySpan<int> signs)
    {
        at.Soft(1.5f, 2.6f, 0.16f, 0.04f, 0f, 1.3f, 0f, Tone.Ink);
        at.Box(1.56f, 0.08f, 0.2f, 0f, 2.62f, 0f, Tone.Oak, Finish.Wood);
        at.Collide(1.5f, 2.6f, 0.3f, 0f, 1.3f, 0f);
        for (int row = 0; row < signs.Length; row++)
        {
            at.Print(1.36f, 0.32f, 0f, 2.25f - (row * 0.42f), 0.09f, PrintSheet.Sign(signs[row]));
            at.Print(1.36f, 0.32f, 0f, 2.25f - (row * 0.42f), -0.09f, PrintSheet.Sign(signs[row]), new(0f, MathF.PI, 0f));
        }
    }
}
