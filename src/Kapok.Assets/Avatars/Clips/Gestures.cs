namespace Kapok.Assets.Avatars.Clips;

/// <summary>Motions of conversation.</summary>
public static class Gestures
{
    /// <summary>The clips.</summary>
    public static IEnumerable<Clip> All => [new("talk", 3f, Talk) { Rate = 12f }, new("think", 3f, Think) { Rate = 8f }];

    private static Pose Talk(float phase)
    {
        float turn = phase * MathF.Tau, slow = MathF.Sin(turn), quick = MathF.Sin(turn * 3f), other = MathF.Sin((turn * 2f) + 1f);
        Pose pose = Idles.Shift(Idles.Relaxed(), 0.6f * slow);
        pose.Add(Bone.Chest, 1f * quick, 3f * slow).Add(Bone.Head, 2f * quick, 5f * MathF.Sin(turn + 0.7f), 2.5f * other);
        pose.Reach(1f, new(0.185f + (0.02f * other), 1.015f + (0.028f * quick), 0.19f + (0.02f * slow)), new(0.9f, -1f, -0.4f), new(-0.15f, 0.35f + (0.2f * quick), 1f),
            new(-0.75f, 0.6f, 0f));
        return pose.Reach(-1f, new(0.195f - (0.025f * slow), 1.03f + (0.035f * other), 0.185f + (0.02f * quick)), new(0.9f, -1f, -0.4f),
            new(-0.1f, 0.35f + (0.25f * other), 1f), new(-0.7f, 0.65f, 0f));
    }

    private static Pose Think(float phase)
    {
        float turn = phase * MathF.Tau, slow = MathF.Sin(turn);
        Pose pose = Idles.Breathe(Idles.Shift(Idles.Relaxed(), -0.7f), slow);
        pose.Add(Bone.Head, 3f, 7f + (4f * slow), -5f).Add(Bone.Neck, 2f, 3f, -2f);
        pose.Reach(1f, new(-0.02f, 1.01f, 0.155f), new(1f, -0.5f, 0.2f), new(-1f, 0f, 0.15f), new(0f, -0.4f, -1f));
        return pose.Reach(-1f, new(0.045f, 1.155f, 0.185f), new(0.6f, -1f, 0.1f), new(-0.2f, 1f, -0.12f + (0.03f * slow)), new(0.1f, 0.2f, -1f));
    }
}
