// Shoes and socks.
using System.Numerics;
using static Kapok.Assets.Avatars.Curve;

namespace Kapok.Assets.Avatars.Body;

public sealed partial class BodyBuilder
{
    // Along the foot: half width, half height, height of the middle.
    private static readonly float[][] Upper =
    [
        [-0.066f, 0.001f, 0.001f, 0.045f], [-0.064f, 0.026f, 0.03f, 0.047f], [-0.05f, 0.038f, 0.046f, 0.054f], [-0.02f, 0.043f, 0.052f, 0.06f], [0.012f, 0.044f, 0.048f, 0.056f],
        [0.05f, 0.047f, 0.036f, 0.044f], [0.085f, 0.049f, 0.028f, 0.036f], [0.115f, 0.044f, 0.023f, 0.031f], [0.135f, 0.031f, 0.017f, 0.027f], [0.142f, 0.001f, 0.001f, 0.024f],
    ];

    private static readonly float[][] Sole =
    [
        [-0.072f, 0.001f, 0.001f], [-0.07f, 0.03f, 0.0135f], [-0.05f, 0.042f, 0.0145f], [0f, 0.047f, 0.0145f], [0.05f, 0.051f, 0.0145f],
        [0.09f, 0.053f, 0.0145f], [0.125f, 0.045f, 0.0145f], [0.146f, 0.028f, 0.0135f], [0.15f, 0.001f, 0.001f],
    ];

    /// <summary>Both shoes.</summary>
    /// <param name="sole">Paint of the sole.</param>
    /// <param name="toe">Paint of the cap, when it differs.</param>
    /// <param name="sock">Paint of a sock above it.</param>
    /// <param name="laces">Whether it is laced.</param>
    public void Shoes(Paint sole, Paint? toe = null, Paint? sock = null, bool laces = false)
    {
        foreach (float side in Sides)
        {
            Bone foot = side > 0f ? Bone.LeftFoot : Bone.RightFoot;
            float x = shape.LegX(side);
            // In the crowd a shoe is a heel, an instep and a toe.
            float[][] upper = Level == 2 ? [Upper[0], Upper[2], Upper[6], Upper[^1]] : Upper;
            mesh.Tube([.. upper.Select(k => Section(k[0], k[1], k[2], k[3], k[0] > 0.095f && toe is { } cap ? cap.Glossy() : Paint.Shoes, 2.4f))], 18);
            if (Level < 2) mesh.Tube([.. Sole.Select(k => Section(k[0], k[1], k[2], 0.0155f, sole.Glossy(), 4f))], 16);
            if (Level == 0) Collar();
            if (laces && Level == 0)
            {
                for (int i = 0; i < 3; i++)
                {
                    float z = 0.022f + (i * 0.022f), y = 0.098f - (i * 0.0125f);
                    mesh.Sweep(new(new(x - 0.026f, y - 0.01f, z), new(x, y + 0.002f, z + 0.003f), new(x + 0.026f, y - 0.01f, z)), 4, 5, _ => 0.0042f, foot, Paint.White);
                }
            }
            if (sock is { } knit && Level < 2)
                mesh.Tube([Sock(0.08f, 0.004f, knit), Sock(0.13f, 0.005f, knit), Sock(0.165f, 0.0055f, knit), Sock(0.17f, 0.004f, knit), Sock(0.168f, -0.003f, knit)], 18);

            Ring Section(float z, float a, float b, float y, Paint paint, float exponent) =>
                new(new(x + (side * 0.006f * Smooth(0f, 0.1f, z)), y, z), Vector3.UnitX, Vector3.UnitY, a, b, foot, paint) { Exponent = exponent };
            Ring Sock(float y, float off, Paint paint)
            {
                float radius = shape.LegRadius(y) + off;
                return new(new(x, y, -0.006f), Vector3.UnitX, Vector3.UnitZ, radius, radius * 1.04f, LegWeights(side, y), paint);
            }
            void Collar()
            {
                float[][] keys = [[0.083f, 0.04f, 1f], [0.096f, 0.043f, 1f], [0.112f, 0.041f, 1f], [0.114f, 0.036f, 0.55f], [0.106f, 0.03f, 0.55f]];
                mesh.Tube([.. keys.Select(k => new Ring(new(x, k[0], -0.018f), Vector3.UnitX, Vector3.UnitZ, k[1], k[1] * 1.06f, foot, Paint.Shoes.Shaded(k[2])))], 16);
            }
        }
    }
}
