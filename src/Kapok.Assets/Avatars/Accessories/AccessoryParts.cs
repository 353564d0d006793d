using System.Numerics;
using Kapok.Assets.Avatars.Body;
using Kapok.Assets.Avatars.Hair;
using Kapok.Assets.Avatars.Head;

namespace Kapok.Assets.Avatars.Accessories;

/// <summary>What people put on, by the client's names, and the glow stick.</summary>
/// <remarks>Things for the head fit the common skull; things for the body are made for the masculine slim build, and stand off enough for the others.</remarks>
public static partial class AccessoryParts
{
    /// <summary>Name and maker of each accessory, in the order of the bits of a look.</summary>
    public static readonly (string Name, Action<AvatarMesh> Make)[] All =
    [
        ("glasses", Glasses), ("headphones", Headphones), ("cap", Cap), ("hijab", Hijab), ("flower", Flower),
        ("earrings", Earrings), ("lanyard", Lanyard), ("backpack", Backpack), ("catEars", CatEars), ("halo", Halo),
    ];

    private static readonly float[] Sides = [1f, -1f];

    // Wide enough for every build.
    private static readonly BodyShape Wearer = new(0.5f, 0.35f);

    /// <summary>An accessory at a level of detail.</summary>
    public static AvatarMesh Build(Action<AvatarMesh> make, Detail detail)
    {
        AvatarMesh mesh = new(detail);
        make(mesh);
        return mesh;
    }

    /// <summary>The glow stick in the right hand: handle and glowing rod, tilted as a fist holds it.</summary>
    public static AvatarMesh GlowStick(Detail detail)
    {
        AvatarMesh mesh = new(detail);
        Vector3 palm = Skeleton.JointOf(Bone.RightHand) + new Vector3(-0.066f, -0.024f, 0f), along = Vector3.Normalize(new(-0.55f, -0.05f, 0.83f));
        Vector3 across = Vector3.Normalize(Vector3.Cross(along, Vector3.UnitY)), up = Vector3.Cross(across, along);
        mesh.Tube([Section(-0.055f, 0.001f, Paint.Dark), Section(-0.053f, 0.013f, Paint.Dark), Section(0.05f, 0.013f, Paint.Dark), Section(0.055f, 0.010f, Paint.Dark)], 12);
        Paint glow = new(Slot.Stick, Surface.Glow);
        mesh.Tube([Section(0.05f, 0.012f, glow), Section(0.06f, 0.0145f, glow), Section(0.27f, 0.0135f, glow), Section(0.283f, 0.009f, glow), Section(0.287f, 0.0001f, glow)], 12);
        return mesh;

        Ring Section(float at, float radius, Paint paint) => new(palm + (along * at), across, up, radius, radius, Bone.RightHand, paint);
    }

    /// <summary>A beard, a stubble or a moustache, fitted to the first face.</summary>
    public static AvatarMesh Beard(string style, Detail detail)
    {
        AvatarMesh mesh = new(detail);
        HairBuilder hair = new(mesh, seed: 5);
        if (style == "stubble") Stubble(mesh);
        if (style == "beard") FullBeard(hair);
        if (style is "moustache" or "beard") Moustache(hair, style == "beard" ? 0.85f : 1.15f);
        return mesh;
    }

    /// <summary>Names of the beards.</summary>
    public static readonly string[] Beards = ["stubble", "beard", "moustache"];

    private static Vector3 Over(float x, float y, float z, float off) => HeadShape.Skull.At(Vector3.Normalize(new(x, y, z)), off);

    // Beards fit every face, so they lie over the outermost of the jaws that they are commonest on.
    private static readonly HeadShape[] Bearded = [.. FaceShape.All.Where(face => face.Name is "oval" or "square" or "long" or "broad" or "angular")
        .Select(face => new HeadShape(face))];

    private static Vector3 Jaw(float azimuth, float fromCrown, float off) =>
        Bearded.Select(shape => shape.At(azimuth, fromCrown, off)).MaxBy(point => Vector3.DistanceSquared(point, HeadShape.Centre));

    private static void FullBeard(HairBuilder hair)
    {
        int locks = hair.Count(15);
        for (int i = 0; i < locks; i++)
        {
            float azimuth = Curve.Mix(-1.28f, 1.28f, (float)i / (locks - 1)), a = MathF.Abs(azimuth);
            float from = Curve.Mix(2.40f, 1.74f, Curve.Smooth(0.35f, 1.2f, a)), to = Curve.Mix(2.85f, 2.15f, Curve.Smooth(0.2f, 1.2f, a));
            hair.Lock(
                new(0.0225f * hair.Widening(15), 0.013f) { Rings = 6, Blunt = 4f, Root = 0.6f },
                Jaw(azimuth, from, -0.003f), Jaw(azimuth, Curve.Mix(from, to, 0.5f), 0.009f),
                Jaw(azimuth * 0.93f, to, 0.009f) + new Vector3(0f, -0.010f * (1f - (a / 1.3f)), 0.002f));
        }
    }

    private static void Moustache(HairBuilder hair, float size)
    {
        foreach (float side in Sides)
            hair.Lock(
                new(0.0085f * size, 0.007f * size) { Rings = 7, Root = 0.8f },
                Over(0f, -0.41f, 0.89f, 0.005f), Over(side * 0.15f, -0.435f, 0.86f, 0.010f), Over(side * 0.30f, -0.455f, 0.80f, 0.005f));
    }

    // A thin shell of short hair over jaw and lip, open around the mouth.
    private static void Stubble(AvatarMesh mesh)
    {
        (int rows, int columns) = mesh.Detail.Pick((4, 20), (2, 10), (1, 6));
        Paint shade = Paint.Skin.Shaded(0.8f);
        mesh.Grid(rows + 1, columns + 1, (row, column) =>
        {
            float azimuth = Curve.Mix(-1.35f, 1.35f, (float)column / columns), a = MathF.Abs(azimuth), v = (float)row / rows;
            float from = Curve.Mix(2.40f, 1.75f, Curve.Smooth(0.3f, 1.25f, a)), to = Curve.Mix(2.95f, 2.2f, Curve.Smooth(0.2f, 1.3f, a));
            return new(Jaw(azimuth, Curve.Mix(from, to, v), row == 0 || row == rows ? -0.004f : 0.0006f), HeadShape.Centre, Bone.Head, shade);
        }, wrap: false);
    }
}
