using System.Numerics;
using Kapok.Assets.Geometry;

namespace Kapok.Assets.Scenes.Terrace;

/// <summary>Paper lanterns that hang, and posts that carry one.</summary>
internal static class Lanterns
{
    /// <summary>A red lantern with a tassel, centred on the origin, on a cord to whatever is 0.8 m above.</summary>
    public static void Hanging(Mason mason)
    {
        mason.Put(Finish.Glow, Finish.LanternRed, Shapes.Ellipsoid(new(0.34f, 0.28f, 0.34f), 8, 14), Vector3.Zero);
        foreach (float y in (ReadOnlySpan<float>)[-0.3f, 0.24f]) mason.Column(Finish.Gold, Finish.GoldDeep, new(0f, y, 0f), 0.16f, 0.16f, 0.06f, 10);
        mason.Put(Finish.Gold, Finish.GoldDeep, Shapes.Cylinder(0.012f, 0.012f, 0.5f, 4, open: true), new(0f, 0.3f, 0f));
        mason.Put(Finish.Lacquer, 0xc22a1a, Shapes.Cylinder(0.02f, 0.055f, 0.42f, 6), new(0f, -0.72f, 0f));
    }

    /// <summary>A carved post with a round lamp under a small roof, its foot on height 0.</summary>
    public static void Post(Mason mason, float height)
    {
        mason.Put(Finish.Jade, Finish.JadeLight, Shapes.Lathe([new(0.62f, 0f), new(0.62f, 0.16f), new(0.46f, 0.2f), new(0.46f, 0.42f), new(0.24f, 0.62f),
            new(0.2f, 0.72f)], 20), Vector3.Zero);
        mason.Put(Finish.Jade, Finish.JadePale, Shapes.Cylinder(0.16f, 0.2f, height - 0.7f, 14, open: true), new(0f, 0.7f, 0f));
        foreach (float share in (ReadOnlySpan<float>)[0.2f, 0.55f, 0.92f])
            mason.Column(Finish.Gold, Finish.GoldLeaf, new(0f, height * share, 0f), 0.215f, 0.215f, 0.09f, 14);
        mason.Put(Finish.Gold, Finish.GoldLeaf, Shapes.Lathe([new(0.17f, 0f), new(0.44f, 0.3f), new(0.44f, 0.38f), new(0.001f, 0.38f)], 16), new(0f, height, 0f));
        mason.Put(Finish.Glow, 0xffb066, Shapes.Ellipsoid(new(0.38f, 0.42f, 0.38f), 8, 14), new(0f, height + 0.76f, 0f));
        Vector2[] cap = [new(0.3f, 0f), new(0.72f, 0.04f), new(0.68f, 0.1f), new(0.28f, 0.24f), new(0.08f, 0.46f), new(0.001f, 0.6f)];
        mason.Put(Finish.Roof, Finish.Tile, Shapes.Lathe(cap, 16, smooth: true), new(0f, height + 1.08f, 0f));
        mason.SolidColumn(Vector3.Zero, 0.55f, 2f);
        Vector3 lamp = mason.InRoom(new(0f, height + 0.76f, 0f));
        mason.Scene.AddMarker("lamp", lamp);
    }
}
