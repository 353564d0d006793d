using System.Numerics;
using Kapok.Assets.Geometry;

namespace Kapok.Assets.Scenes.Forum;

/// <summary>Floor, roof, walls and windows. The room reaches from x -22 (expo) to 22 (garden) and from z -23 (stage) to 32.4 (portals).</summary>
public static class Shell
{
    /// <summary>Half of the room's width, metres.</summary>
    public const float Half = 22f;

    private const float North = -23f, South = 32.4f, Middle = 5f, Length = 55f, Bay = 2.7f;

    /// <summary>Height of the roof's underside over a point, metres: one flat arch from wall to wall.</summary>
    public static float RoofAt(float x) => 8.7f + (3.6f * MathF.Cos(x / Half * MathF.PI / 2f));

    /// <summary>Adds everything that encloses the room.</summary>
    public static void Build(ForumBuilder room)
    {
        Floor(room);
        Roof(room);
        Trusses(room);
        Windows(room);
        Walls(room);
    }

    private static void Floor(ForumBuilder room)
    {
        MeshData tiles = Shapes.Plane(44.4f, 55.6f);
        room.Of("forum.floor").Put(tiles, 0f, 0f, 4.7f, Tone.Tile, Finish.Tiles, new(-MathF.PI / 2f, 0f, 0f));
        room.Collide(44.4f, 1f, 55.6f, 0f, -0.5f, 4.7f);
    }

    private static void Roof(ForumBuilder room)
    {
        const int strips = 34;
        for (int i = 0; i < strips; i++)
        {
            float x0 = -Half + (i * 2f * Half / strips), x1 = x0 + (2f * Half / strips), x = (x0 + x1) / 2f;
            if (IsSkylight(x)) continue;
            float rise = RoofAt(x1) - RoofAt(x0), run = x1 - x0, slope = MathF.Atan2(rise, run), y = (RoofAt(x0) + RoofAt(x1)) / 2f;
            room.Box(MathF.Sqrt((rise * rise) + (run * run)) - 0.07f, 0.08f, Length, x, y + 0.3f, Middle, i % 3 == 0 ? 0xd6b385u : 0xe2c59eu, Finish.Wood, new(0f, 0f, slope));
            room.Box(1.62f, 0.1f, Length, x, y + 0.44f, Middle, Tone.Dark, Finish.Plain, new(0f, 0f, slope));
        }
        for (float x = -3.4f; x <= 3.5f; x += 1.7f) room.Box(0.07f, 0.12f, Length, x, RoofAt(x) + 0.36f, Middle, Tone.Dark, Finish.Wood);
        ForumBuilder glass = room.Of("forum.glass");
        glass.Panel(7.2f, Length, 0f, RoofAt(0f) + 0.46f, Middle, Tone.White, Finish.SkyPane, new(MathF.PI / 2f, 0f, 0f));
        glass.Panel(3.2f, Length, 9.7f, RoofAt(9.7f) + 0.46f, Middle, Tone.White, Finish.SkyPane, new(MathF.PI / 2f, 0f, -0.17f));
        for (float z = -22f; z < 32f; z += 0.9f)
        {
            room.Box(6.8f, 0.05f, 0.05f, 0f, RoofAt(0f) + 0.4f, z, Tone.Dark);
            room.Box(2.7f, 0.06f, 0.06f, 9.7f, RoofAt(9.7f) + 0.4f, z, Tone.Dark, Finish.Plain, new(0f, 0f, -0.17f));
        }
    }

    private static bool IsSkylight(float x) => MathF.Abs(x) < 3.3f || MathF.Abs(x - 9.7f) < 1.4f;

    private static void Trusses(ForumBuilder room)
    {
        const int pieces = 24;
        MeshData arch = ForumShapes.BentBeam([.. Enumerable.Range(0, pieces + 1).Select(i => -Half + (i * 2f * Half / pieces))
            .Select(x => new Vector2(x, RoofAt(x) - 0.05f))], 0.62f, 0.16f);
        for (float z = -22f; z <= 32.1f; z += Bay)
        {
            room.Put(arch, 0f, 0f, z, Tone.Oak, Finish.Wood);
            foreach (float side in (ReadOnlySpan<float>)[-1f, 1f])
            {
                room.Box(0.42f, 9f, 0.22f, side * 21.6f, 4.5f, z, Tone.Oak, Finish.Wood);
                room.Soft(0.62f, 0.5f, 0.42f, 0.05f, side * 21.6f, 0.25f, z, Tone.Stone, Finish.Plaster);

                // The curved bracket: a quiet dougong.
                room.Put(ForumShapes.BentBeam([.. Enumerable.Range(0, 9).Select(k => BracketAt(side, k / 8f))], 0.2f, 0.14f), 0f, 0f, z, Tone.Pale, Finish.Wood);
            }
        }
    }

    private static Vector2 BracketAt(float side, float t) =>
        new(side * (21.5f - (7.5f * t)), 5.4f + ((RoofAt(14f) - 0.2f - 5.4f) * MathF.Sin(t * MathF.PI / 2f)));

    private static void Windows(ForumBuilder room)
    {
        for (float z = -22f; z < 32f; z += Bay)
        {
            foreach (float part in (ReadOnlySpan<float>)[0.33f, 0.67f]) room.Box(0.07f, 8.2f, 0.07f, Half, 4.3f, z + (Bay * part), Tone.Dark, Finish.Wood);
        }
        foreach (float y in (ReadOnlySpan<float>)[0.35f, 2.3f, 6.2f, 8.25f]) room.Box(0.16f, 0.12f, 54f, Half, y, Middle, Tone.Dark, Finish.Wood);
        room.Box(0.5f, 0.35f, 54f, Half, 0.17f, Middle, Tone.Stone, Finish.Plaster);
        room.Box(0.5f, 0.9f, 54f, 22.1f, 8.75f, Middle, Tone.Cream, Finish.Plaster);
        for (float z = -22f; z < 32f; z += 0.65f) room.Box(0.05f, 2f, 0.04f, Half, 7.22f, z, Tone.Dark);
        foreach (float y in (ReadOnlySpan<float>)[6.85f, 7.5f]) room.Box(0.05f, 0.04f, 54f, Half, y, Middle, Tone.Dark);
        ForumBuilder glass = room.Of("forum.glass");
        glass.Panel(54f, 2f, 21.97f, 7.22f, Middle, Tone.White, Finish.Stained, new(0f, -MathF.PI / 2f, 0f));
        glass.Panel(54f, 5.9f, 22.02f, 3.28f, Middle, Tone.White, Finish.Pane, new(0f, -MathF.PI / 2f, 0f));
        room.Collide(0.6f, 3f, 55.6f, 22.05f, 1.5f, 4.7f);
    }

    private static void Walls(ForumBuilder room)
    {
        room.Box(0.4f, 9f, 56f, -22.2f, 4.5f, Middle, Tone.Cream, Finish.Plaster);
        for (float z = -22f; z < 32f; z += 0.3f) room.Box(0.12f, 3.2f, 0.09f, -21.9f, 6.9f, z, Tone.Pale, Finish.Wood);
        room.Collide(0.6f, 3f, 55.6f, -22.05f, 1.5f, 4.7f);

        room.Box(46f, 13f, 0.4f, 0f, 6.5f, North, 0xe6d6bdu, Finish.Plaster);
        for (float x = -21.6f; x <= 21.7f; x += 0.36f)
        {
            if (MathF.Abs(x) > 7.7f) room.Box(0.12f, 11.2f, 0.2f, x, 5.6f, -22.65f, MathF.Abs(x) < 12f ? Tone.Oak : Tone.Pale, Finish.Wood);
            else room.Box(0.12f, 3.6f, 0.2f, x, 9.6f, -22.65f, Tone.Oak, Finish.Wood);
        }
        room.Collide(44.4f, 3f, 0.6f, 0f, 1.5f, -22.8f);

        room.Box(46f, 13f, 0.4f, 0f, 6.5f, South, 0xd8c6a8u, Finish.Plaster);
        for (float x = -21.6f; x <= 21.7f; x += 0.4f)
        {
            float height = RoofAt(x) - 6.1f;
            room.Box(0.12f, height, 0.14f, x, 6.15f + (height / 2f), 32.1f, Tone.Pale, Finish.Wood);
        }
        room.Soft(44f, 0.14f, 0.6f, 0.03f, 0f, 6f, 32f, Tone.Oak, Finish.Wood);
        room.Box(44f, 0.3f, 0.1f, 0f, 0.15f, 32.15f, Tone.Dark, Finish.Wood);
        room.Collide(44.4f, 3f, 0.5f, 0f, 1.5f, South);
    }
}
