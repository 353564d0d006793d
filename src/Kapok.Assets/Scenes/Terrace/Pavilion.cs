using System.Numerics;
using Kapok.Assets.Geometry;

namespace Kapok.Assets.Scenes.Terrace;

/// <summary>Six-sided pavilions with two tented roofs. Local +Z faces the middle of the terrace, where they are open.</summary>
internal static class Pavilion
{
    private const int Sides = 6;
    private const float Base = 0.9f, BaseRadius = 5.1f, ColumnRing = 3.95f, ColumnHeight = 4.5f;
    private const float FirstCorner = MathF.PI / 6f;

    /// <summary>Height of the floor inside, metres.</summary>
    public const float FloorHeight = Base;

    /// <summary>Builds a pavilion. The first two sides beside the front stay open; low walls close the others.</summary>
    public static void Build(Mason mason, float scale, bool enclosed)
    {
        Mason work = mason.At(Vector3.Zero, 0f, scale);
        Steps(mason, scale);
        for (int k = 0; k < Sides; k++)
        {
            float angle = FirstCorner + (k * MathF.Tau / Sides);
            (float sin, float cos) = MathF.SinCos(angle);
            Column(work.At(new(sin * ColumnRing, Base / scale, cos * ColumnRing), angle));
            float middle = angle + (MathF.PI / Sides), inner = ColumnRing * MathF.Cos(MathF.PI / Sides);
            (float s, float c) = MathF.SinCos(middle);
            // Sides in order: the one after corner 0 lies at 60 degrees; the front is the last one.
            bool open = k is 0 or Sides - 1 or Sides - 2;
            Bay(work.At(new(s * inner, Base / scale, c * inner), middle), enclosed && !open);
        }
        Roofs.Tented(work.At(new(0f, (Base / scale) + ColumnHeight + 0.22f, 0f)), Sides, 6.9f, 2.2f, 1.2f, FirstCorner);
        float drum = (Base / scale) + ColumnHeight + 1.55f;
        work.Put(Finish.Glow, 0xff9a48, Shapes.Cylinder(2.2f, 2.2f, 1.5f, Sides, open: true), new(0f, drum, 0f), FirstCorner);
        for (int k = 0; k < Sides; k++)
        {
            (float sin, float cos) = MathF.SinCos(FirstCorner + (k * MathF.Tau / Sides));
            work.Column(Finish.Lacquer, Finish.RedDark, new(sin * 2.3f, drum, cos * 2.3f), 0.13f, 0.13f, 1.6f, 8);
        }
        Roofs.Tented(work.At(new(0f, drum + 1.15f, 0f)), Sides, 4.5f, 2.5f, 0.95f, FirstCorner);
    }

    // Treads stay walkable at any scale, so the base is built in full size with a scaled radius.
    private static void Steps(Mason mason, float scale)
    {
        const int Count = 4;
        List<Vector2> profile = [];
        for (int i = 0; i < Count; i++)
        {
            float radius = (BaseRadius * scale) + ((Count - 1 - i) * 0.36f), y = i * Base / Count;
            profile.AddRange([new(radius, y), new(radius, y + (Base / Count))]);
            mason.SolidColumn(Vector3.Zero, radius, y + (Base / Count));
            mason.Put(Finish.Gold, Finish.GoldLeaf, TerraceShapes.Torus(radius, 0.022f, 36, 3), new(0f, y + (Base / Count), 0f));
        }
        mason.Put(Finish.Jade, Finish.JadePale, Shapes.Lathe(profile, 48), Vector3.Zero);
        mason.Put(Finish.Floor, Finish.White, Shapes.Lathe([new(BaseRadius * scale, 0f), new(BaseRadius * scale * 0.6f, 0f), new(0.001f, 0f)], 48), new(0f, Base, 0f));
    }

    private static void Column(Mason column)
    {
        column.Column(Finish.Lacquer, 0x9c1d16, Vector3.Zero, 0.22f, 0.25f, ColumnHeight, 16);
        column.Put(Finish.Jade, Finish.JadeLight, Shapes.Lathe([new(0.44f, 0f), new(0.44f, 0.14f), new(0.34f, 0.3f), new(0.25f, 0.32f)], 16), Vector3.Zero);
        foreach (float y in (ReadOnlySpan<float>)[0.55f, ColumnHeight - 0.95f])
            column.Put(Finish.Gold, Finish.GoldDeep, Shapes.Cylinder(0.262f, 0.262f, 0.12f, 16), new(0f, y, 0f));
        Dougong.BuildSmall(column.At(new(0f, ColumnHeight - 0.2f, 0f)), 0.9f);
        column.SolidColumn(Vector3.Zero, 0.34f, 2f);
    }

    // What spans two columns: painted beams with a lattice frieze, a hanging lantern, and a low wall with a seat's back where closed.
    private static void Bay(Mason bay, bool closed)
    {
        const float Width = ColumnRing; // side of a hexagon equals its radius
        bay.Box(Finish.Lacquer, Finish.Teal, new(0f, ColumnHeight - 0.15f, 0f), new(Width, 0.34f, 0.26f));
        bay.Box(Finish.Gold, Finish.GoldDeep, new(0f, ColumnHeight - 0.15f, 0f), new(Width * 0.98f, 0.05f, 0.28f));
        bay.Box(Finish.Lacquer, Finish.RedDark, new(0f, ColumnHeight - 0.92f, 0f), new(Width, 0.09f, 0.12f));
        for (int i = 1; i < 10; i++)
            bay.Box(Finish.Lacquer, Finish.Teal, new(((i / 10f) - 0.5f) * Width, ColumnHeight - 0.6f, 0f), new(0.05f, 0.6f, 0.05f));
        bay.Box(Finish.Lacquer, Finish.Teal, new(0f, ColumnHeight - 0.6f, 0f), new(Width, 0.05f, 0.05f));
        Lanterns.Hanging(bay.At(new(0f, ColumnHeight - 1.5f, 0f)));
        if (!closed) return;
        bay.Box(Finish.Lacquer, 0x9c1d16, new(0f, 0.46f, 0f), new(Width - 0.5f, 0.07f, 0.5f));
        bay.Box(Finish.Lacquer, Finish.Teal, new(0f, 0.22f, 0f), new(Width - 0.5f, 0.42f, 0.1f));
        bay.Box(Finish.Lacquer, Finish.RedDark, new(0f, 0.98f, 0.3f), new(Width - 0.4f, 0.07f, 0.09f));
        for (int i = 0; i < 14; i++)
            bay.Box(Finish.Lacquer, 0x9c1d16, new((((i + 0.5f) / 14f) - 0.5f) * (Width - 0.6f), 0.72f, 0.26f), new(0.04f, 0.5f, 0.04f));
        bay.SolidBox(new(0f, 0.5f, 0.1f), new(Width - 0.3f, 1f, 0.55f));
    }
}
