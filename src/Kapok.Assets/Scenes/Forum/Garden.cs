using System.Numerics;
using Kapok.Assets.Geometry;

namespace Kapok.Assets.Scenes.Forum;

/// <summary>
/// What is seen through the windows: lawn, hedge, path, trees of leaf cards, three kapok trees in bloom, and the hills behind. It has no floor to
/// stand on. Crowns are clusters of small cards whose normals point out of the cluster, so that they are shaded as volumes.
/// </summary>
public static class Garden
{
    private static readonly uint[] Greens = [0x7fa65a, 0x9dbf6c, 0x5f8c4e, 0x8ab35f, 0x6d9a4c];
    private static readonly uint[] Blossoms = [0xe8613c, 0xf07a45, 0xd94a34];

    /// <summary>Adds the garden.</summary>
    public static void Build(ForumBuilder house)
    {
        ForumBuilder at = house.Of("forum.garden");
        at.Put(Shapes.Lathe([new(92f, -8f), new(92f, 60f)], 28, -0.3f, MathF.PI + 0.6f), 0f, 0f, 5f, Tone.White, Finish.Backdrop);
        at.Put(Shapes.Plane(74f, 190f), 59f, -0.12f, 5f, 0x93b565u, Finish.Lawn, new(-MathF.PI / 2f, 0f, 0f));
        at.Put(Shapes.Plane(2.2f, 70f, 1, 1), 27.2f, -0.1f, 5f, 0xd6cbb4u, Finish.Gravel, new(-MathF.PI / 2f, 0f, 0f));
        for (int k = 0; k < 44; k++) Shrub(at.At(at.Next(23.3f, 24.6f), -0.1f, -24f + (k * 1.35f) + at.Next(-0.4f, 0.4f)), at.Next(0.5f, 0.85f), Greens[k % 5]);
        for (int k = 0; k < 26; k++) Shrub(at.At(at.Next(29.2f, 31f), -0.1f, -27f + (k * 2.5f) + at.Next(-0.6f, 0.6f)), at.Next(0.7f, 1.3f), Greens[(k + 2) % 5]);
        for (int k = 0; k < 18; k++) Tree(at.At(at.Next(34f, 52f), -0.1f, -52f + (k * 5.6f) + at.Next(-1f, 1f)), at.Next(7f, 11f), Greens, 44);
        foreach (float z in (ReadOnlySpan<float>)[-9.5f, 6.4f, 22.5f]) Tree(at.At(31.5f + at.Next(-0.8f, 0.8f), -0.1f, z), 9.5f, Blossoms, 52);
    }

    private static void Shrub(ForumBuilder at, float size, uint colour)
    {
        for (int k = 0; k < 9; k++) Card(at, Around(at, new(size * 0.8f, size * 0.55f, size * 0.8f)) + new Vector3(0f, size * 0.5f, 0f), new(0f, size * 0.2f, 0f),
            size * 0.75f, colour, Finish.Foliage);
    }

    private static void Tree(ForumBuilder at, float height, uint[] colours, int cards)
    {
        float girth = height * 0.028f, lean = at.Next(-0.5f, 0.5f);
        Vector3 fork = new(lean * 0.4f, height * 0.45f, at.Next(-0.3f, 0.3f));
        at.Put(Shapes.Sweep([new(0f, 0f, 0f), new(lean * 0.1f, height * 0.22f, 0f), fork], t => girth * (1.25f - (0.6f * t)), 7), 0f, 0f, 0f, 0x8a7560u, Finish.Bark);
        Finish crown = colours == Blossoms ? Finish.Blossom : Finish.Foliage;
        for (int branch = 0; branch < 5; branch++)
        {
            (float sin, float cos) = MathF.SinCos((branch * 1.2566f) + lean);
            float reach = height * at.Next(0.16f, 0.27f), top = height * at.Next(0.66f, 0.92f);
            Vector3 tip = new(fork.X + (sin * reach), branch == 0 ? height * 0.95f : top, fork.Z + (cos * reach));
            at.Put(Shapes.Sweep([fork, Vector3.Lerp(fork, tip, 0.5f) + new Vector3(0f, -0.2f, 0f), tip], t => girth * (0.6f - (0.45f * t)), 5), 0f, 0f, 0f, 0x8a7560u, Finish.Bark);
            float size = height * 0.17f;
            for (int k = 0; k < cards; k++)
            {
                Vector3 place = tip + Around(at, new(size * 1.15f, size * 0.8f, size * 1.15f));
                Card(at, place, tip - new Vector3(0f, size * 0.5f, 0f), height * 0.125f * at.Next(0.8f, 1.25f), colours[(branch + (k % 3)) % colours.Length], crown);
            }
        }
    }

    private static Vector3 Around(ForumBuilder at, Vector3 radii)
    {
        float angle = at.Next(0f, MathF.Tau), up = at.Next(-1f, 1f), ring = MathF.Sqrt(1f - (up * up)), depth = MathF.Sqrt(at.Next(0.25f, 1f));
        return new Vector3(MathF.Sin(angle) * ring, up, MathF.Cos(angle) * ring) * radii * depth;
    }

    private static void Card(ForumBuilder at, Vector3 place, Vector3 heart, float size, uint colour, Finish finish)
    {
        MeshData card = Shapes.Plane(size, size);
        Matrix4x4 turn = Matrix4x4.CreateFromYawPitchRoll(at.Next(0f, MathF.Tau), at.Next(-1.1f, 1.1f), at.Next(0f, MathF.Tau));
        card.Transform(turn * Matrix4x4.CreateTranslation(place));
        Vector3 outwards = Vector3.Normalize(place - heart + new Vector3(0f, 0.01f, 0f));
        for (int i = 0; i < card.Normals.Count; i++) card.Normals[i] = outwards;
        at.Put(card, 0f, 0f, 0f, colour, finish);
    }
}
