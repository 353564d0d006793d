using System.Numerics;
using Kapok.Assets.Geometry;

namespace Kapok.Assets.Scenes.Terrace;

/// <summary>What one stands on: the round terrace with its skirt and balustrade, and the stepped dais.</summary>
internal static class Ground
{
    public static void Build(Mason mason)
    {
        Floor(mason);
        Dais(mason);
        Balustrade(mason, TerraceLayout.EdgeRadius, 0f, MathF.Tau, 1.75f, 1f, solidEvery: 2);
        // The dais is open in front; its balustrade guards the sides and the back.
        Mason dais = mason.At(new(0f, TerraceLayout.DaisHeight, TerraceLayout.DaisZ));
        Balustrade(dais, TerraceLayout.DaisRadius - 0.3f, 1.15f, MathF.Tau - 1.15f, 1.5f, 0.78f, solidEvery: 2);
    }

    // The floor is cut into rings so that baked shade has vertices to live on.
    private static void Floor(Mason mason)
    {
        const int Rings = 48, Around = 144;
        Vector2[] rings = [.. Enumerable.Range(0, Rings + 1).Select(i => new Vector2(MathF.Max(TerraceLayout.Radius * (Rings - i) / Rings, 0.001f), 0f))];
        mason.Put(Finish.Floor, Finish.White, Shapes.Lathe(rings, Around), Vector3.Zero);
        const float R = TerraceLayout.Radius;
        Vector2[] skirt =
        [
            new(R - 10f, -30f), new(R - 8f, -20f), new(R - 3.5f, -11f), new(R + 0.2f, -3.6f), new(R + 1.6f, -2.2f), new(R + 1.6f, -1.2f),
            new(R + 0.9f, -1.2f), new(R + 0.9f, -0.6f), new(R + 0.4f, -0.6f), new(R + 0.4f, 0f), new(R - 0.05f, 0f),
        ];
        mason.Put(Finish.Jade, 0xb4d0be, Shapes.Lathe(skirt, 96), Vector3.Zero);
        foreach (float y in (ReadOnlySpan<float>)[-0.6f, -1.2f])
            mason.Put(Finish.Gold, Finish.GoldDeep, TerraceShapes.Torus(y < -1f ? R + 1.6f : R + 0.9f, 0.05f, 96, 3), new(0f, y, 0f));
        mason.SolidColumn(new(0f, -1f, 0f), R, 1f);
    }

    // Treads and risers take the floor's material, because the carpet runs up them.
    private static void Dais(Mason mason)
    {
        Mason dais = mason.At(new(0f, 0f, TerraceLayout.DaisZ));
        List<Vector2> profile = [];
        for (int i = 0; i < TerraceLayout.DaisSteps; i++)
        {
            float radius = TerraceLayout.DaisRadius + ((TerraceLayout.DaisSteps - 1 - i) * TerraceLayout.StepTread);
            float top = (i + 1) * TerraceLayout.StepRise;
            profile.AddRange([new(radius, top - TerraceLayout.StepRise), new(radius, top)]);
            dais.SolidColumn(Vector3.Zero, radius, top);
            dais.Put(Finish.Gold, Finish.GoldLeaf, TerraceShapes.Torus(radius, 0.026f, 96, 3), new(0f, top, 0f));
        }
        for (int i = 1; i <= 12; i++) profile.Add(new(MathF.Max(TerraceLayout.DaisRadius * (12 - i) / 12f, 0.001f), TerraceLayout.DaisHeight));
        dais.Put(Finish.Floor, Finish.White, Shapes.Lathe(profile, 112), Vector3.Zero);

        Mason plinth = mason.At(new(0f, TerraceLayout.DaisHeight, TerraceLayout.GongZ));
        const float H = TerraceLayout.PlinthHeight, R = TerraceLayout.PlinthRadius;
        plinth.Put(Finish.Jade, Finish.JadeMid, Shapes.Lathe([new(R + 0.3f, 0f), new(R + 0.3f, H / 2f), new(R, H / 2f), new(R, H), new(R * 0.5f, H), new(0.001f, H)], 64),
            Vector3.Zero);
        foreach ((float radius, float y) in (ReadOnlySpan<(float, float)>)[(R + 0.3f, H / 2f), (R, H)])
        {
            plinth.Put(Finish.Gold, Finish.GoldLeaf, TerraceShapes.Torus(radius, 0.024f, 56, 3), new(0f, y, 0f));
            plinth.SolidColumn(Vector3.Zero, radius, y);
        }
    }

    // Posts with lotus buds, rails and carved panels along an arc, and colliders that keep people from the edge.
    private static void Balustrade(Mason mason, float radius, float from, float to, float spacing, float height, int solidEvery)
    {
        int count = (int)MathF.Round((to - from) * radius / spacing);
        bool closed = to - from > 6.28f;
        float arc = (to - from) / count, panel = (arc * radius) - 0.2f;
        MeshData bud = Shapes.Lathe([new(0.14f, 0f), new(0.09f, 0.06f), new(0.14f, 0.15f), new(0.09f, 0.28f), new(0.001f, 0.36f)], 6, smooth: true);
        for (int i = 0; i <= count; i++)
        {
            Vector3 At(float angle) => new(MathF.Sin(angle) * radius, 0f, MathF.Cos(angle) * radius);
            float angle = from + (i * arc);
            if (i < count || !closed)
            {
                Mason post = mason.At(At(angle), angle);
                post.Box(Finish.Jade, 0xd6e8da, new(0f, height / 2f, 0f), new(0.24f, height, 0.24f));
                post.Put(Finish.Gold, Finish.GoldLeaf, bud, new(0f, height, 0f));
            }
            if (i == count) break;
            Mason bay = mason.At(At(angle + (arc / 2f)), angle + (arc / 2f));
            bay.Box(Finish.Jade, 0xd0e4d5, new(0f, height - 0.12f, 0f), new(panel, 0.12f, 0.16f));
            bay.Box(Finish.Jade, 0xb4d3bf, new(0f, 0.34f, 0f), new(panel, 0.44f, 0.09f));
            bay.Box(Finish.Jade, 0xd0e4d5, new(0f, 0.65f * height, 0f), new(0.2f, 0.26f * height, 0.1f));
            bay.Box(Finish.Gold, Finish.GoldDeep, new(0f, 0.34f, 0f), new(panel * 0.86f, 0.3f, 0.1f));
            bay.Box(Finish.Jade, Finish.JadeMid, new(0f, 0.34f, 0f), new((panel * 0.86f) - 0.06f, 0.24f, 0.11f));
            if (i % solidEvery != 0) continue;
            int bays = Math.Min(solidEvery, count - i);
            float middle = angle + (arc * bays / 2f);
            mason.SolidBox(At(middle) + new Vector3(0f, 0.6f, 0f), new((arc * radius * bays) + 0.3f, 1.2f, 0.6f), middle);
        }
    }
}
