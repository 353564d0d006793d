using System.Numerics;

namespace Kapok.Tools.Bench;

/// <summary>Compares what one decoding viewer shows with the truth, each tick.</summary>
internal sealed class Onlooker(BenchViewer viewer, int self, int people)
{
    private const int Near = 50, Mid = 500, RankEveryTicks = 10;
    private static readonly float[] Tolerances = [0.05f, 0.25f, 1f];

    private readonly double[][] _wrongSince = [.. Tolerances.Select(_ => Enumerable.Repeat(double.NaN, people).ToArray())];
    private readonly float[] _distances = new float[people];
    private float _nearSquared, _midSquared;

    /// <summary>The viewer.</summary>
    public BenchViewer Viewer => viewer;

    /// <summary>Compares.</summary>
    /// <param name="tick">Number of the tick.</param>
    /// <param name="nowMs">Room time.</param>
    /// <param name="truth">Where everyone is, by id.</param>
    /// <param name="figures">Where it is counted; null during warm-up.</param>
    public void Compare(int tick, double nowMs, ReadOnlySpan<Vector2> truth, CrowdFigures? figures)
    {
        Vector2 own = truth[self];
        if (tick % RankEveryTicks == self % RankEveryTicks || _nearSquared == 0f) Rank(own, truth);
        for (int person = 0; person < people; person++)
        {
            if (person == self || float.IsNaN(truth[person].X)) continue;
            bool isKnown = viewer.Seen!.TryPlace(person, nowMs, out Vector2 shown);
            float error = isKnown ? Vector2.Distance(shown, truth[person]) : float.PositiveInfinity;
            float distance = Vector2.DistanceSquared(own, truth[person]);
            double exact = Clock(0, person, error, nowMs), fair = Clock(1, person, error, nowMs), rough = Clock(2, person, error, nowMs);
            figures?.Count(distance <= _nearSquared ? exact : -1, distance <= _midSquared ? fair : -1, rough, error);
        }
    }

    private double Clock(int at, int person, float error, double nowMs)
    {
        ref double since = ref _wrongSince[at][person];
        if (error <= Tolerances[at])
        {
            since = double.NaN;
            return 0d;
        }
        if (double.IsNaN(since)) since = nowMs;
        return nowMs - since;
    }

    private void Rank(Vector2 own, ReadOnlySpan<Vector2> truth)
    {
        int count = 0;
        for (int person = 0; person < people; person++)
            if (person != self && !float.IsNaN(truth[person].X)) _distances[count++] = Vector2.DistanceSquared(own, truth[person]);
        Span<float> sorted = _distances.AsSpan(0, count);
        sorted.Sort();
        (_nearSquared, _midSquared) = (sorted[Math.Min(Near, count) - 1], sorted[Math.Min(Mid, count) - 1]);
    }
}

/// <summary>What all onlookers counted.</summary>
internal sealed class CrowdFigures
{
    private const double StaleStepMs = 50, ErrorStepMetres = 0.01;

    private readonly Distribution _near = new(StaleStepMs, 600), _mid = new(StaleStepMs, 600), _all = new(StaleStepMs, 600);
    private readonly Distribution _nearError = new(ErrorStepMetres, 2000), _allError = new(ErrorStepMetres, 2000);

    /// <summary>Staleness of the nearest 50, of the nearest 500 and of all.</summary>
    public StalenessByRank Staleness => new(Of(_near), Of(_mid), Of(_all));

    /// <summary>Distances between what is shown and the truth.</summary>
    public ErrorByRank Errors => new(_nearError.Percentile(0.99), _allError.Percentile(0.99));

    /// <summary>Counts one person of one viewer; staleness below 0 is not of that rank.</summary>
    public void Count(double near, double mid, double all, float error)
    {
        if (near >= 0) CountNear(near, error);
        if (mid >= 0) CountMid(mid);
        CountAnyone(all, error);
    }

    /// <summary>Counts one of the nearest 50.</summary>
    public void CountNear(double stale, float error)
    {
        _near.Add(stale);
        _nearError.Add(Math.Min(error, 1e6f));
    }

    /// <summary>Counts one of the nearest 500.</summary>
    public void CountMid(double stale) => _mid.Add(stale);

    /// <summary>Counts anyone.</summary>
    public void CountAnyone(double stale, float error)
    {
        _all.Add(stale);
        _allError.Add(Math.Min(error, 1e6f));
    }

    private static Bots.Percentiles Of(Distribution values) => new(values.Percentile(0.5), values.Percentile(0.99));
}
