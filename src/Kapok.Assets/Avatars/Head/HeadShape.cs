using System.Numerics;
using static Kapok.Assets.Avatars.Curve;

namespace Kapok.Assets.Avatars.Head;

/// <summary>The surface of a head by direction from its centre. Hair and accessories are laid over the first face's.</summary>
public sealed class HeadShape(FaceShape face)
{
    /// <summary>Middle of the head, before <see cref="Skeleton.HeadScale"/>.</summary>
    public static readonly Vector3 Centre = new(0f, 1.43f, 0.005f);

    /// <summary>Side, in metres, of the square that the face is drawn on, before <see cref="Skeleton.HeadScale"/>.</summary>
    public const float FaceSquare = 0.32f;

    /// <summary>The skull that hair and accessories are fitted to.</summary>
    public static readonly HeadShape Skull = new(FaceShape.All[0]);

    /// <summary>Direction by azimuth (0 to the front, positive to the left) and angle from the crown, radians.</summary>
    public static Vector3 Direction(float azimuth, float fromCrown) => new(
        MathF.Sin(fromCrown) * MathF.Sin(azimuth), MathF.Cos(fromCrown), MathF.Sin(fromCrown) * MathF.Cos(azimuth));

    /// <summary>The surface point at an azimuth and angle from the crown, <paramref name="off"/> metres above the skin.</summary>
    public Vector3 At(float azimuth, float fromCrown, float off = 0f) => At(Direction(azimuth, fromCrown), off);

    /// <summary>The surface point in a direction, <paramref name="off"/> metres above the skin.</summary>
    public Vector3 At(Vector3 d, float off = 0f)
    {
        float down = MathF.Max(0f, -d.Y), up = MathF.Max(0f, d.Y), front = MathF.Max(0f, d.Z);
        // A skull seen from above is a rounded box rather than an ellipse.
        const float Boxy = 2.25f;
        float flat = MathF.Max(1e-6f, MathF.Sqrt((d.X * d.X) + (d.Z * d.Z)));
        float box = Mix(1f, flat / MathF.Max(1e-6f, MathF.Pow(MathF.Pow(MathF.Abs(d.X), Boxy) + MathF.Pow(MathF.Abs(d.Z), Boxy), 1f / Boxy)), 0.8f);
        float taper = Smooth(0.05f, 1f, down), low = Smooth(0.02f, 0.35f, down), ahead = Smooth(-0.2f, 0.35f, d.Z);
        float x = d.X * box * 0.132f * (1f - ((0.29f - (0.15f * face.Jaw * ahead)) * taper) - (0.03f * up * up));
        x *= 1f + (0.02f * Bell(d.Y + 0.35f, 0.28f)) + (low * ahead * ((0.06f * face.Cheek * Bell(d.Y + 0.42f, 0.26f))
            + (0.045f * face.Cheekbone * Bell(d.Y + 0.24f, 0.16f)) + (0.075f * face.Square * Bell(d.Y + 0.66f, 0.2f))
            - (0.22f * face.Point * Smooth(0.55f, 1f, down))));
        float y = (d.Y * 0.15f) - ((0.008f + (0.015f * face.Chin)) * Smooth(0.55f, 1f, down) * MathF.Max(front, 0.35f * ahead));
        float z = d.Z * box * (d.Z > 0f ? 0.132f * (1f - (0.1f * taper)) : 0.146f * (1f - (0.42f * taper)));
        z += (0.014f + (0.006f * face.Chin)) * Smooth(0.5f, 1f, down) * Smooth(-0.2f, 0.5f, d.Z);
        if (front > 0.2f) z += Smooth(0.2f, 0.5f, front) * Relief(MathF.Abs(x), y);
        return Centre + new Vector3(x, y, z) + (d * off);
    }

    // Eye hollows, cheeks, forehead, nose, lips, chin: metres forward at a place of the face.
    private float Relief(float x, float y)
    {
        float nose = (0.021f + (0.0085f * face.Nose)) * Bell(x, 0.0125f + (0.0042f * face.NoseWidth));
        float relief = nose * (y < -0.046f ? Bell(y + 0.046f, 0.011f) : Bell(y + 0.046f, 0.030f + (0.008f * face.Bridge)));
        relief += 0.004f * MathF.Max(0f, face.NoseWidth + 0.2f) * Bell(x - 0.013f, 0.009f) * Bell(y + 0.05f, 0.012f);
        relief += 0.0035f * face.Bridge * Bell(x, 0.011f) * Bell(y + 0.008f, 0.022f);
        relief -= 0.0085f * Bell(x - 0.054f, 0.030f) * Bell(y + 0.016f, 0.026f);
        relief += (0.005f + (0.005f * face.Cheek) + (0.003f * face.Cheekbone)) * Bell(x - 0.07f, 0.035f) * Bell(y + 0.06f, 0.03f);
        relief += 0.004f * Bell(x, 0.05f) * Bell(y - 0.03f, 0.03f);
        relief += 0.005f * face.Brow * Bell(x - 0.045f, 0.04f) * Bell(y - 0.022f, 0.016f);
        relief += (0.004f + (0.004f * face.Lips)) * Bell(x, 0.026f) * Bell(y + 0.084f, 0.016f + (0.003f * face.Lips));
        return relief + ((0.006f + (0.004f * face.Square)) * Bell(x, 0.03f) * Bell(y + 0.135f, 0.02f));
    }
}
