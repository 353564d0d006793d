namespace Kapok.Tools;

/// <summary>Counts values in equal steps, for percentiles. Values beyond the last step count as it, negative ones as 0. Not thread-safe.</summary>
public sealed class Distribution(double step, int steps)
{
    private readonly long[] _counts = new long[steps + 1];
    private long _total;

    /// <summary>Counts one value.</summary>
    public void Add(double value)
    {
        _counts[Math.Clamp((int)Math.Ceiling(value / step), 0, steps)]++;
        _total++;
    }

    /// <summary>Of milliseconds, in steps of 5 up to 30 s.</summary>
    public static Distribution OfMilliseconds() => new(5, 6000);

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        Array.Clear(_counts);
        _total = 0;
    }

    /// <summary>The value that the given share of all does not exceed; 0 when nothing was counted.</summary>
    public double Percentile(double share)
    {
        long wanted = (long)Math.Ceiling(_total * share), seen = 0;
        for (int at = 0; at <= steps; at++)
        {
            seen += _counts[at];
            if (seen >= wanted && seen > 0) return Math.Round(at * step, 6);
        }
        return 0;
    }
}
