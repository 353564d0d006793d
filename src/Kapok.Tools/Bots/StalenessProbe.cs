using System.Numerics;
using Kapok.Protocol.Messages;

namespace Kapok.Tools.Bots;

/// <summary>
/// Measures how old what a viewer shows is: the time since the shown place first left the truth by more than a tolerance
/// (5 cm for the nearest 50, 25 cm for the next 450, 1 m for others), extrapolation included.
/// </summary>
/// <remarks>
/// One probe a sampled viewer. Frames come from the sockets' thread, samples from the driver loop; a lock keeps them apart.
/// The truth is where the other bots of this process are, so only bots are measured.
/// </remarks>
public sealed class StalenessProbe(TimeProvider time, IReadOnlyList<Seat> seats)
{
    private const int Near = 50, Mid = 500;

    private readonly SeenCrowd _seen = new(seat => seat < seats.Count ? new(seats[seat].X, seats[seat].Z) : default);
    private readonly Dictionary<int, long> _wrongSince = [];
    private readonly List<(float Distance, int Person, Vector2 Truth)> _ranked = [];
    private readonly Lock _gate = new();
    private Welcome? _welcome;
    private double _aheadMs = double.NegativeInfinity; // room time less our own: the largest seen came with the least delay

    /// <summary>Takes the grid of the room; forgets what was known.</summary>
    public void Begin(Welcome welcome)
    {
        lock (_gate)
        {
            _welcome = welcome;
            _seen.Begin(welcome);
            _aheadMs = double.NegativeInfinity;
            _wrongSince.Clear();
        }
    }

    /// <summary>Takes a state frame.</summary>
    /// <returns>False when it is malformed.</returns>
    public bool Take(ReadOnlySpan<byte> message)
    {
        lock (_gate)
        {
            if (_welcome is null || !_seen.Take(message)) return false;
            _aheadMs = Math.Max(_aheadMs, _seen.NewestMs - OwnMs());
            return true;
        }
    }

    /// <summary>Compares what is shown with the truth now.</summary>
    /// <param name="self">The viewer's own place.</param>
    /// <param name="truth">Place by person id; NaN where there is no bot.</param>
    /// <param name="near">Counts for the nearest 50.</param>
    /// <param name="mid">Counts for the next 450.</param>
    /// <param name="far">Counts for all others.</param>
    /// <param name="count">Whether to count, or only to keep track (warm-up).</param>
    /// <param name="nearNow">Counts for the nearest 50 in any case.</param>
    public void Sample(
        Vector2 self, Vector2[] truth, Distribution near, Distribution mid, Distribution far, bool count, Distribution? nearNow = null)
    {
        lock (_gate)
        {
            if (_welcome is null) return;
            long now = time.GetTimestamp();
            double roomMs = OwnMs() + _aheadMs;
            _ranked.Clear();
            for (int person = 0; person < truth.Length; person++)
            {
                if (person != _welcome.You && !float.IsNaN(truth[person].X)) _ranked.Add((Vector2.DistanceSquared(self, truth[person]), person, truth[person]));
            }
            _ranked.Sort(static (a, b) => a.Distance.CompareTo(b.Distance));
            for (int rank = 0; rank < _ranked.Count; rank++)
            {
                (_, int person, Vector2 place) = _ranked[rank];
                float tolerance = rank < Near ? 0.05f : rank < Mid ? 0.25f : 1f;
                double stale = Staleness(person, place, tolerance, now, roomMs);
                if (rank < Near) nearNow?.Add(stale);
                if (count) (rank < Near ? near : rank < Mid ? mid : far).Add(stale);
            }
        }
    }

    private double OwnMs() => time.GetElapsedTime(0, time.GetTimestamp()).TotalMilliseconds;

    private double Staleness(int person, Vector2 truth, float tolerance, long now, double roomMs)
    {
        if (_seen.TryPlace(person, roomMs, out Vector2 shown) && Vector2.Distance(shown, truth) <= tolerance)
        {
            _wrongSince.Remove(person);
            return 0;
        }
        if (!_wrongSince.TryGetValue(person, out long since)) _wrongSince[person] = since = now;
        return time.GetElapsedTime(since, now).TotalMilliseconds;
    }
}
