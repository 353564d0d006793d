using Kapok.Tools.Bench.Sockets;
using Kapok.Tools.Bots;

namespace Kapok.Tools.Rehearse;

/// <summary>Plays an evening against a venue: people arrive in a curve, walk, sit, cheer and chat; each second is written down.</summary>
public sealed class Rehearsal(VenueClient venue, string room, int attendees, double seconds, TimeProvider time)
{
    // Everyone is in after so much of the time; the rest shows how it goes once the room is full.
    private const double ArrivalShare = 0.6;
    private const int Seed = 1;

    private readonly ArrivalCurve _arrival = new(attendees, seconds * ArrivalShare);
    private readonly List<RehearsalMoment> _moments = [];
    private readonly Lock _gate = new();
    private CrowdMoment? _before;
    private Reading? _read, _readBefore;

    /// <summary>Plays it to its end.</summary>
    /// <param name="progress">Is told each second.</param>
    /// <param name="cancel">Ends it early.</param>
    /// <returns>Second by second.</returns>
    public async Task<IReadOnlyList<RehearsalMoment>> RunAsync(Action<RehearsalMoment>? progress, CancellationToken cancel)
    {
        BotCrowd crowd = new(venue, new(room, attendees, (int)Math.Ceiling(seconds), Behaviour.Mixed, Seed, ArrivesAt: _arrival.ArrivesAt), time)
        {
            EachSecond = moment => Note(moment, progress),
        };
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        Task reading = ReadAsync(end.Token);
        await crowd.RunAsync(null, cancel);
        await end.CancelAsync();
        await reading;
        return _moments;
    }

    private void Note(CrowdMoment now, Action<RehearsalMoment>? progress)
    {
        CrowdMoment? before = _before;
        _before = now;
        if (before is null || now.Seconds <= before.Seconds) return;
        double span = now.Seconds - before.Seconds;
        int people = Math.Max(1, Math.Min(now.Connected, before.Connected));
        (double? tick, double? cores, double? bytes) = ServerNow();
        RehearsalMoment moment = new(
            Math.Round(now.Seconds, 2), _arrival.ArrivedAfter(now.Seconds), now.Connected, now.Failed, Math.Round((now.Frames - before.Frames) / span / people, 2),
            now.StaleNear.P99,
            tick, cores, bytes, Math.Round((now.Bytes - before.Bytes) / span / people), Math.Round((now.CpuSeconds - before.CpuSeconds) / span, 3));
        _moments.Add(moment);
        progress?.Invoke(moment);
    }

    private (double? Tick, double? Cores, double? Bytes) ServerNow()
    {
        lock (_gate)
        {
            if (_read is not { } now || _readBefore is not { } before) return default;
            double span = time.GetElapsedTime(before.At, now.At).TotalSeconds;
            double? cores = now.Metrics.CpuSeconds - before.Metrics.CpuSeconds is { } used && span > 0d ? Math.Round(used / span, 3) : null;
            return (now.Metrics.TicksSince(before.Metrics) > 0d ? now.Metrics.TickMsSince(before.Metrics).P99 : null, cores, now.Metrics.MemoryBytes);
        }
    }

    // Beside the crowd: a server that answers late must not hold up its people.
    private async Task ReadAsync(CancellationToken cancel)
    {
        using PeriodicTimer timer = new(TimeSpan.FromSeconds(1), time);
        try
        {
            do
            {
                try
                {
                    Reading reading = new(time.GetTimestamp(), ServerMetrics.Parse(await venue.MetricsAsync(cancel), room));
                    lock (_gate) (_readBefore, _read) = (_read, reading);
                }
                catch (HttpRequestException)
                {
                    // It does not say, or is not there any more; the crowd notices the latter.
                }
            }
            while (await timer.WaitForNextTickAsync(cancel));
        }
        catch (OperationCanceledException)
        {
            // The end of the rehearsal.
        }
    }

    private sealed record Reading(long At, ServerMetrics Metrics);
}
