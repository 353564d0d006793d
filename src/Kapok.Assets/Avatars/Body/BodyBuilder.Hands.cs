// Hands: five fingers close up, a mitten with a thumb across the room, a taper in the crowd.
using System.Numerics;

namespace Kapok.Assets.Avatars.Body;

public sealed partial class BodyBuilder
{
    private const float Curl = 0.30f;

    /// <summary>Both hands, palms down in the T-pose.</summary>
    public void Hands()
    {
        foreach (float side in Sides)
        {
            Bone hand = side > 0f ? Bone.LeftHand : Bone.RightHand;
            float size = 1f + (0.1f * shape.Masculine) + (0.05f * shape.Bulk);
            if (Level == 2)
            {
                Mitten(side, hand, size);
                continue;
            }
            mesh.Tube(
            [
                Wrist(-0.065f), Wrist(-0.035f), Palm(-0.012f, 0.0265f, 0.024f, 0f), Palm(0.008f, 0.027f, 0.021f, 0f), Palm(0.025f, 0.033f, 0.0185f, -0.001f),
                Palm(0.048f, 0.037f, 0.017f, -0.002f),
                Palm(0.068f, 0.036f, 0.015f, -0.003f), Palm(0.08f, 0.03f, 0.011f, -0.004f), Palm(0.084f, 0.001f, 0.001f, -0.004f),
            ], 14);
            if (Level == 0)
            {
                Finger(0.026f, 0.066f, 0.0098f, 0.070f, 0.12f, 0.85f);
                Finger(0.009f, 0.074f, 0.0102f, 0.076f, 0.03f, 1f);
                Finger(-0.009f, 0.068f, 0.0098f, 0.074f, -0.05f, 1.1f);
                Finger(-0.0255f, 0.054f, 0.0086f, 0.066f, -0.14f, 1.2f);
            }
            else
            {
                Fingers(0.017f);
                Fingers(-0.017f);
            }
            mesh.Sweep(
                new(At(0.006f, -0.006f, 0.018f), At(0.026f, -0.013f, 0.037f), At(0.046f, -0.021f, 0.047f), At(0.062f, -0.027f, 0.048f)), 7, 9,
                t => size * (0.0135f - (0.003f * t)) * Tip(t, 0.8f), hand, Paint.Skin);

            Vector3 At(float x, float y, float z) => HandPoint(side, size, x, y, z);
            // The end of the forearm comes with the hand, so that no sleeve is empty.
            Ring Wrist(float x)
            {
                float along = Skeleton.UpperArm + Skeleton.LowerArm + x, radius = shape.ArmRadius(along) - 0.0012f;
                return new(At(x / size, 0f, 0f), Vector3.UnitZ, Vector3.UnitY, radius, radius * 0.94f, ArmWeights(side, along), Paint.Skin);
            }
            Ring Palm(float x, float a, float b, float y) =>
                new(At(x, y, 0f), Vector3.UnitZ, Vector3.UnitY, a * size, b * size, hand, Paint.Skin) { Exponent = 2.5f };
            void Finger(float z, float length, float radius, float x, float spread, float curl) => mesh.Sweep(
                FingerPath(side, size, new(x, -0.003f, z), length, spread, curl * Curl), 8, 9, t => radius * size * (1f - (0.22f * t)) * Tip(t, 0.78f), hand, Paint.Skin);
            void Fingers(float z) => mesh.Sweep(
                FingerPath(side, size, new(0.07f, -0.003f, z), 0.066f, 0f, Curl), 7, 8, t => 0.0175f * size * (1f - (0.3f * t)) * Tip(t, 0.8f), hand, Paint.Skin, 0.6f);
        }
    }

    private static Vector3 HandPoint(float side, float size, float x, float y, float z) =>
        new(side * (Skeleton.ShoulderX + Skeleton.UpperArm + Skeleton.LowerArm + (x * size)), Skeleton.ShoulderY + (y * size), z * size);

    private static Spline FingerPath(float side, float size, Vector3 root, float length, float spread, float curl)
    {
        Vector3 point = HandPoint(side, size, root.X, root.Y, root.Z);
        List<Vector3> points = [point];
        float bend = 0f;
        foreach (float share in (ReadOnlySpan<float>)[0.3f, 0.3f, 0.22f, 0.18f])
        {
            bend += curl * (points.Count > 1 ? 1f : 0.5f);
            float bone = length * share * size;
            point += new Vector3(side * MathF.Cos(bend) * bone, -MathF.Sin(bend) * bone, spread * bone);
            points.Add(point);
        }
        return new([.. points]);
    }

    // Fingertips are round: the radius falls like a quarter circle over the last part.
    private static float Tip(float t, float from) => MathF.Sqrt(MathF.Max(0.02f, 1f - (MathF.Pow(MathF.Max(0f, t - from) / (1f - from), 2f) * 0.88f)));

    private void Mitten(float side, Bone hand, float size)
    {
        Ring Part(float x, float a, float b, float y, float z) =>
            new(HandPoint(side, size, x, y, z), Vector3.UnitZ, Vector3.UnitY, a * size, b * size, hand, Paint.Skin);
        mesh.Tube([Part(-0.04f, 0.026f, 0.022f, 0f, 0f), Part(0.05f, 0.038f, 0.017f, -0.004f, 0.004f), Part(0.135f, 0.006f, 0.006f, -0.03f, 0f)], 10);
    }
}
