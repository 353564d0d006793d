using System.Numerics;
using Kapok.Protocol;
using Kapok.Protocol.Frames;
using Kapok.Protocol.Messages;
using Kapok.Sockets.Buffers;
using Kapok.Tools.Bots;

namespace Kapok.Tools.Bench.Sockets;

/// <summary>Decodes what one guest is sent, and compares it with the truth in real time.</summary>
/// <remarks>
/// The nearest fifty are compared in every step, the nearest five hundred five times a second, everyone once: all of them in every step would cost more
/// processor than is left beside ten thousand sockets. Since it counts from the look that finds it, what is said of the five hundred may be 200 ms too
/// short, and of everyone a second.
/// </remarks>
internal sealed class SocketOnlooker(CrowdGuest guest, Func<int, Vector2> seatPlace)
{
    private const int Near = 50, Mid = 500, MidEverySteps = 4, EveryoneEverySteps = 20;
    private static readonly float[] Tolerances = [0.05f, 0.25f, 1f];

    private readonly double[][] _wrongSince = [.. Tolerances.Select(_ => Enumerable.Repeat(double.NaN, AvatarRecord.MaxPerson + 1).ToArray())];
    private readonly float[] _distances = new float[AvatarRecord.MaxPerson + 1];
    private readonly List<(int Person, bool IsNear)> _around = [];

    /// <summary>Whose socket it is.</summary>
    public CrowdGuest Guest => guest;

    /// <summary>What is known.</summary>
    public SeenCrowd Seen { get; } = new(seatPlace);

    /// <summary>Messages that could not be read.</summary>
    public int Malformed { get; private set; }

    /// <summary>Decodes what has come.</summary>
    public void Decode()
    {
        while (guest.TryTakeKept(out PooledBuffer? buffer, out int length))
        {
            ReadOnlySpan<byte> message = buffer!.Span[..length];
            if (message[0] == MessageKind.State)
            {
                if (!Seen.Take(message)) Malformed++;
            }
            else if (!ControlMessage.TryRead(message, out ServerMessage read)) Malformed++;
            else if (read.Welcome is not null) Seen.Begin(read.Welcome);
            else if (read.Left is not null) Seen.Forget(read.Left);
            buffer.Release();
        }
    }

    /// <summary>Compares.</summary>
    /// <param name="step">Number of the step, 20 a second.</param>
    /// <param name="nowMs">Room time.</param>
    /// <param name="truth">Where everyone is, by id.</param>
    /// <param name="figures">Where it is counted; null during warm-up.</param>
    public void Compare(int step, double nowMs, ReadOnlySpan<Vector2> truth, CrowdFigures? figures)
    {
        if (guest.Welcome is not { } welcome || float.IsNaN(truth[(int)welcome.You].X)) return;
        if ((step + welcome.You) % EveryoneEverySteps == 0)
        {
            Rank((int)welcome.You, truth);
            for (int person = 0; person < truth.Length; person++)
            {
                if (person == welcome.You || float.IsNaN(truth[person].X)) continue;
                float error = ErrorOf(person, nowMs, truth);
                double stale = Clock(2, person, error, nowMs);
                figures?.CountAnyone(stale, error);
            }
        }
        bool isMidsTurn = (step + welcome.You) % MidEverySteps == 0;
        foreach ((int person, bool isNear) in _around)
        {
            if (!isNear && !isMidsTurn) continue;
            float error = ErrorOf(person, nowMs, truth);
            double exact = Clock(0, person, error, nowMs);
            if (isNear) figures?.CountNear(exact, error);
            if (isMidsTurn) figures?.CountMid(Clock(1, person, error, nowMs));
        }
    }

    private float ErrorOf(int person, double nowMs, ReadOnlySpan<Vector2> truth) =>
        Seen.TryPlace(person, nowMs, out Vector2 shown) ? Vector2.Distance(shown, truth[person]) : float.PositiveInfinity;

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

    private void Rank(int self, ReadOnlySpan<Vector2> truth)
    {
        int count = 0;
        for (int person = 0; person < truth.Length; person++)
            if (person != self && !float.IsNaN(truth[person].X)) _distances[count++] = Vector2.DistanceSquared(truth[self], truth[person]);
        _around.Clear();
        if (count == 0) return;
        Span<float> sorted = _distances.AsSpan(0, count);
        sorted.Sort();
        (float near, float mid) = (sorted[Math.Min(Near, count) - 1], sorted[Math.Min(Mid, count) - 1]);
        for (int person = 0; person < truth.Length; person++)
        {
            if (person == self || float.IsNaN(truth[person].X)) continue;
            float distance = Vector2.DistanceSquared(truth[self], truth[person]);
            if (distance <= mid) _around.Add((person, distance <= near));
        }
        // Whoever was not around has not been looked at, so nothing is known of since when they are shown wrongly.
        foreach (double[] since in _wrongSince.AsSpan(0, 2)) Forget(since);
    }

    private void Forget(double[] since)
    {
        Span<bool> isAround = stackalloc bool[AvatarRecord.MaxPerson + 1];
        foreach ((int person, bool _) in _around) isAround[person] = true;
        for (int person = 0; person < since.Length; person++)
            if (!isAround[person]) since[person] = double.NaN;
    }
}
