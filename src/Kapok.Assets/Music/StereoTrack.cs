namespace Kapok.Assets.Music;

/// <summary>Two channels of sound, 48,000 samples a second, −1..1 before it is mastered.</summary>
internal sealed class StereoTrack
{
    /// <summary>Samples a second of each channel.</summary>
    public const int Rate = 48_000;

    /// <summary>Makes silence.</summary>
    /// <param name="seconds">How long.</param>
    public StereoTrack(double seconds) => (Left, Right) = (new float[(int)(seconds * Rate)], new float[(int)(seconds * Rate)]);

    /// <summary>The left channel.</summary>
    public float[] Left { get; }

    /// <summary>The right channel.</summary>
    public float[] Right { get; }

    /// <summary>Samples of a channel.</summary>
    public int Length => Left.Length;

    /// <summary>Adds a sample; what lies beyond the end comes at the beginning, so that a track can be played round and round.</summary>
    /// <param name="at">Index of the sample.</param>
    /// <param name="value">What is added.</param>
    /// <param name="pan">−1 left to 1 right, at equal power.</param>
    public void Add(long at, float value, float pan)
    {
        int index = (int)(at % Length);
        float angle = (pan + 1f) * MathF.PI / 4f;
        Left[index] += value * MathF.Cos(angle);
        Right[index] += value * MathF.Sin(angle);
    }

    /// <summary>Adds another track of the same length.</summary>
    public void Add(StereoTrack other, float gain)
    {
        for (int at = 0; at < Length; at++)
        {
            Left[at] += other.Left[at] * gain;
            Right[at] += other.Right[at] * gain;
        }
    }

    /// <summary>Brings the loudest moment to a level, and bends what is louder softly (tanh).</summary>
    /// <param name="drive">How much the whole is raised before it is bent, 0.5 to 4.</param>
    /// <param name="peak">The loudest sample afterwards, 0..1.</param>
    public void Master(float drive, float peak)
    {
        float loudest = 1e-6f;
        for (int at = 0; at < Length; at++) loudest = MathF.Max(loudest, MathF.Max(MathF.Abs(Left[at]), MathF.Abs(Right[at])));
        float gain = drive / loudest, scale = peak / MathF.Tanh(drive);
        for (int at = 0; at < Length; at++)
        {
            Left[at] = MathF.Tanh(Left[at] * gain) * scale;
            Right[at] = MathF.Tanh(Right[at] * gain) * scale;
        }
    }
}
