using System.Numerics;
using Kapok.Assets.Geometry;

namespace Kapok.Assets.Scenes.Terrace;

/// <summary>Drum stools in arcs before the dais, benches along the sides, and tables with stools in the pavilions.</summary>
internal static class Seating
{
    private const float SeatHeight = 0.46f, StoolSpacing = 1f, FirstRow = 16.4f, RowPitch = 1.55f, HalfArc = 0.8f;
    private const float SideAisle = 9.2f; // a second way through the rows on either side
    private const int Rows = 5;

    public static void Build(Mason mason)
    {
        for (int row = 0; row < Rows; row++) Row(mason, FirstRow + (row * RowPitch));
        foreach (float side in (ReadOnlySpan<float>)[-1f, 1f])
        {
            // Benches stand before the balustrade and look across the terrace to the dais.
            for (int i = 0; i < 4; i++)
            {
                float angle = side * (1.02f + (i * 0.17f));
                Vector3 at = new(MathF.Sin(angle) * 33.6f, 0f, MathF.Cos(angle) * 33.6f);
                Bench(mason.At(at, MathF.Atan2(-at.X, TerraceLayout.DaisZ + 9f - at.Z)));
            }
        }
        (Vector2 tea, float teaYaw) = TerraceLayout.Pavilions[0];
        Mason pavilion = mason.At(new(tea.X, Pavilion.FloorHeight, tea.Y), teaYaw);
        foreach (Vector3 at in (ReadOnlySpan<Vector3>)[new(-1.75f, 0f, -0.75f), new(1.75f, 0f, -0.75f), new(0f, 0f, 1.75f)])
            Table(pavilion.At(at), 0.5f, 3, 0.98f, at.X);
        (Vector2 quiet, float quietYaw) = TerraceLayout.Pavilions[1];
        Table(mason.At(new(quiet.X, Pavilion.FloorHeight, quiet.Y), quietYaw), 0.85f, 6, 1.5f, 0.5f);
    }

    private static void Row(Mason mason, float radius)
    {
        int half = (int)(HalfArc * radius / StoolSpacing);
        for (int i = -half; i <= half; i++)
        {
            float angle = i * StoolSpacing / radius;
            Vector3 at = new(MathF.Sin(angle) * radius, 0f, TerraceLayout.DaisZ + (MathF.Cos(angle) * radius));
            bool blocked = MathF.Abs(at.X) < TerraceLayout.AisleHalfWidth || MathF.Abs(MathF.Abs(at.X) - SideAisle) < 0.75f
                || MathF.Abs(at.X) > 14.4f || TerraceLayout.LanternPosts.Any(post => Vector2.Distance(post, new(at.X, at.Z)) < 1.4f);
            if (!blocked) Stool(mason.At(at, MathF.Atan2(-at.X, TerraceLayout.DaisZ - at.Z)), (i & 1) == 0 ? 0xa82a20u : 0x2c7466u);
        }
    }

    // A porcelain drum stool with a cushion, local +Z to the front of whoever sits.
    private static void Stool(Mason stool, uint cushion)
    {
        Vector2[] drum = [new(0.15f, 0f), new(0.195f, 0.12f), new(0.2f, 0.27f), new(0.165f, 0.4f)];
        stool.Put(Finish.Jade, Finish.JadeLight, Shapes.Lathe(drum, 10, smooth: true), Vector3.Zero);
        stool.Put(Finish.Lacquer, cushion, Shapes.Lathe([new(0.17f, 0.39f), new(0.19f, 0.43f), new(0.14f, 0.47f), new(0.001f, 0.475f)], 10, smooth: true), Vector3.Zero);
        stool.Put(Finish.Gold, Finish.GoldLeaf, Shapes.Cylinder(0.188f, 0.188f, 0.03f, 10, open: true), new(0f, 0.385f, 0f));
        stool.SolidColumn(Vector3.Zero, 0.24f, 0.6f);
        Seat(stool, Vector3.Zero, 0f);
    }

    private static void Bench(Mason bench)
    {
        bench.Box(Finish.Jade, Finish.JadeLight, new(0f, 0.42f, 0f), new(2.8f, 0.09f, 0.55f));
        bench.Box(Finish.Gold, Finish.GoldLeaf, new(0f, 0.37f, 0f), new(2.72f, 0.03f, 0.5f));
        foreach (float side in (ReadOnlySpan<float>)[-1f, 1f])
        {
            bench.Box(Finish.Jade, Finish.JadePale, new(side * 1.05f, 0.19f, 0f), new(0.22f, 0.38f, 0.46f));
            bench.Box(Finish.Jade, Finish.JadeMid, new(side * 1.05f, 0.04f, 0f), new(0.34f, 0.08f, 0.52f));
        }
        bench.SolidBox(new(0f, 0.3f, 0f), new(2.8f, 0.6f, 0.6f));
        foreach (float x in (ReadOnlySpan<float>)[-0.9f, 0f, 0.9f]) Seat(bench, new(x, 0f, 0f), 0f);
    }

    // A round tea table with its pot and cups, and stools around it.
    private static void Table(Mason table, float radius, int stools, float ring, float turn)
    {
        table.Put(Finish.Lacquer, Finish.Timber, Shapes.Lathe([new(radius * 0.5f, 0f), new(radius * 0.4f, 0.06f), new(0.1f, 0.16f), new(0.09f, 0.6f),
            new(radius * 0.6f, 0.68f)], 20), Vector3.Zero);
        table.Put(Finish.Lacquer, 0x7a2018, Shapes.Cylinder(radius, radius * 0.97f, 0.06f, 28), new(0f, 0.68f, 0f));
        table.Put(Finish.Gold, Finish.GoldLeaf, TerraceShapes.Torus(radius, 0.016f, 28, 4), new(0f, 0.72f, 0f));
        Vector2[] pot = [new(0.05f, 0f), new(0.1f, 0.03f), new(0.11f, 0.09f), new(0.06f, 0.14f), new(0.02f, 0.15f), new(0.025f, 0.18f), new(0.001f, 0.19f)];
        table.Put(Finish.Jade, 0xe6efe6, Shapes.Lathe(pot, 14, smooth: true), new(0f, 0.74f, 0f));
        table.Put(Finish.Jade, 0xe6efe6, Shapes.Sweep([new(0.09f, 0.79f, 0f), new(0.15f, 0.82f, 0f), new(0.18f, 0.88f, 0f)], t => 0.02f - (0.01f * t), 6), Vector3.Zero);
        table.SolidColumn(Vector3.Zero, radius, 0.75f);
        for (int i = 0; i < stools; i++)
        {
            float angle = turn + (i * MathF.Tau / stools);
            (float sin, float cos) = MathF.SinCos(angle);
            table.Put(Finish.Jade, 0xe6efe6, Shapes.Lathe([new(0.02f, 0f), new(0.036f, 0.05f), new(0.03f, 0.05f), new(0.001f, 0.02f)], 10),
                new(sin * radius * 0.62f, 0.74f, cos * radius * 0.62f));
            Stool(table.At(new(sin * ring, 0f, cos * ring), angle + MathF.PI), 0xa82a20);
        }
    }

    private static void Seat(Mason mason, Vector3 at, float yaw) =>
        mason.Scene.AddSeat(mason.InRoom(at with { Y = SeatHeight }), mason.YawInRoom(yaw), SeatHeight);
}
