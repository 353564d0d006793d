using System.Numerics;

namespace Kapok.Assets.Avatars;

/// <summary>The curves that bodies, hair and motion are drawn with.</summary>
public static class Curve
{
    /// <summary>Linear mix.</summary>
    public static float Mix(float a, float b, float t) => a + ((b - a) * t);

    /// <summary>Smoothstep from 0 at <paramref name="from"/> to 1 at <paramref name="to"/>; the edges may be in either order.</summary>
    public static float Smooth(float from, float to, float x)
    {
        float t = Math.Clamp((x - from) / (to - from), 0f, 1f);
        return t * t * (3f - (2f * t));
    }

    /// <summary>A bell of height 1 around 0.</summary>
    public static float Bell(float x, float width) => MathF.Exp(-x * x / (width * width));

    /// <summary>A unit vector along <paramref name="v"/>, or <paramref name="otherwise"/> where it is too short to have a direction.</summary>
    public static Vector3 Direction(Vector3 v, Vector3 otherwise) => v.LengthSquared() > 1e-14f ? Vector3.Normalize(v) : otherwise;

    /// <summary>
    /// Values between keys by a cubic Hermite spline with Catmull-Rom tangents. Each key is its place followed by its values.
    /// </summary>
    public static void Keyed(float[][] keys, float x, Span<float> values)
    {
        int i = 0;
        while (i < keys.Length - 2 && x > keys[i + 1][0]) i++;
        (float[] a, float[] b, float[] c, float[] d) = (keys[Math.Max(0, i - 1)], keys[i], keys[i + 1], keys[Math.Min(keys.Length - 1, i + 2)]);
        float span = c[0] - b[0], t = Math.Clamp((x - b[0]) / span, 0f, 1f), t2 = t * t, t3 = t2 * t;
        for (int j = 0; j < values.Length; j++)
        {
            float m0 = (c[j + 1] - a[j + 1]) / (c[0] - a[0]) * span, m1 = (d[j + 1] - b[j + 1]) / (d[0] - b[0]) * span;
            values[j] = (((2f * t3) - (3f * t2) + 1f) * b[j + 1]) + ((t3 - (2f * t2) + t) * m0) + (((-2f * t3) + (3f * t2)) * c[j + 1]) + ((t3 - t2) * m1);
        }
    }

    /// <summary>One value between keys; see <see cref="Keyed(float[][], float, Span{float})"/>.</summary>
    public static float Keyed(float[][] keys, float x)
    {
        Span<float> value = stackalloc float[1];
        Keyed(keys, x, value);
        return value[0];
    }
}

/// <summary>A centripetal Catmull-Rom curve through points (Yuksel, Schaefer, Keyser 2011): it neither loops nor overshoots.</summary>
public sealed class Spline(params Vector3[] points)
{
    /// <summary>The point at 0..1 of the way, by number of points.</summary>
    public Vector3 At(float t)
    {
        float along = Math.Clamp(t, 0f, 1f) * (points.Length - 1);
        int i = Math.Min((int)along, points.Length - 2);
        Vector3 p1 = points[i], p2 = points[i + 1];
        Vector3 p0 = i > 0 ? points[i - 1] : (2f * p1) - p2, p3 = i + 2 < points.Length ? points[i + 2] : (2f * p2) - p1;
        float d1 = MathF.Sqrt(Vector3.Distance(p1, p2));
        if (d1 < 1e-4f) d1 = 1f;
        float d0 = MathF.Sqrt(Vector3.Distance(p0, p1)), d2 = MathF.Sqrt(Vector3.Distance(p2, p3));
        if (d0 < 1e-4f) d0 = d1;
        if (d2 < 1e-4f) d2 = d1;
        Vector3 m1 = (((p1 - p0) / d0) - ((p2 - p0) / (d0 + d1)) + ((p2 - p1) / d1)) * d1;
        Vector3 m2 = (((p2 - p1) / d1) - ((p3 - p1) / (d1 + d2)) + ((p3 - p2) / d2)) * d1;
        float s = along - i, s2 = s * s, s3 = s2 * s;
        return (((2f * s3) - (3f * s2) + 1f) * p1) + ((s3 - (2f * s2) + s) * m1) + (((-2f * s3) + (3f * s2)) * p2) + ((s3 - s2) * m2);
    }

    /// <summary>The unit direction at 0..1 of the way.</summary>
    public Vector3 TangentAt(float t) => Curve.Direction(At(MathF.Min(1f, t + 0.004f)) - At(MathF.Max(0f, t - 0.004f)), Vector3.UnitY);
}
