using System.Numerics;
using Kapok.Assets.Geometry;

namespace Kapok.Assets.Scenes.Forum;

/// <summary>Eight stands along the west wall, each with a counter, a monitor, a poster and the exhibitor's sign in the round.</summary>
public static class Expo
{
    private const float FirstZ = -1.2f, Pitch = 4.1f;

    /// <summary>Adds the stands.</summary>
    public static void Build(ForumBuilder house)
    {
        for (int i = 0; i < PrintSheet.Booths.Length; i++) Stand(house.In("expo").At(-19.6f, 0f, FirstZ + (i * Pitch), MathF.PI / 2f), i);
    }

    private static void Stand(ForumBuilder at, int index)
    {
        (string name, uint colour) = PrintSheet.Booths[index];
        at.Soft(3.9f, 0.05f, 4.4f, 0.02f, 0f, 0.025f, 0.1f, 0xe3d8c4u, Finish.Cloth);
        at.Box(3.86f, 3f, 0.12f, 0f, 1.5f, -2f, 0xf4eee2u, Finish.Plaster);
        ForumBuilder overhead = at.In("shell");
        foreach (float side in (ReadOnlySpan<float>)[-1f, 1f])
        {
            at.Box(0.1f, 3.3f, 0.16f, side * 1.9f, 1.65f, 1.7f, Tone.Oak, Finish.Wood);
            at.Box(0.1f, 2.6f, 1.9f, side * 1.9f, 1.3f, -1.1f, index % 2 == 1 ? Tone.Pale : Tone.Oak, Finish.Wood);
            overhead.Box(0.1f, 0.12f, 3.8f, side * 1.9f, 3.3f, -0.1f, Tone.Oak, Finish.Wood);
            at.Collide(0.3f, 2.6f, 1.9f, side * 1.95f, 1.3f, -1.1f);
            at.Collide(0.25f, 3f, 0.25f, side * 1.95f, 1.5f, 1.7f);
        }
        for (int k = 0; k < 7; k++) overhead.Box(3.8f, 0.06f, 0.08f, 0f, 3.34f, -1.8f + (k * 0.52f), Tone.Pale, Finish.Wood);
        overhead.Soft(3.96f, 0.62f, 0.16f, 0.03f, 0f, 3.3f, 1.78f, colour);
        overhead.Print(3.8f, 0.507f, 0f, 3.3f, 1.868f, PrintSheet.Fascia(index));
        overhead.Box(3.7f, 0.03f, 0.03f, 0f, 2.95f, 1.7f, 0xfff0d0u, Finish.Glow);

        at.Soft(1.2f, 1.54f, 0.04f, 0.012f, -1.15f, 1.75f, -1.93f, Tone.Oak, Finish.Wood);
        at.Print(1.06f, 1.4f, -1.15f, 1.75f, -1.9f, PrintSheet.Poster(index));
        at.Soft(1.9f, 1.2f, 0.07f, 0.03f, 0.7f, 1.85f, -1.92f, Tone.Ink);
        at.Panel(1.8f, 1.08f, 0.7f, 1.85f, -1.875f, colour, Finish.Monitor);
        at.Soft(1.9f, 0.95f, 0.6f, 0.05f, -0.55f, 0.5f, 0.75f, colour, Finish.Plaster);
        at.Soft(2.05f, 0.06f, 0.72f, 0.02f, -0.55f, 1f, 0.75f, Tone.Pale, Finish.Wood);
        at.Box(1.7f, 0.04f, 0.02f, -0.55f, 0.12f, 1.06f, 0xffe8c4u, Finish.Glow);
        at.Collide(2f, 1.02f, 0.7f, -0.55f, 0.51f, 0.75f);
        at.Round(0.28f, 0.3f, 0.95f, 1.25f, 0.48f, 0.9f, Tone.Cream, Finish.Plaster, 24);
        at.CollideRound(0.3f, 0.95f, 1.25f, 0.9f);
        Emblem(at.At(1.25f, 1.22f, 0.9f), index, colour, 1f);
        for (int k = 0; k < 3; k++) at.Soft(0.22f, 0.02f, 0.3f, 0.006f, -1.1f + (k * 0.34f), 1.045f, 0.75f, k == 1 ? colour : Tone.White, Finish.Plaster, new(0f, 0.2f * k, 0f));
        if (index % 2 == 1) Furniture.Palm(at.At(1.45f, 0f, -1.4f), 0.66f);
        Emblem(overhead.At(0f, 4.05f, 1.7f), index, colour, 1.35f);
        overhead.Box(0.03f, 0.4f, 0.03f, 0f, 3.75f, 1.7f, Tone.Ink);
        at.Scene.AddZone(name, "booth", at.World(0f, 1.6f, 0.4f), new(4f, 3.2f, 5f), MathF.PI / 2f);
    }

    private static void Emblem(ForumBuilder at, int index, uint colour, float size)
    {
        float r = 0.2f * size;
        switch (index)
        {
            case 0:
                for (int k = 1; k < 4; k++) at.Ring(r * k * 0.42f, 0.03f * size, 0f, -0.1f, 0f, colour, arc: MathF.PI, segments: 20);
                break;
            case 1:
                at.Round(0f, r * 1.1f, r * 1.4f, 0f, r * 0.7f, 0f, colour, Finish.Plain, 4).Round(r * 1.1f, 0f, r * 1.4f, 0f, -r * 0.7f, 0f, colour, Finish.Plain, 4);
                break;
            case 2:
                for (int k = 0; k < 4; k++) at.Soft(r * 0.85f, r * 0.85f, r * 0.85f, 0.02f, ((k % 2) - 0.5f) * r, ((k >> 1) - 0.5f) * r, 0f, k % 3 == 0 ? 0xf2d9b0u : colour);
                break;
            case 3:
                at.Ring(r * 0.7f, 0.05f * size, -r * 0.55f, 0f, 0f, colour, segments: 28)
                    .Ring(r * 0.7f, 0.05f * size, r * 0.55f, 0f, 0f, 0xf2e6cfu, turn: new(0f, 0.5f, 0f), segments: 28);
                break;
            case 4:
                for (int k = 0; k < 3; k++) at.Ring(r * 0.8f, 0.035f * size, 0f, (k * 0.11f * size) - 0.1f, 0f, colour, arc: MathF.PI, segments: 20);
                break;
            case 5:
                at.Ball(new(r), 0f, -0.03f, 0f, colour).Ball(new(r * 0.55f), r, 0.12f, 0f, 0xe6dccbu);
                break;
            case 6:
                at.Ball(new(r * 0.7f), -r * 0.7f, 0f, 0f, colour).Ball(new(r), 0f, 0.06f, 0f, colour).Ball(new(r * 0.6f), r * 0.85f, -0.02f, 0f, colour);
                break;
            default:
                for (int k = 0; k < 3; k++) at.Round(0f, r * (1f - (0.22f * k)), r * 1.1f, 0f, (-0.1f + (k * 0.13f)) * size, 0f, k == 1 ? 0xe9dbb4u : colour, Finish.Plain, 18);
                break;
        }
    }
}
