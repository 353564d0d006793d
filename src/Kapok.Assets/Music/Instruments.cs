namespace Kapok.Assets.Music;

/// <summary>What plays: each writes one note into a track.</summary>
/// <remarks>Times are seconds from the track's begin, levels 0..1, pans −1 to 1.</remarks>
internal static class Instruments
{
    private const float Tau = MathF.PI * 2f, Step = 1f / StereoTrack.Rate;

    /// <summary>A bass drum: a sine that falls from 150 to 46 Hz.</summary>
    public static void Kick(StereoTrack to, double at, float level)
    {
        float phase = 0f;
        Each(at, 0.42, (index, t) =>
        {
            phase += Tau * Step * (46f + (104f * MathF.Exp(-t * 34f)));
            float click = t < 0.004f ? 0.35f * (1f - (t / 0.004f)) : 0f;
            to.Add(index, level * ((MathF.Sin(phase) * MathF.Exp(-t * 7.5f)) + click), 0f);
        });
    }

    /// <summary>Hands clapped three times within a blink.</summary>
    public static void Clap(StereoTrack to, double at, float level, uint seed)
    {
        Noise noise = new(seed);
        Band band = new(1500f, 0.9f);
        Each(at, 0.3, (index, t) =>
        {
            float burst = MathF.Exp(-(t % 0.011f) * 260f) * (t < 0.033f ? 1f : 0f);
            float tail = t >= 0.033f ? MathF.Exp(-(t - 0.033f) * 17f) : 0f;
            to.Add(index, level * band.Take(noise.Next()) * MathF.Max(burst, tail), 0.08f);
        });
    }

    /// <summary>A hi-hat. @param seconds 0.04 closed, 0.3 open.</summary>
    public static void Hat(StereoTrack to, double at, double seconds, float level, float pan, uint seed)
    {
        Noise noise = new(seed);
        float before = 0f, high = 0f;
        Each(at, seconds * 3d, (index, t) =>
        {
            float value = noise.Next();
            high = 0.72f * (high + value - before);
            before = value;
            to.Add(index, level * high * MathF.Exp(-t / (float)seconds * 2.2f), pan);
        });
    }

    /// <summary>A bass of a saw through a low pass that closes.</summary>
    public static void Bass(StereoTrack to, double at, double seconds, float note, float level)
    {
        float frequency = Pitch.Of(note), phase = 0f, first = 0f, second = 0f;
        Each(at, seconds + 0.05, (index, t) =>
        {
            phase = (phase + (frequency * Step)) % 1f;
            float cut = 1f - MathF.Exp(-Tau * Step * (160f + (1100f * MathF.Exp(-t * 9f))));
            first += cut * (Saw(phase, frequency) + (0.5f * MathF.Sin(Tau * phase)) - first);
            second += cut * (first - second);
            to.Add(index, level * second * Envelope(t, (float)seconds, 0.006f, 0.04f), 0f);
        });
    }

    /// <summary>A wide chord of saws that beat against each other.</summary>
    public static void Pad(StereoTrack to, double at, double seconds, ReadOnlySpan<int> notes, float level, float brightness)
    {
        ReadOnlySpan<float> detune = [-0.11f, -0.04f, 0.05f, 0.12f];
        foreach (int note in notes)
        {
            for (int voice = 0; voice < detune.Length; voice++)
            {
                float frequency = Pitch.Of(note + detune[voice]), phase = (note * 0.37f + (voice * 0.21f)) % 1f, low = 0f, lower = 0f, pan = (voice - 1.5f) / 1.7f;
                float length = (float)seconds;
                Each(at, seconds + 1.2, (index, t) =>
                {
                    phase = (phase + (frequency * Step)) % 1f;
                    float open = 380f + (brightness * 2600f * (0.5f - (0.5f * MathF.Cos(MathF.PI * MathF.Min(1f, t / length)))));
                    float cut = 1f - MathF.Exp(-Tau * Step * open);
                    low += cut * (Saw(phase, frequency) - low);
                    lower += cut * (low - lower);
                    to.Add(index, level * lower * Envelope(t, length + 1.1f, 0.35f, 1.1f), pan); // dies away under the next chord
                });
            }
        }
    }

    /// <summary>A plucked string, as of a guzheng (K. Karplus, A. Strong, Digital Synthesis of Plucked-String and Drum Timbres, CMJ 1983).</summary>
    public static void Pluck(StereoTrack to, double at, double seconds, float note, float level, float pan, uint seed)
    {
        float frequency = Pitch.Of(note);
        int period = Math.Max(2, (int)(StereoTrack.Rate / frequency));
        float[] @string = new float[period];
        Noise noise = new(seed);
        float soft = 0f;
        for (int at0 = 0; at0 < period; at0++) @string[at0] = soft = (soft * 0.45f) + (noise.Next() * 0.55f);
        int head = 0;
        float loss = MathF.Pow(0.001f, period / (2.6f * StereoTrack.Rate));
        Each(at, seconds, (index, t) =>
        {
            int next = head + 1 == period ? 0 : head + 1;
            float value = @string[head];
            @string[head] = loss * ((0.52f * value) + (0.48f * @string[next]));
            head = next;
            to.Add(index, level * value * Envelope(t, (float)seconds, 0.001f, 0.12f), pan);
        });
    }

    /// <summary>A bell of two sines, one of which turns the other (J. Chowning, The Synthesis of Complex Audio Spectra by Means of Frequency Modulation, JAES 1973).</summary>
    public static void Bell(StereoTrack to, double at, double seconds, float note, float level, float pan)
    {
        float frequency = Pitch.Of(note);
        Each(at, seconds, (index, t) =>
        {
            float turn = 2.6f * MathF.Exp(-t * 5f) * MathF.Sin(Tau * frequency * 3.51f * t);
            to.Add(index, level * MathF.Sin((Tau * frequency * t) + turn) * MathF.Exp(-t * 3.2f) * Envelope(t, (float)seconds, 0.002f, 0.1f), pan);
        });
    }

    /// <summary>A gong: partials that are no multiples of each other, the high ones of which come late and go early.</summary>
    public static void Gong(StereoTrack to, double at, double seconds, float hertz, float level)
    {
        ReadOnlySpan<float> partials = [1f, 1.47f, 2.09f, 2.56f, 3.17f, 3.93f, 4.51f, 5.48f, 6.33f, 7.9f];
        for (int one = 0; one < partials.Length; one++)
        {
            float frequency = hertz * partials[one], swell = 0.01f + (0.03f * one), decay = 0.42f + (0.3f * one), weight = 1f / (1f + (0.55f * one));
            float pan = one == 0 ? 0f : one % 2 == 0 ? -0.2f : 0.2f;
            float beat = 1.1f + (0.37f * one);
            Each(at, seconds, (index, t) =>
            {
                float body = (1f - MathF.Exp(-t / swell)) * MathF.Exp(-t * decay) * (0.85f + (0.15f * MathF.Sin(Tau * beat * t)));
                to.Add(index, level * weight * body * MathF.Sin(Tau * frequency * t * (1f + (0.002f * MathF.Exp(-t * 3f)))) * Envelope(t, (float)seconds, 0.001f, 0.6f), pan);
            });
        }
    }

    /// <summary>Noise that rises into a moment.</summary>
    public static void Riser(StereoTrack to, double at, double seconds, float level, uint seed)
    {
        Noise noise = new(seed);
        float low = 0f;
        Each(at, seconds, (index, t) =>
        {
            float share = t / (float)seconds, cut = 1f - MathF.Exp(-Tau * Step * (300f + (9000f * share * share)));
            float value = noise.Next();
            low += cut * (value - low);
            to.Add(index, level * share * share * low, MathF.Sin(t * 5f) * 0.4f);
        });
    }

    private static void Each(double at, double seconds, Action<long, float> sample)
    {
        long from = (long)(at * StereoTrack.Rate), count = (long)(seconds * StereoTrack.Rate);
        for (long one = 0; one < count; one++) sample(from + one, one * Step);
    }

    // A saw whose step is rounded over two samples, so that it has nothing above half the rate (PolyBLEP: V. Välimäki, A. Huovilainen, 2007).
    private static float Saw(float phase, float frequency)
    {
        float width = frequency * Step, value = (2f * phase) - 1f;
        if (phase < width)
        {
            float t = phase / width;
            return value - ((2f * t) - (t * t) - 1f);
        }
        if (phase > 1f - width)
        {
            float t = (phase - 1f) / width;
            return value - ((t * t) + (2f * t) + 1f);
        }
        return value;
    }

    private static float Envelope(float t, float seconds, float attack, float release) =>
        MathF.Min(1f, t / attack) * (t <= seconds - release ? 1f : MathF.Max(0f, (seconds - t) / release > 1f ? 1f : (seconds - t) / release));

    private struct Band(float hertz, float width)
    {
        private readonly float _turn = 2f * MathF.Sin(MathF.PI * hertz / StereoTrack.Rate), _width = width;
        private float _low, _band;

        public float Take(float value)
        {
            _low += _turn * _band;
            float high = value - _low - (_width * _band);
            _band += _turn * high;
            return _band;
        }
    }
}
