using System.Numerics;
using Kapok.Protocol.Frames;
using Kapok.Protocol.Messages;

namespace Kapok.Tools.Bots;

/// <summary>
/// Measures how old what a viewer shows is: the time since the shown place first left the truth by more than a tolerance
/// (5 cm for the nearest 50, 25 cm for the next 450, 1 m for others), extrapolation included.
/// </summary>
/// <remarks>
/// One probe a sampled viewer. Frames come from the reader's task, samples from the driver loop; a lock keeps them apart.
/// The truth is where the other bots of this process are, so only bots are measured.
/// </remarks>
public sealed class StalenessProbe(TimeProvider time, IReadOnlyList<Seat> seats)
{
    private const int Near = 50, Mid = 500;

    private readonly Dictionary<int, Shown> _shown = [];
    private readonly Dictionary<int, long> _wrongSince = [];
    private readonly List<(float Distance, int Person, Vector2 Truth)> _ranked = [];
    private readonly Lock _gate = new();
    private Welcome? _welcome;

    /// <summary>Takes the grid of the room; forgets what was known.</summary>
    public void Begin(Welcome welcome)
    {
        lock (_gate)
        {
            _welcome = welcome;
            _shown.Clear();
            _wrongSince.Clear();
        }
    }

    /// <summary>Takes a state frame.</summary>
    /// <returns>False when it is malformed.</returns>
    public bool Take(ReadOnlySpan<byte> message)
    {
        lock (_gate)
        {
            if (_welcome is not { } room || !StateFrameReader.TryBegin(message, out StateFrameReader frame)) return false;
            long now = time.GetTimestamp();
            while (frame.TryReadBlock())
            {
                float cornerX = room.CellOriginX + (frame.Cell % room.CellColumns * room.CellMetres);
                float cornerZ = room.CellOriginZ + (frame.Cell / room.CellColumns * room.CellMetres);
                long at = now - (frame.AgeMilliseconds * time.TimestampFrequency / 1000);
                while (frame.TryReadRecord(out AvatarRecord record))
                {
                    Vector2 place = record.Form == AvatarForm.Seated
                        ? record.Seat < seats.Count ? new(seats[record.Seat].X, seats[record.Seat].Z) : default
                        : new(AvatarRecord.AlongCell(record.X, cornerX, room.CellMetres), AvatarRecord.AlongCell(record.Z, cornerZ, room.CellMetres));
                    _shown[record.Person] = new(place, new(record.VelocityX / 8f, record.VelocityZ / 8f), at);
                }
            }
            return frame.IsComplete;
        }
    }

    /// <summary>Compares what is shown with the truth now.</summary>
    /// <param name="self">The viewer's own place.</param>
    /// <param name="truth">Place by person id; NaN where there is no bot.</param>
    /// <param name="near">Counts for the nearest 50.</param>
    /// <param name="mid">Counts for the next 450.</param>
    /// <param name="far">Counts for all others.</param>
    /// <param name="count">Whether to count, or only to keep track (warm-up).</param>
    public void Sample(Vector2 self, Vector2[] truth, MillisecondHistogram near, MillisecondHistogram mid, MillisecondHistogram far, bool count)
    {
        lock (_gate)
        {
            if (_welcome is null) return;
            long now = time.GetTimestamp();
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
                double stale = Staleness(person, place, tolerance, now);
                if (count) (rank < Near ? near : rank < Mid ? mid : far).Add(stale);
            }
        }
    }

    private double Staleness(int person, Vector2 truth, float tolerance, long now)
    {
        bool right = _shown.TryGetValue(person, out Shown shown) &&
            Vector2.Distance(shown.Place + (shown.Velocity * (float)time.GetElapsedTime(shown.At, now).TotalSeconds), truth) <= tolerance;
        if (right)
        {
            _wrongSince.Remove(person);
            return 0;
        }
        if (!_wrongSince.TryGetValue(person, out long since)) _wrongSince[person] = since = now;
        return time.GetElapsedTime(since, now).TotalMilliseconds;
    }

    private readonly record struct Shown(Vector2 Place, Vector2 Velocity, long At);
}
