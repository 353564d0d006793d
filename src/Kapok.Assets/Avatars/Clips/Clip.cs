using static Kapok.Assets.Avatars.Curve;

namespace Kapok.Assets.Avatars.Clips;

/// <summary>A motion: the pose at every phase 0..1.</summary>
/// <param name="Name">By which the client plays it.</param>
/// <param name="Seconds">Of one run.</param>
/// <param name="PoseAt">Pose by phase; a loop's ends agree.</param>
public sealed record Clip(string Name, float Seconds, Func<float, Pose> PoseAt)
{
    /// <summary>Whether it repeats; otherwise it is played once, from and to the relaxed pose.</summary>
    public bool Loop { get; init; } = true;

    /// <summary>Beats it lasts, when it follows the beat of the music (120 a minute).</summary>
    public int? Beats { get; init; }

    /// <summary>Metres that one cycle of steps covers, when it is a gait: feet stay put at that speed.</summary>
    public float? MetresPerCycle { get; init; }

    /// <summary>Keys a second.</summary>
    public float Rate { get; init; } = 15f;

    /// <summary>All clips of the kit.</summary>
    public static IReadOnlyList<Clip> All { get; } = WithCalm([.. Idles.All, .. Locomotion.All, .. Seated.All, .. Emotes.All, .. Dances.All, .. Performances.All, .. Gestures.All]);

    /// <summary>A motion played once, which grows out of the relaxed pose and back into it.</summary>
    public static Clip Once(string name, float seconds, Func<float, Pose> poseAt, float edge = 0.2f) => new(name, seconds, phase =>
        Pose.Blend(Idles.Breathe(Idles.Relaxed(), MathF.Sin(phase * MathF.Tau)).Stand(), poseAt(phase), Smooth(0f, edge, phase) * Smooth(1f, 1f - edge, phase)))
    {
        Loop = false,
    };

    private static Clip[] WithCalm(Clip[] clips) => [.. clips, .. clips.Where(clip => clip.Beats is not null).Select(Calm.Of)];
}
