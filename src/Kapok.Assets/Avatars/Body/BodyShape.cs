using System.Numerics;

namespace Kapok.Assets.Avatars.Body;

/// <summary>Proportions of a body.</summary>
/// <param name="Feminine">0..1.</param>
/// <param name="Bulk">0 slim to 1 full.</param>
public sealed record BodyShape(float Feminine, float Bulk)
{
    /// <summary>The builds of the kit, by the number a look carries.</summary>
    public static readonly BodyShape[] Builds = [new(1f, 0f), new(0.05f, 0.06f), new(0.9f, 0.8f), new(0.05f, 0.85f)];

    /// <summary>Roundness of the torso's cross-section.</summary>
    public const float TorsoExponent = 2.35f;

    // Height, half width, half depth, offset to the front.
    private readonly float[][] _torso = TorsoKeys(Feminine, 1f - Feminine, Bulk);

    private readonly float[][] _leg =
    [
        [0.085f, 0.033f], [0.12f, 0.035f], [0.26f, 0.05f], [0.36f, 0.048f], [0.45f, 0.051f],
        [0.6f, 0.068f + (0.004f * Feminine)], [0.73f, 0.080f + (0.005f * Feminine)], [0.79f, 0.074f + (0.004f * Feminine)], [0.85f, 0.058f],
    ];

    private static readonly float[][] ArmKeys = [[0f, 0.049f], [0.08f, 0.046f], [0.215f, 0.0385f], [0.27f, 0.038f], [0.40f, 0.0275f]];

    public float Masculine => 1f - Feminine;

    /// <summary>Half width, half depth and offset to the front of the torso at a height.</summary>
    public (float Width, float Depth, float Front) Torso(float y)
    {
        Span<float> values = stackalloc float[3];
        Curve.Keyed(_torso, y, values);
        return (values[0], values[1], values[2]);
    }

    /// <summary>A point of the torso's front, <paramref name="off"/> metres above the skin.</summary>
    public Vector3 Front(float x, float y, float off = 0f)
    {
        (float width, float depth, float front) = Torso(y);
        float across = MathF.Min(0.999f, MathF.Abs(x) / (width + off));
        return new(x, y, front + ((depth + off) * MathF.Pow(1f - MathF.Pow(across, TorsoExponent), 1f / TorsoExponent)));
    }

    /// <summary>Bones that move the torso at a height.</summary>
    public static BoneWeights TorsoWeights(float y)
    {
        float hips = 1f - Curve.Smooth(0.86f, 0.97f, y), chest = Curve.Smooth(0.95f, 1.08f, y), neck = Curve.Smooth(1.19f, 1.25f, y) * 0.7f;
        return new(Bone.Hips, hips * (1f - chest), Bone.Spine, (1f - hips) * (1f - chest), Bone.Chest, chest * (1f - neck), Bone.Neck, chest * neck);
    }

    /// <summary>Radius of the arm, metres, at a distance from the shoulder joint.</summary>
    public float ArmRadius(float along) => Curve.Keyed(ArmKeys, along) * (1f + (0.25f * Bulk) + (0.08f * Masculine));

    /// <summary>Radius of the leg at a height.</summary>
    public float LegRadius(float y) => Curve.Keyed(_leg, y) * (1f + (0.22f * Bulk));

    /// <summary>Middle of the leg, to the side, at a height: full legs stand a little apart.</summary>
    public float LegX(float side) => side * Skeleton.HipX * (1f + (0.12f * Bulk));

    private static float[][] TorsoKeys(float f, float m, float k) =>
    [
        [0.77f, 0.05f, 0.06f, 0f],
        [0.79f, 0.098f, 0.085f, 0f],
        [0.85f, 0.138f + (0.012f * f) + (0.02f * k), 0.104f + (0.01f * f) + (0.03f * k), -0.004f],
        [0.92f, 0.128f + (0.004f * f) + (0.03f * k), 0.096f + (0.045f * k), 0.002f],
        [0.99f, 0.114f - (0.014f * f) + (0.008f * m) + (0.036f * k), 0.086f - (0.004f * f) + (0.05f * k), 0.004f * (1f + (2f * k))],
        [1.06f, 0.128f - (0.008f * f) + (0.008f * m) + (0.026f * k), 0.094f + (0.036f * k), 0.004f],
        [1.115f, 0.138f + (0.01f * m) + (0.014f * k), 0.100f + (0.010f * f) + (0.02f * k), 0.005f + (0.004f * f)],
        [1.165f, 0.132f + (0.02f * m) + (0.012f * k), 0.088f + (0.008f * f) + (0.01f * k), -0.001f],
        [1.197f, 0.112f + (0.015f * m), 0.073f, -0.006f],
        [1.222f, 0.076f + (0.008f * m), 0.06f, -0.008f],
        [1.245f, 0.056f + (0.006f * m), 0.054f, -0.006f],
    ];
}
