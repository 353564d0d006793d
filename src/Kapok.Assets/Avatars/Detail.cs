namespace Kapok.Assets.Avatars;

/// <summary>Level of detail: 0 is seen close up, 1 across a room, 2 in a crowd.</summary>
/// <remarks>Every level is built from the same curves with fewer samples, so that silhouettes agree; nothing is decimated.</remarks>
public readonly record struct Detail(int Level)
{
    /// <summary>Number of levels.</summary>
    public const int Levels = 3;

    private static readonly float[] Density = [0.50f, 0.23f, 0.13f];
    private static readonly float[] Slack = [0.0009f, 0.009f, 0.036f];

    /// <summary>Samples for what has <paramref name="full"/> in a close portrait.</summary>
    public int Samples(int full, int least = 3) => Math.Max(least, (int)MathF.Round(full * Density[Level]));

    /// <summary>How far, in metres, a ring may be from where its neighbours would put it and still be left out.</summary>
    public float Tolerance => Slack[Level];

    /// <summary>One of three values, by level.</summary>
    public T Pick<T>(T near, T middle, T far) => Level switch { 0 => near, 1 => middle, _ => far };
}
