namespace Kapok.Tools.Rehearse;

/// <summary>When the people of an event come: few at first, most around the beginning, some late. A logistic curve.</summary>
/// <param name="People">How many come, at least 1.</param>
/// <param name="Seconds">Time within which all come.</param>
public sealed record ArrivalCurve(int People, double Seconds)
{
    // Half have come at 45 % of the time; with this spread 1 in 100 come before 7 %, 99 in 100 before 83 %.
    private const double MiddleShare = 0.45, SpreadShare = 1d / 12d;

    /// <summary>When somebody comes, seconds from the beginning.</summary>
    /// <param name="number">Their number, 0 to <see cref="People"/> − 1; who has a higher one comes later.</param>
    public double ArrivesAt(int number)
    {
        double share = (number + 0.5) / People;
        return Math.Clamp(Seconds * (MiddleShare + (SpreadShare * Math.Log(share / (1d - share)))), 0d, Seconds);
    }

    /// <summary>How many have come after so many seconds.</summary>
    public int ArrivedAfter(double seconds)
    {
        if (seconds >= Seconds) return People;
        int low = 0, high = People;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (ArrivesAt(middle) <= seconds) low = middle + 1;
            else high = middle;
        }
        return low;
    }
}
