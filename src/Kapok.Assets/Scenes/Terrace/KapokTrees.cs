using System.Numerics;
using Kapok.Assets.Geometry;

namespace Kapok.Assets.Scenes.Terrace;

/// <summary>Kapok trees (Bombax ceiba) in bloom: a straight trunk, tiers of level branches, red flowers before any leaf.</summary>
/// <remarks>
/// A blossom is one red triangle in the file, from its foot at the twig to the tips of two petals; our client opens each into five
/// petals in one instanced draw. In full they would be most of the file.
/// </remarks>
internal sealed class KapokTrees
{
    private const int TrunkSpans = 8;

    private readonly Mason _mason;
    private readonly Random _random;

    private KapokTrees(Mason mason, int seed) => (_mason, _random) = (mason, new Random(seed));

    /// <summary>Grows one tree out of a round jade bed.</summary>
    public static void Build(Mason mason, float height, int seed)
    {
        mason.Put(Finish.Jade, 0xc6ddcd, Shapes.Lathe([new(1.72f, 0f), new(1.72f, 0.4f), new(1.66f, 0.5f), new(1.42f, 0.5f), new(1.4f, 0.4f)], 32), Vector3.Zero);
        mason.Put(Finish.Wood, 0x4a4034, Shapes.Lathe([new(1.4f, 0.4f), new(0.6f, 0.48f), new(0.001f, 0.5f)], 20), Vector3.Zero);
        mason.Put(Finish.Gold, Finish.GoldLeaf, TerraceShapes.Torus(1.72f, 0.022f, 32, 3), new(0f, 0.4f, 0f));
        mason.SolidColumn(Vector3.Zero, 1.72f, 1.2f);
        new KapokTrees(mason, seed).Grow(height);
    }

    private void Grow(float height)
    {
        Vector3[] trunk = new Vector3[TrunkSpans + 1];
        for (int i = 1; i <= TrunkSpans; i++) trunk[i] = trunk[i - 1] + new Vector3(Spread(0.32f), height / TrunkSpans, Spread(0.32f));
        float RadiusAt(float t) => (0.44f * MathF.Pow(1f - (0.8f * t), 0.9f)) + (0.42f * MathF.Exp(-t * 26f));
        _mason.Put(Finish.Wood, Finish.Bark, Shapes.Sweep(TerraceShapes.Curve(trunk, 2), RadiusAt, 11), new(0f, 0.3f, 0f));
        for (int span = 3; span <= TrunkSpans; span++)
        {
            int count = span == TrunkSpans ? 3 : 3 + _random.Next(2);
            float turn = Next(MathF.Tau), share = (span - 3f) / (TrunkSpans - 3f);
            for (int i = 0; i < count; i++)
            {
                float angle = turn + (i * MathF.Tau / count) + Next(0.5f);
                (float sin, float cos) = MathF.SinCos(angle);
                Vector3 heading = Vector3.Normalize(new(cos, 0.2f + (0.5f * share * share) + Next(0.2f), sin));
                Limb(trunk[span] + new Vector3(0f, 0.3f, 0f), heading, height * 0.29f * (1.15f - (0.62f * share)), RadiusAt(span / (float)TrunkSpans) * 0.55f, 2);
            }
        }
    }

    // A limb bends upwards along its length; twigs at its outer half carry the flowers.
    private void Limb(Vector3 foot, Vector3 heading, float length, float radius, int order)
    {
        Vector3 bend = new(Spread(0.5f), 0.35f + Next(0.3f), Spread(0.5f));
        Vector3 middle = foot + (heading * length * 0.55f) + new Vector3(0f, -0.02f * length, 0f);
        Vector3 tip = foot + (heading * length) + (bend * length * 0.22f);
        List<Vector3> path = order == 0 ? [foot, tip] : TerraceShapes.Curve([foot, middle, tip], order == 2 ? 3 : 1);
        _mason.Put(Finish.Wood, 0x6d5a52, Shapes.Sweep(path, t => MathF.Max(radius * (1f - (0.6f * t)), 0.012f), order == 2 ? 6 : order == 1 ? 4 : 3), Vector3.Zero);
        if (order < 2)
        {
            int flowers = order == 0 ? 4 : 2;
            for (int i = 0; i < flowers; i++)
                Blossom(Vector3.Lerp(foot, tip, 0.35f + Next(0.65f)) + new Vector3(Spread(0.2f), 0.05f + Next(0.12f), Spread(0.2f)), 0.9f + Next(0.5f));
        }
        if (order == 0) return;
        for (int i = 0; i < 3 - (order & 1); i++)
        {
            Vector3 start = Vector3.Lerp(i < 1 ? foot : middle, i < 1 ? middle : tip, i < 1 ? 0.9f : i / 2f);
            Vector3 next = Vector3.Normalize((heading * 0.9f) + new Vector3(Spread(1.3f), 0.25f + Next(0.35f), Spread(1.3f)));
            Limb(start, next, length * (0.5f + Next(0.2f)), radius * 0.55f, order - 1);
        }
    }

    private void Blossom(Vector3 foot, float size)
    {
        (float sin, float cos) = MathF.SinCos(Next(MathF.Tau));
        Vector3 up = Vector3.Normalize(new(Spread(1.2f), 0.8f, Spread(1.2f)));
        Vector3 side = Vector3.Normalize(Vector3.Cross(up, new(cos, 0.1f, sin))) * 0.13f * size, top = foot + (up * 0.26f * size);
        MeshData fleck = new();
        fleck.Triangle(fleck.Vertex(foot, up, new(0f, 0f)), fleck.Vertex(top - side, up, new(0f, 1f)), fleck.Vertex(top + side, up, new(1f, 1f)));
        _mason.Put(Finish.Blossom, 0xd8261a, fleck, Vector3.Zero);
    }

    private float Next(float range) => _random.NextSingle() * range;

    private float Spread(float range) => (_random.NextSingle() - 0.5f) * range;
}
