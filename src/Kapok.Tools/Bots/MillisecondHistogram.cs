namespace Kapok.Tools.Bots;

/// <summary>Counts durations in steps of 5 ms up to 30 s; longer ones count as 30 s. Not thread-safe.</summary>
public sealed class MillisecondHistogram
{
    private const double StepMs = 5, MostMs = 30_000;

    private readonly long[] _counts = new long[(int)(MostMs / StepMs) + 1];
    private long _total;

    /// <summary>Counts one duration; negative ones count as 0.</summary>
    public void Add(double milliseconds)
    {
        _counts[(int)(Math.Clamp(milliseconds, 0, MostMs) / StepMs)]++;
        _total++;
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        Array.Clear(_counts);
        _total = 0;
    }

    /// <summary>The two percentiles of the report; 0 when nothing was counted.</summary>
    public Percentiles ToPercentiles() => new(Percentile(0.50), Percentile(0.99));

    /// <summary>The duration that the given share of all is not longer than, to 5 ms.</summary>
    public double Percentile(double share)
    {
        long wanted = (long)Math.Ceiling(_total * share), seen = 0;
        for (int step = 0; step < _counts.Length; step++)
        {
            seen += _counts[step];
            if (seen >= wanted && seen > 0) return step * StepMs;
        }
        return 0;
    }
}
