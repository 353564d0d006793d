namespace Kapok.World.Show;

/// <summary>How far a fade is, and what is between two values of it.</summary>
internal static class ShowFade
{
    /// <summary>0 before it begins .. 1 when it is over; what takes no time is over as it begins.</summary>
    internal static double Progress(double startMs, uint fadeMs, double nowMs)
    {
        if (nowMs >= startMs + fadeMs) return 1;
        return nowMs <= startMs ? 0 : (nowMs - startMs) / fadeMs;
    }

    /// <summary>Between two values.</summary>
    internal static float Mix(float from, float to, double share) => (float)(from + ((to - (double)from) * share));

    /// <summary>Between two colours (0xRRGGBB), each channel of sRGB by itself, half rounded up.</summary>
    internal static uint MixColour(uint from, uint to, double share) => Channel(from, to, 16, share) | Channel(from, to, 8, share) | Channel(from, to, 0, share);

    private static uint Channel(uint from, uint to, int shift, double share)
    {
        double a = (from >> shift) & 0xff, b = (to >> shift) & 0xff;
        return (uint)Math.Floor(a + ((b - a) * share) + 0.5) << shift;
    }
}
