namespace Kapok.Assets.Music;

/// <summary>The track of the sample ceremony: strings plucked over slow chords at dawn, and round again without a seam.</summary>
internal static class Dawn
{
    private const double Bar = 4; // seconds
    private const int Bars = 24, Root = 62;

    private static readonly int[][] Chords = [[50, 57, 62, 66], [47, 54, 62, 66], [55, 59, 62, 69], [57, 61, 64, 69]];

    // Degrees by eighths of a bar, four bars; −99 rests.
    private static readonly int[] Melody =
    [
        0, -99, 2, -99, 3, 5, -99, -99, 4, -99, 3, 2, 0, -99, -99, -99, 2, -99, 3, -99, 5, 7, -99, 5, 4, -99, -99, 3, 2, -99, -99, -99,
    ];

    /// <summary>Plays it.</summary>
    public static StereoTrack Play()
    {
        double seconds = Bars * Bar;
        StereoTrack wide = new(seconds), strings = new(seconds), send = new(seconds), mix = new(seconds);
        for (int bar = 0; bar < Bars; bar++)
        {
            Instruments.Pad(wide, bar * Bar, Bar * 1.15, Chords[bar % 4], 0.06f, bar is >= 8 and < 20 ? 0.4f : 0.15f);
            if (bar % 8 == 0) Instruments.Gong(send, bar * Bar, 9, 55f, 0.22f);
            if (bar % 2 == 1) Instruments.Bell(send, (bar * Bar) + (Bar * 0.75), 3, Pitch.Pentatonic(Root + 24, bar % 5), 0.12f, bar % 4 == 1 ? 0.5f : -0.5f);
        }
        for (int from = 4; from + 4 <= Bars; from += 4)
        {
            for (int step = 0; step < Melody.Length; step++)
            {
                if (Melody[step] == -99) continue;
                double at = (from * Bar) + (step * Bar / 8);
                int note = Pitch.Pentatonic(Root, Melody[step] + (from is 12 or 16 ? 5 : 0));
                Instruments.Pluck(strings, at, 3.2, note, 0.6f, -0.15f, (uint)((from * 64) + step + 1));
                if (step % 8 != 0) continue;
                for (int run = 1; run <= 4; run++) // the hand runs over the strings into the note
                {
                    int passing = Pitch.Pentatonic(Root, Melody[step] - run);
                    Instruments.Pluck(strings, at - (0.055 * run), 1.4, passing, 0.22f, 0.3f, (uint)((from * 64) + step + (run * 1000)));
                }
            }
        }
        send.Add(strings, 0.7f);
        send.Add(wide, 0.4f);
        mix.Add(wide, 0.4f);
        mix.Add(strings, 0.6f);
        mix.Add(Space.PingPong(strings, 0.5, 0.3f), 0.16f);
        mix.Add(Space.Hall(send, 0.86f, 0.4f), 1f);
        mix.Master(1.2f, 0.8f);
        return mix;
    }
}
