using System.Collections.Concurrent;
using Kapok.Cluster;
using Microsoft.Extensions.Hosting;

namespace Kapok.Console.Live;

/// <summary>A room's load at one moment.</summary>
/// <param name="At">When.</param>
/// <param name="Load">How hard it worked.</param>
/// <param name="BytesPerSecond">What it sent since the sample before.</param>
public sealed record LoadSample(DateTimeOffset At, RoomLoad Load, double BytesPerSecond);

/// <summary>The last ten minutes of every room's load: sampled once for all consoles, so that more viewers cost no more.</summary>
public sealed class RoomHistory(IRoomDirectory rooms, TimeProvider time) : BackgroundService
{
    public const int Samples = 300;

    /// <summary>Time between two samples.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<RoomKey, LoadSample[]> _byRoom = new();

    /// <summary>Oldest first, at most <see cref="Samples"/>; empty for a room that has not been seen.</summary>
    public IReadOnlyList<LoadSample> Of(RoomKey room) => _byRoom.GetValueOrDefault(room, []);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Every, time);
        try
        {
            do await SampleAsync(stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // the server stops
        }
    }

    private async Task SampleAsync(CancellationToken cancel)
    {
        IReadOnlyList<RoomKey> open = await rooms.ListAsync(cancel);
        foreach (RoomKey closed in _byRoom.Keys.Except(open)) _byRoom.TryRemove(closed, out _);
        foreach (RoomKey room in open)
        {
            try
            {
                if (await rooms.FindAsync(room, cancel) is not { } control) continue;
                RoomLoad load = await control.LoadAsync(cancel);
                LoadSample[] before = _byRoom.GetValueOrDefault(room, []);
                _byRoom[room] = [.. before.TakeLast(Samples - 1), new LoadSample(time.GetUtcNow(), load, RateSince(before.LastOrDefault(), load))];
            }
#pragma warning disable CA1031 // A room that fails at this moment is started again by its owner; its curve has a gap.
            catch (Exception error) when (error is not OperationCanceledException)
#pragma warning restore CA1031
            {
                _byRoom.TryRemove(room, out _);
            }
        }
    }

    private double RateSince(LoadSample? before, RoomLoad load)
    {
        double seconds = before is null ? 0 : (time.GetUtcNow() - before.At).TotalSeconds;
        return seconds <= 0 ? 0 : Math.Max(0, (load.BytesSent - before!.Load.BytesSent) / seconds);
    }
}
