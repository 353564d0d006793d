namespace Kapok.Assets.Avatars.Clips;

/// <summary>Motions on the beat for people who asked for less motion: the same posture, half the tempo, a quarter of the movement.</summary>
public static class Calm
{
    private const float Share = 0.25f;
    private const int Samples = 24;

    /// <summary>The calm form of a motion on the beat, by its name with <c>Calm</c>.</summary>
    public static Clip Of(Clip clip)
    {
        Lazy<Pose> middle = new(() => Middle(clip));
        return new($"{clip.Name}Calm", clip.Seconds * 2f, phase => Pose.Blend(middle.Value, clip.PoseAt(phase), Share)) { Beats = clip.Beats * 2, Rate = 8f };
    }

    private static Pose Middle(Clip clip)
    {
        Pose sum = clip.PoseAt(0f);
        // A running mean: each further pose takes its share.
        for (int i = 1; i < Samples; i++) sum = Pose.Blend(sum, clip.PoseAt((float)i / Samples), 1f / (i + 1));
        return sum;
    }
}
