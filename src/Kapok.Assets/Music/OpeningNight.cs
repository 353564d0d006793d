namespace Kapok.Assets.Music;

/// <summary>The track of the sample concert: 64 bars of 120 beats a minute, on the rooms' beat clock, and round again without a seam.</summary>
internal static class OpeningNight
{
    /// <summary>Seconds of a beat and of a bar: those of the rooms' clock.</summary>
    private const double Beat = 0.5, Bar = 4 * Beat;

    private const int Bars = 64, Root = 60;

    // A minor ninth, F major ninth, C with a ninth, G with a sixth: two bars each.
    private static readonly int[][] Chords = [[57, 60, 64, 71], [53, 57, 60, 67], [48, 55, 62, 64], [55, 59, 62, 64]];
    private static readonly int[] Basses = [33, 29, 36, 31];

    // Degrees of the pentatonic scale by half beats of eight bars; −99 rests.
    private static readonly int[] Melody =
    [
        5, -99, 4, 5, -99, 7, -99, 5, 4, -99, 2, -99, 4, -99, -99, -99, 5, -99, 4, 5, -99, 7, 8, -99, 9, -99, 8, 7, 5, -99, -99, -99,
        7, -99, 5, 7, -99, 9, -99, 10, 9, -99, 7, -99, 8, -99, 7, 5, 4, -99, 5, 7, -99, 5, 4, -99, 2, -99, 4, -99, 5, -99, -99, -99,
    ];

    private static readonly int[] Arpeggio = [0, 2, 4, 5, 7, 5, 4, 2, 0, 4, 2, 5, 4, 7, 5, 9];

    /// <summary>Plays it.</summary>
    public static StereoTrack Play()
    {
        double seconds = Bars * Bar;
        StereoTrack drums = new(seconds), low = new(seconds), wide = new(seconds), strings = new(seconds), send = new(seconds), mix = new(seconds);
        for (int bar = 0; bar < Bars; bar++)
        {
            if (HasDrums(bar)) Drums(drums, bar);
            Harmony(wide, bar);
            if (bar is >= 16 and < 32 or >= 40 and < 60) BassLine(low, bar);
            if (bar is >= 8 and < 60) Arpeggios(strings, bar);
        }
        foreach (int from in (int[])[8, 16, 24, 32, 40, 48]) Lead(strings, from, from >= 40 ? 5 : 0, from is 8 or 32 ? 0.75f : 0.6f);
        foreach (int bar in (int[])[14, 38]) Instruments.Riser(send, bar * Bar, 2 * Bar, 0.5f, (uint)bar);
        foreach (int bar in (int[])[0, 16, 40]) Instruments.Gong(send, bar * Bar, 7, 62f, 0.2f);
        Duck(wide, 0.62f);
        Duck(low, 0.5f);
        send.Add(strings, 0.55f);
        send.Add(wide, 0.3f);
        mix.Add(drums, 0.85f);
        mix.Add(low, 0.62f);
        mix.Add(wide, 0.34f);
        mix.Add(strings, 0.5f);
        mix.Add(Space.PingPong(strings, 0.75 * Beat, 0.42f), 0.22f);
        mix.Add(Space.Hall(send, 0.72f, 0.35f), 0.9f);
        mix.Master(1.7f, 0.9f);
        return mix;
    }

    private static bool HasDrums(int bar) => bar is >= 12 and < 32 or >= 40 and < 62;

    private static void Drums(StereoTrack to, int bar)
    {
        double at = bar * Bar;
        bool isFull = bar is >= 16 and < 32 or >= 40 and < 56;
        for (int beat = 0; beat < 4; beat++)
        {
            double now = at + (beat * Beat);
            uint seed = (uint)((bar * 16) + beat + 1);
            if (isFull || beat % 2 == 0) Instruments.Kick(to, now, 0.95f);
            if (isFull && beat % 2 == 1) Instruments.Clap(to, now, 0.5f, seed);
            Instruments.Hat(to, now + (Beat / 2), isFull ? 0.12 : 0.05, 0.2f, 0.25f, seed * 7);
            if (!isFull) continue;
            Instruments.Hat(to, now + (Beat / 4), 0.035, 0.09f, -0.3f, seed * 11);
            Instruments.Hat(to, now + (Beat * 3 / 4), 0.035, 0.11f, -0.2f, seed * 13);
        }
        if (isFull && bar % 4 == 3) Instruments.Clap(to, at + (3.75 * Beat), 0.35f, (uint)(bar + 500));
    }

    private static void Harmony(StereoTrack to, int bar)
    {
        if (bar % 2 != 0) return;
        float brightness = bar is >= 16 and < 32 or >= 40 and < 56 ? 0.75f : 0.35f;
        Instruments.Pad(to, bar * Bar, 2 * Bar, Chords[bar / 2 % 4], 0.07f, brightness);
    }

    private static void BassLine(StereoTrack to, int bar)
    {
        int note = Basses[bar / 2 % 4];
        for (int half = 0; half < 8; half++)
        {
            if (half is 0 or 3 or 6) Instruments.Bass(to, (bar * Bar) + (half * Beat / 2), half == 6 ? Beat : Beat * 0.7, half == 3 ? note + 12 : note, 0.55f);
            else if (half % 2 == 1) Instruments.Bass(to, (bar * Bar) + (half * Beat / 2), Beat * 0.35, note, 0.32f);
        }
    }

    private static void Arpeggios(StereoTrack to, int bar)
    {
        float level = bar is >= 16 and < 32 or >= 40 and < 56 ? 0.2f : 0.13f;
        int shift = (bar / 2 % 4) switch { 1 => -1, 3 => 1, _ => 0 };
        for (int step = 0; step < 16; step++)
        {
            int note = Pitch.Pentatonic(Root, Arpeggio[(step + (bar % 2 * 3)) % 16] + shift);
            Instruments.Bell(to, (bar * Bar) + (step * Beat / 4), 0.5, note, level * (step % 4 == 0 ? 1f : 0.65f), step % 2 == 0 ? -0.55f : 0.55f);
        }
    }

    private static void Lead(StereoTrack to, int from, int up, float level)
    {
        for (int half = 0; half < Melody.Length; half++)
        {
            if (Melody[half] == -99) continue;
            double at = (from * Bar) + (half * Beat / 2);
            int note = Pitch.Pentatonic(Root, Melody[half] + up);
            Instruments.Pluck(to, at, 1.6, note, level, -0.12f, (uint)((from * 100) + half + 1));
            if (half % 8 == 0) Instruments.Pluck(to, at + 0.012, 1.6, note - 12, level * 0.6f, 0.2f, (uint)((from * 100) + half + 9));
        }
    }

    // Everything else makes way for the bass drum.
    private static void Duck(StereoTrack track, float depth)
    {
        int beat = (int)(Beat * StereoTrack.Rate);
        for (int at = 0; at < track.Length; at++)
        {
            int bar = at / (4 * beat);
            if (!HasDrums(bar) || (bar is (< 16 or >= 56) && at / beat % 2 == 1)) continue;
            float gain = 1f - (depth * MathF.Exp(-(at % beat) / (float)beat * 5f));
            track.Left[at] *= gain;
            track.Right[at] *= gain;
        }
    }
}
