using System.Numerics;
using Kapok.Assets.Geometry;

namespace Kapok.Assets.Scenes.Forum;

/// <summary>What stands and hangs in the forum more than once. Everything stands on height 0 of the builder it is given and faces +Z.</summary>
public static class Furniture
{
    private static readonly uint[] Greens = [0x5f8f4a, 0x79a657, 0x4c7d45, 0x8ab35f];

    /// <summary>A conference seat of the tiers: seat, back, wooden rim and foot.</summary>
    public static void TierSeat(ForumBuilder at, uint colour)
    {
        at.Soft(0.52f, 0.11f, 0.5f, 0.045f, 0f, 0.38f, 0.02f, colour, Finish.Cloth);
        at.Soft(0.52f, 0.5f, 0.1f, 0.045f, 0f, 0.68f, -0.25f, colour, Finish.Cloth, new(-0.16f, 0f, 0f));
        at.Box(0.56f, 0.07f, 0.03f, 0f, 0.7f, -0.31f, Tone.Oak, Finish.Wood, new(-0.16f, 0f, 0f));
        at.Box(0.46f, 0.33f, 0.05f, 0f, 0.165f, -0.1f, Tone.Oak, Finish.Wood);
        at.Seat(0f, 0.02f, 0.44f);
    }

    /// <summary>An armless lounge chair on four legs.</summary>
    public static void Chair(ForumBuilder at, uint colour)
    {
        at.Soft(0.56f, 0.12f, 0.54f, 0.05f, 0f, 0.38f, 0f, colour, Finish.Cloth);
        at.Soft(0.58f, 0.44f, 0.11f, 0.05f, 0f, 0.64f, -0.27f, colour, Finish.Cloth, new(-0.15f, 0f, 0f));
        foreach (float x in (ReadOnlySpan<float>)[-0.22f, 0.22f])
        {
            foreach (float z in (ReadOnlySpan<float>)[-0.2f, 0.2f]) at.Round(0.02f, 0.016f, 0.34f, x, 0.17f, z, Tone.Oak, Finish.Wood, 6);
        }
        at.Seat(0f, 0.02f, 0.45f);
    }

    /// <summary>A sofa for two with cushions; its back is a collider, its seat is not, so that whoever stands up stands.</summary>
    public static void Sofa(ForumBuilder at, uint colour)
    {
        at.Soft(2.3f, 0.26f, 0.95f, 0.09f, 0f, 0.25f, 0f, colour, Finish.Cloth);
        at.Soft(2.3f, 0.52f, 0.24f, 0.1f, 0f, 0.58f, -0.42f, colour, Finish.Cloth, new(-0.12f, 0f, 0f));
        foreach (float side in (ReadOnlySpan<float>)[-1f, 1f])
        {
            at.Soft(0.22f, 0.46f, 0.95f, 0.09f, side * 1.1f, 0.37f, 0f, colour, Finish.Cloth);
            at.Soft(0.98f, 0.14f, 0.78f, 0.06f, side * 0.5f, 0.42f, 0.04f, colour, Finish.Cloth);
            at.Soft(0.42f, 0.42f, 0.14f, 0.068f, side * 0.78f, 0.66f, -0.2f, side > 0f ? 0xe3b25au : 0xf0e8d8u, Finish.Cloth, new(-0.3f, side * 0.2f, 0f));
            at.Seat(side * 0.5f, 0.08f, 0.48f);
        }
        at.Box(2.1f, 0.12f, 0.8f, 0f, 0.06f, 0f, Tone.Oak, Finish.Wood);
        at.Collide(2.3f, 0.85f, 0.3f, 0f, 0.42f, -0.45f);
    }

    /// <summary>A folding screen panel of woven bamboo.</summary>
    public static void WovenScreen(ForumBuilder at, float width, float height)
    {
        foreach (float side in (ReadOnlySpan<float>)[-1f, 1f]) at.Box(0.08f, height, 0.1f, side * width / 2f, height / 2f, 0f, Tone.Oak, Finish.Wood);
        foreach (float y in (ReadOnlySpan<float>)[0.12f, height * 0.36f, height - 0.05f]) at.Box(width, 0.08f, 0.09f, 0f, y, 0f, Tone.Oak, Finish.Wood);
        at.Panel(width - 0.08f, height - 0.2f, 0f, height / 2f, 0f, 0xc99a5eu, Finish.Weave);
        at.Collide(width, 2f, 0.3f, 0f, 1f, 0f);
    }

    /// <summary>A pendant of paper and bamboo rings on a cord.</summary>
    /// <param name="at">Where.</param>
    /// <param name="height">Of its middle.</param>
    /// <param name="radius">Metres.</param>
    /// <param name="cord">Length of the cord, 0 for none.</param>
    public static void Pendant(ForumBuilder at, float height, float radius, float cord)
    {
        at.Ball(new(radius, radius * 0.72f, radius), 0f, height, 0f, Tone.Lamp, Finish.Glow, 9, 20);
        for (int k = 0; k < 4; k++)
        {
            float tilt = (k - 1.5f) * 0.45f;
            at.Ring(radius * MathF.Cos(tilt) * 1.01f, 0.012f, 0f, height + (radius * 0.72f * MathF.Sin(tilt)), 0f, Tone.Oak, Finish.Wood, new(MathF.PI / 2f, 0f, 0f),
                MathF.Tau, 24, 4);
        }
        if (cord > 0f) at.Round(0.01f, 0.01f, cord, 0f, height + (radius * 0.7f) + (cord / 2f), 0f, Tone.Ink, Finish.Plain, 5);
    }

    /// <summary>A pot with a palm (narrow arching leaves on stems).</summary>
    public static void Palm(ForumBuilder at, float size)
    {
        Pot(at, size, 0xd9cbb2u);
        for (int k = 0; k < 3; k++)
        {
            (float sin, float cos) = MathF.SinCos(k * 2f);
            at.Round(0.03f * size, 0.05f * size, 1.2f * size, sin * 0.1f, 1.1f * size, cos * 0.1f, 0x8c6f4cu, Finish.Wood, 8, new(cos * 0.1f, 0f, -sin * 0.1f));
        }
        for (int k = 0; k < 24; k++)
        {
            Leaf(at, (k * 2.4f) + at.Next(0f, 0.4f), at.Next(0.9f, 1.75f) * size, 0.06f, 1.2f * size * at.Next(0.75f, 1.15f), 0.24f * size, at.Next(0.3f, 1.25f), 1.1f,
                Greens[k % 4]);
        }
    }

    /// <summary>A pot with broad upright leaves.</summary>
    public static void BroadLeaf(ForumBuilder at, float size)
    {
        Pot(at, size, Tone.Terracotta);
        for (int k = 0; k < 15; k++)
            Leaf(at, (k * 2.4f) + at.Next(0f, 0.4f), 0.58f * size, 0.06f, 1.7f * size * at.Next(0.75f, 1.15f), 0.5f * size, at.Next(0.75f, 1.4f), 0.85f, Greens[k % 4]);
    }

    /// <summary>One leaf growing outwards from the axis.</summary>
    public static void Leaf(ForumBuilder at, float yaw, float height, float reach, float length, float width, float pitch, float droop, uint colour)
    {
        (float sin, float cos) = MathF.SinCos(yaw);
        at.Put(ForumShapes.Leaf(length, width, pitch, droop), sin * reach, height, cos * reach, colour, Finish.Leaf, new(0f, yaw, 0f));
    }

    private static void Pot(ForumBuilder at, float size, uint colour)
    {
        at.Put(Shapes.Lathe([new(0.3f * size, 0f), new(0.42f * size, 0.56f * size), new(0.44f * size, 0.6f * size), new(0.38f * size, 0.6f * size),
            new(0.36f * size, 0.54f * size)], 22, smooth: true),
            0f, 0f, 0f, colour, Finish.Plaster);
        at.Put(Shapes.Disc(0.37f * size, 18), 0f, 0.55f * size, 0f, 0x5a4532u, Finish.Plain);
        at.CollideRound(MathF.Max(0.25f, 0.42f * size), 0.9f, 0f, 0f);
    }
}
