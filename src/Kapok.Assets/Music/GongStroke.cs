namespace Kapok.Assets.Music;

/// <summary>The stroke of the ceremony's gong, alone.</summary>
internal static class GongStroke
{
    /// <summary>Plays it: nine seconds that die away.</summary>
    public static StereoTrack Play()
    {
        StereoTrack stroke = new(12), mix = new(12);
        Instruments.Gong(stroke, 0, 9, 78f, 0.5f);
        mix.Add(stroke, 1f);
        mix.Add(Space.Hall(stroke, 0.6f, 0.5f), 0.5f);
        mix.Master(1.3f, 0.9f);
        return mix;
    }
}
