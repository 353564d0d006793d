using System.Numerics;
using Kapok.Assets.Geometry;

namespace Kapok.Assets.Scenes.Forum;

/// <summary>Stage with screen, and ten curved rows of seats about the point (0, -24).</summary>
public static class Hall
{
    private const float CentreZ = -24f, FirstRadius = 12f, RowDepth = 1.12f, RowRise = 0.3f, HalfArc = 0.83f, Aisle = 0.3f, StageTop = 0.83f;
    private const int Rows = 10;
    private static readonly uint[] Cloths = [Tone.Sage, Tone.Mist, Tone.Olive];

    /// <summary>Adds the hall.</summary>
    public static void Build(ForumBuilder house)
    {
        ForumBuilder room = house.In("hall");
        Stage(room);
        Screen(room);
        for (int row = 0; row < Rows; row++) Row(room, row);
        BackWall(room);
        foreach (float side in (ReadOnlySpan<float>)[-1f, 1f])
        {
            for (int k = 0; k < 3; k++) Furniture.WovenScreen(room.At(side * (11.2f + (k * 2.5f)), 0f, -21.2f + (0.9f * k), side * -0.35f), 2.2f, 4.6f);
            Furniture.WovenScreen(room.At(side * 18.6f, 0f, -6.5f, side * 0.3f), 2.4f, 4.4f);
            Furniture.WovenScreen(room.At(side * 19.2f, 0f, -3.4f, side * -0.2f), 2.4f, 4.4f);
            Furniture.Palm(room.At(side * 17f, 0f, -4f), 1.3f);
        }
        Furniture.Palm(room.At(20.2f, 0f, -8f), 1.5f);
        Furniture.BroadLeaf(room.At(20.2f, 0f, -15f), 1.4f);
        Furniture.Palm(room.At(-19.6f, 0f, -9f), 1.4f);
        Furniture.BroadLeaf(room.At(-19.8f, 0f, -15.5f), 1.3f);
        house.Scene.AddZone("Main stage", "stage", new(0f, 2.3f, -19.4f), new(19f, 3.2f, 6.2f));
    }

    private static void Stage(ForumBuilder room)
    {
        room.Box(19f, 0.8f, 6.2f, 0f, 0.4f, -19.4f, Tone.Pale, Finish.Wood);
        room.Soft(19.3f, 0.06f, 6.5f, 0.02f, 0f, StageTop - 0.03f, -19.4f, Tone.Oak, Finish.Wood);
        room.Box(19.1f, 0.05f, 0.03f, 0f, 0.12f, -16.26f, Tone.Strip, Finish.Glow);
        room.Collide(19.2f, StageTop, 6.4f, 0f, StageTop / 2f, -19.4f);
        foreach (float side in (ReadOnlySpan<float>)[-1f, 1f])
        {
            // The steps run into the stage, so that a conservative floor grid finds no gap between them and it.
            for (int k = 0; k < 2; k++)
            {
                float height = 0.27f * (2 - k), reach = 0.45f * (k + 1);
                room.Box(2.4f, height, reach, side * 7.4f, height / 2f, -16.2f + (reach / 2f), Tone.Pale, Finish.Wood);
                room.Collide(2.4f, height, reach, side * 7.4f, height / 2f, -16.2f + (reach / 2f));
            }
            Furniture.Palm(room.At(side * 8.3f, StageTop, -21f), 1.25f);
        }
        ForumBuilder lectern = room.At(5.4f, StageTop, -18.2f);
        lectern.Soft(0.95f, 1.05f, 0.55f, 0.04f, 0f, 0.53f, 0f, Tone.Oak, Finish.Wood);
        lectern.Soft(1.15f, 0.06f, 0.7f, 0.02f, 0f, 1.09f, 0.05f, Tone.Dark, Finish.Wood, new(0.22f, 0f, 0f));
        lectern.Round(0.012f, 0.012f, 0.4f, -0.2f, 1.27f, -0.15f, Tone.Ink, Finish.Metal, 6, new(-0.3f, 0f, 0f));
        lectern.Panel(0.5f, 0.5f, 0f, 0.57f, 0.285f, 0xe0a458u, Finish.Weave);
        lectern.Collide(0.95f, 1.1f, 0.55f, 0f, 0.55f, 0f);
        for (int k = 0; k < 3; k++) Furniture.Chair(room.At(-4.6f + (k * 1.5f), StageTop, -19.2f, 0.15f), Tone.Sage);
        room.Put(Shapes.Disc(2.6f, 40), -3.1f, StageTop + 0.012f, -18.9f, 0xcdbb9cu, Finish.Cloth);
        ForumBuilder table = room.At(-1.9f, StageTop, -18.1f);
        table.Round(0.34f, 0.34f, 0.04f, 0f, 0.48f, 0f, Tone.Pale, Finish.Wood, 24);
        table.Round(0.03f, 0.05f, 0.46f, 0f, 0.23f, 0f, Tone.Ink, Finish.Metal, 8);
        table.Round(0.05f, 0.04f, 0.12f, 0.1f, 0.56f, 0f, Tone.White, Finish.Plaster, 10);
    }

    private static void Screen(ForumBuilder room)
    {
        room.Box(15.4f, 1.5f, 0.12f, 0f, 1.5f, -22.62f, 0x7d5a3eu, Finish.Wood);
        room.Box(15.4f, 0.04f, 0.05f, 0f, 2f, -22.2f, Tone.Strip, Finish.Glow);
        room.Soft(15.3f, 6.05f, 0.3f, 0.08f, 0f, 4.85f, -22.35f, Tone.Ink);
        MeshData surface = Shapes.Plane(14.6f, 5.475f);
        room.Scene.Add("forum.screen", new MeshData().Append(surface, 0f, 4.85f, -22.18f));
        room.Scene.AddMarker("screen.main", new(0f, 4.85f, -22.18f), 0f, new() { ["width"] = 14.6f, ["height"] = 5.475f });
    }

    // The lower rows are shorter: at full width they would touch the stage, and nobody could walk round to the front.
    private static float HalfArcOf(int row) => MathF.Min(HalfArc, MathF.Acos(10.2f / (FirstRadius + (row * RowDepth) - 0.6f)));

    private static void Row(ForumBuilder room, int row)
    {
        float radius = FirstRadius + (row * RowDepth), height = row * RowRise;
        float inner = radius - 0.62f, outer = radius + (row == Rows - 1 ? 1.15f : 0.52f);
        float arc = HalfArcOf(row), seats = arc - 0.02f;
        ForumBuilder centre = room.At(0f, 0f, CentreZ);
        if (row > 0)
        {
            centre.Put(ForumShapes.Arc(inner, outer, -arc, arc, 0f, height), 0f, 0f, 0f, Tone.Pale, Finish.Wood);
            centre.Put(ForumShapes.Arc(inner - 0.02f, inner + 0.02f, -arc, arc, height - 0.05f, height + 0.005f), 0f, 0f, 0f, 0xffe2b4u, Finish.Glow);
            ArcColliders(centre, inner, outer, -arc, arc, height);
        }
        else
        {
            centre.Put(ForumShapes.Arc(11.3f, 12.55f, -arc, arc, 0f, 0.015f), 0f, 0f, 0f, Tone.Oak, Finish.Wood);
        }

        // The back of the seats keeps people from climbing between rows; the aisles stay open.
        float gap = 0.62f / radius, back = radius + 0.27f;
        foreach ((float from, float to) in (ReadOnlySpan<(float, float)>)[(-seats, -Aisle - gap), (-Aisle + gap, Aisle - gap), (Aisle + gap, seats)])
            ArcColliders(centre, back - 0.12f, back + 0.13f, from, to, height + 0.85f);

        int count = (int)(2f * seats * radius / 0.8f);
        for (int i = 0; i < count; i++)
        {
            float angle = -seats + (2f * seats * (i + 0.5f) / count);
            if (MathF.Abs(MathF.Abs(angle) - Aisle) < 0.5f / radius) continue;
            (float sin, float cos) = MathF.SinCos(angle);
            uint cloth = ((row * 7) + (i * 3)) % 23 == 0 ? Tone.Terracotta : Cloths[row % 3];
            Furniture.TierSeat(centre.At(sin * radius, height, cos * radius, angle + MathF.PI), cloth);
        }
    }

    private static void ArcColliders(ForumBuilder centre, float inner, float outer, float from, float to, float height)
    {
        int pieces = Math.Max(1, (int)MathF.Ceiling((to - from) * outer / 1.5f));
        float step = (to - from) / pieces, middle = (inner + outer) / 2f;
        for (int i = 0; i < pieces; i++)
        {
            float angle = from + (step * (i + 0.5f));
            (float sin, float cos) = MathF.SinCos(angle);
            centre.At(sin * middle, 0f, cos * middle, angle).Collide(step * outer, height, outer - inner, 0f, height / 2f, 0f);
        }
    }

    private static void BackWall(ForumBuilder room)
    {
        ForumBuilder centre = room.At(0f, 0f, CentreZ);
        centre.Put(ForumShapes.Arc(23.05f, 23.28f, -HalfArc, HalfArc, 0f, 3.9f), 0f, 0f, 0f, Tone.Oak, Finish.Wood);
        centre.Put(ForumShapes.Arc(22.99f, 23.34f, -HalfArc, HalfArc, 3.9f, 3.98f), 0f, 0f, 0f, Tone.Pale, Finish.Wood);
        for (float angle = -0.82f; angle < HalfArc; angle += 0.022f)
        {
            (float sin, float cos) = MathF.SinCos(angle);
            centre.Box(0.1f, 3.8f, 0.09f, sin * 23.33f, 1.95f, cos * 23.33f, Tone.Pale, Finish.Wood, new(0f, angle, 0f));
        }
        ArcColliders(centre, 23f, 23.4f, -HalfArc, HalfArc, 3.9f);

        // Ends of the tiers: a rail, because the side of a row is too high to step off.
        foreach (float side in (ReadOnlySpan<float>)[-1f, 1f])
        {
            for (int row = 2; row < Rows; row++)
            {
                (float sin, float cos) = MathF.SinCos(side * (HalfArcOf(row) + 0.006f));
                float radius = FirstRadius + (row * RowDepth);
                ForumBuilder post = centre.At(sin * radius, 0f, cos * radius, side * HalfArcOf(row));
                post.Box(0.1f, (row * RowRise) + 0.95f, RowDepth, 0f, ((row * RowRise) + 0.95f) / 2f, 0f, Tone.Oak, Finish.Wood);
                post.Collide(0.28f, (row * RowRise) + 0.95f, RowDepth, 0f, ((row * RowRise) + 0.95f) / 2f, 0f);
            }
        }
        room.Soft(4.3f, 3.2f, 0.12f, 0.05f, 0f, 2.15f, -0.42f, Tone.Ink);
        room.Print(4.1f, 3.03f, 0f, 2.15f, -0.35f, PrintSheet.Programme);
        room.Collide(4.3f, 3f, 0.4f, 0f, 1.5f, -0.45f);
    }
}
