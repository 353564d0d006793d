using System.Numerics;
using static Kapok.Assets.Avatars.Curve;

namespace Kapok.Assets.Avatars.Clips;

/// <summary>What performers do on a stage: larger than the audience's dances, eight beats each, feet planted where they step.</summary>
public static class Performances
{
    private static readonly Vector3 Outwards = new(1f, -0.4f, -0.3f), Forwards = new(0f, 0.05f, 1f);

    /// <summary>The clips.</summary>
    public static IEnumerable<Clip> All =>
    [
        new("perform", 4f, Sweep) { Beats = 8, Rate = 18f }, new("perform2", 4f, Pump) { Beats = 8, Rate = 18f },
        new("perform3", 4f, Waves) { Beats = 8, Rate = 18f }, new("perform4", 4f, Sing) { Beats = 8, Rate = 18f },
    ];

    // How far down a body is that dips on every beat, 0..1; quick down, slow up.
    private static float Dip(float phase) => MathF.Pow(0.5f + (0.5f * MathF.Cos(phase * MathF.Tau * 8f)), 1.6f);

    // From one side to the other in the last third of every two beats: -1 right, 1 left.
    private static float Sides(float phase)
    {
        float t = (phase * 4f) - MathF.Floor(phase * 4f), step = (2f * Smooth(0.55f, 1f, t)) - 1f;
        return (int)MathF.Floor(phase * 4f) % 2 == 0 ? step : -step;
    }

    // Feet apart and on the floor wherever the hips go, each leg leaning as it must.
    private static Pose Planted(Vector3 hips, float apart, float heels = 0f)
    {
        Pose pose = new() { Hips = hips };
        foreach (float side in (ReadOnlySpan<float>)[1f, -1f])
        {
            float away = (side * apart) - (hips.X + (side * Skeleton.HipX));
            float lean = MathF.Asin(Math.Clamp(away / (Skeleton.Thigh + Skeleton.Shin + hips.Y), -0.6f, 0.6f)) * 180f / MathF.PI;
            // The heel of the foot that carries less comes up.
            float lift = heels * Smooth(0.01f, 0.06f, -side * hips.X);
            pose.Leg(side, 0.02f, Pose.Ankle + (0.07f * lift), 26f * lift, side * lean);
        }
        return pose;
    }

    // Weight from side to side; the arm on that side sweeps up and out, the other hand stays at the hip.
    private static Pose Sweep(float phase)
    {
        float dip = Dip(phase), side = Sides(phase);
        Pose pose = Planted(new(0.075f * side, -0.045f - (0.045f * dip), 0f), 0.15f, 1f);
        pose.Add(Bone.Spine, 2f * dip, -6f * side, -7f * side).Add(Bone.Chest, -4f, -14f * side, -5f * side).Add(Bone.Head, (7f * dip) - 6f, 12f * side, 7f * side);
        foreach (float arm in (ReadOnlySpan<float>)[1f, -1f])
        {
            float up = Smooth(-1f, 1f, arm * side);
            Vector3 wrist = Vector3.Lerp(new(0.225f, 0.965f, 0.05f), new(0.36f, 1.44f, 0.10f), up) + (new Vector3(0.06f, 0.10f, 0.08f) * MathF.Sin(up * MathF.PI))
                + new Vector3(0f, 0.02f * (1f - dip), 0f);
            pose.Reach(arm, wrist, Vector3.Lerp(new(1f, 0.1f, -0.6f), new(0.6f, -0.8f, -0.2f), up), Vector3.Lerp(new(-0.7f, -0.6f, 0.4f), new(0.7f, 1f, 0.1f), up),
                Vector3.Lerp(new(-0.7f, 0.4f, -0.1f), Forwards, up));
        }
        return pose;
    }

    // A fist over the head on every beat, four with each hand, knees deep.
    private static Pose Pump(float phase)
    {
        float dip = Dip(phase), hand = MathF.Cos(phase * MathF.Tau) > 0f ? 1f : -1f, change = Smooth(0f, 0.35f, MathF.Abs(MathF.Cos(phase * MathF.Tau))), twist = hand * change;
        Pose pose = Planted(new(0.03f * MathF.Sin(phase * MathF.Tau * 4f), -0.055f - (0.06f * dip), -0.02f * dip), 0.14f);
        pose.Add(Bone.Spine, 6f * dip, 5f * twist, 0f).Add(Bone.Chest, (5f * dip) - 6f, 12f * twist, 5f * twist).Add(Bone.Head, (9f * dip) - 9f, -10f * twist, 0f)
            .Both(Bone.LeftShoulder, 0f, 0f, 8f);
        foreach (float arm in (ReadOnlySpan<float>)[1f, -1f])
        {
            float raised = Smooth(-1f, 1f, arm * twist);
            Vector3 wrist = Vector3.Lerp(new(0.25f, 1.06f, 0.18f), new(0.17f, 1.36f + (0.13f * (1f - dip)), 0.10f), raised);
            pose.Reach(arm, wrist, Vector3.Lerp(Outwards, new(1f, -0.3f, 0.2f), raised), Vector3.Lerp(new(-0.5f, 0.5f, 0.8f), new(-0.1f, 1f, 0.1f), raised),
                new(-0.6f, -0.2f, 0.5f));
        }
        return pose;
    }

    // Arms out to both sides, a wave running through them, hips drawing a circle.
    private static Pose Waves(float phase)
    {
        float turn = phase * MathF.Tau, dip = Dip(phase), circle = turn * 2f, slow = MathF.Sin(turn);
        Pose pose = Planted(new(0.055f * MathF.Cos(circle), -0.05f - (0.03f * dip), 0.03f * MathF.Sin(circle)), 0.13f, 0.6f);
        pose.Add(Bone.Spine, 4f * MathF.Sin(circle), -8f * slow, -6f * MathF.Cos(circle)).Add(Bone.Chest, -5f - (4f * MathF.Sin(circle)), -10f * slow, 5f * MathF.Cos(circle))
            .Add(Bone.Head, (5f * dip) - 5f, 14f * slow, -5f * MathF.Cos(circle));
        foreach (float arm in (ReadOnlySpan<float>)[1f, -1f])
        {
            float wave = MathF.Sin((turn * 4f) - (arm * 1.2f)), later = MathF.Sin((turn * 4f) - (arm * 1.2f) - 1.3f), open = 0.5f + (0.5f * arm * slow);
            pose.Reach(arm, new(0.44f + (0.04f * open), 1.13f + (0.13f * wave) + (0.14f * open), 0.10f), new(0.2f, -1f + (0.9f * wave), -0.5f),
                new(1f, 0.1f + (0.8f * later), 0.15f), new(0f, -1f, 0.25f));
        }
        return pose;
    }

    // One hand with the microphone below the chin, the other out to the crowd, sweeping over it and up for the last two beats.
    private static Pose Sing(float phase)
    {
        float turn = phase * MathF.Tau, dip = Dip(phase), sweep = MathF.Sin(turn), up = Smooth(0.66f, 0.76f, phase) * Smooth(1f, 0.94f, phase);
        Pose pose = Planted(new(0.045f * MathF.Sin(turn * 2f), -0.04f - (0.035f * dip), 0.01f), 0.12f, 0.8f);
        pose.Add(Bone.Spine, 3f - (6f * up), 8f * sweep, -3f * MathF.Sin(turn * 2f)).Add(Bone.Chest, -4f - (5f * up), 10f * sweep, 0f)
            .Add(Bone.Head, (4f * dip) - 4f - (7f * up), -8f * sweep, 4f * MathF.Sin(turn * 2f));
        pose.Reach(-1f, new(0.085f, 1.165f + (0.008f * dip), 0.215f), new(1f, -0.9f, 0.1f), new(-0.75f, 0.55f, 0.3f), new(-0.3f, 0.3f, -1f));
        Vector3 over = new(0.27f + (0.14f * sweep), 1.16f + (0.05f * MathF.Cos(turn * 2f)), 0.33f), high = new(0.25f, 1.50f, 0.06f);
        return pose.Reach(1f, Vector3.Lerp(over, high, up), new(0.8f, -0.9f, -0.2f), Vector3.Lerp(new(0.2f + (0.5f * sweep), 0.35f, 1f), new(0.15f, 1f, 0.1f), up),
            Vector3.Lerp(new(0f, -1f, 0.3f), Forwards, up));
    }
}
