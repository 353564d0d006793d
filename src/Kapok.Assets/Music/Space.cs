namespace Kapok.Assets.Music;

/// <summary>Echo and hall of a track. Both go round its end, so that a loop has no seam.</summary>
internal static class Space
{
    // Delays of the combs in samples, without a common factor (M. R. Schroeder, Natural Sounding Artificial Reverberation, JAES 1962; the figures are those of
    // Freeverb at 44.1 kHz carried to 48 kHz).
    private static readonly int[] Combs = [1215, 1293, 1390, 1476, 1548, 1623, 1695, 1760];
    private static readonly int[] AllPasses = [605, 480, 371, 245];
    private const int RightShift = 25;

    /// <summary>The hall of what a track sends into it.</summary>
    /// <param name="send">What is played into the hall.</param>
    /// <param name="size">How long it sounds, 0..1.</param>
    /// <param name="damp">How much duller each echo is, 0..1.</param>
    public static StereoTrack Hall(StereoTrack send, float size, float damp)
    {
        StereoTrack hall = new((double)send.Length / StereoTrack.Rate);
        Fill(send.Left, send.Right, hall.Left, 0, 0.7f + (0.28f * size), damp);
        Fill(send.Left, send.Right, hall.Right, RightShift, 0.7f + (0.28f * size), damp);
        return hall;
    }

    /// <summary>Echoes from side to side.</summary>
    /// <param name="send">What is echoed.</param>
    /// <param name="seconds">From one echo to the next.</param>
    /// <param name="feedback">How much of each echo is in the next, 0..1.</param>
    public static StereoTrack PingPong(StereoTrack send, double seconds, float feedback)
    {
        StereoTrack echo = new((double)send.Length / StereoTrack.Rate);
        int delay = (int)(seconds * StereoTrack.Rate), length = send.Length;
        for (int round = 0; round < 2; round++) // the second time the end's echoes lie at the beginning
        {
            for (int at = 0; at < length; at++)
            {
                int before = (at - delay + length) % length;
                float left = send.Left[before] + (feedback * echo.Right[before]), right = send.Right[before] + (feedback * echo.Left[before]);
                (echo.Left[at], echo.Right[at]) = (right, left);
            }
        }
        return echo;
    }

    private static void Fill(float[] left, float[] right, float[] to, int shift, float feedback, float damp)
    {
        int length = to.Length;
        float[] sum = new float[length];
        foreach (int delay in Combs)
        {
            float[] ring = new float[delay + shift];
            float low = 0f;
            int head = 0;
            for (long at = -length / 2; at < length; at++) // what sounds on at the end is there at the beginning
            {
                int index = (int)((at + length) % length);
                float echo = ring[head];
                low = echo + ((low - echo) * damp);
                ring[head] = ((left[index] + right[index]) * 0.03f) + (low * feedback);
                head = head + 1 == ring.Length ? 0 : head + 1;
                if (at >= 0) sum[index] += echo;
            }
        }
        foreach (int delay in AllPasses)
        {
            float[] ring = new float[delay + shift];
            int head = 0;
            for (int at = 0; at < length; at++)
            {
                float echo = ring[head], value = sum[at];
                ring[head] = value + (echo * 0.5f);
                sum[at] = echo - value;
                head = head + 1 == ring.Length ? 0 : head + 1;
            }
        }
        sum.CopyTo(to, 0);
    }
}
