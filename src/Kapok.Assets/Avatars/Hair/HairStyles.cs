using System.Numerics;

namespace Kapok.Assets.Avatars.Hair;

/// <summary>The hair styles of the kit, by the client's names.</summary>
public static partial class HairStyles
{
    /// <summary>Name and maker of each style.</summary>
    public static readonly (string Name, Action<HairBuilder> Make)[] All =
    [
        ("short", Short), ("undercut", Undercut), ("bob", Bob), ("long", Long), ("ponytail", Ponytail), ("bun", Bun), ("curly", Curly),
        ("twin", Twin), ("wavy", Wavy), ("spiky", Spiky), ("braid", Braid),
    ];

    /// <summary>A style at a level of detail.</summary>
    public static AvatarMesh Build(Action<HairBuilder> style, Detail detail)
    {
        AvatarMesh mesh = new(detail);
        style(new(mesh, seed: 77));
        return mesh;
    }

    private static readonly float[] Sides = [1f, -1f];

    // Loose strands before the ears.
    private static void Sidelocks(HairBuilder hair, float width, params ReadOnlySpan<(float Azimuth, float FromCrown, float Off)> places)
    {
        foreach (float side in Sides)
        {
            List<Vector3> points = [];
            foreach ((float azimuth, float fromCrown, float off) in places) points.Add(HairBuilder.At(side * azimuth, fromCrown, off));
            hair.Lock(new(width, width * 0.56f) { Rings = 8 }, [.. points]);
        }
    }
}
