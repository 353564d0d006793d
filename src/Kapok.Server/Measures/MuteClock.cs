using Kapok.Cluster;
using Kapok.Events.Safety;
using Kapok.Protocol;
using Kapok.Protocol.Messages;
using Kapok.Server.Rooms;

namespace Kapok.Server.Measures;

/// <summary>Gives chat and voices back whose time is over.</summary>
public sealed class MuteClock(MeasureBook book, LocalRooms rooms, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Every, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) EndMutes();
        }
        catch (OperationCanceledException)
        {
            // the server stops
        }
    }

    /// <summary>Ends those mutes whose time is over now.</summary>
    internal void EndMutes()
    {
        foreach ((string eventId, string guest, MuteKind kind) in book.TakeEnded())
            rooms.Apply(kind == MuteKind.Chat ? MeasureKind.Unmute : MeasureKind.Unsilence, new(guest, "", Role.Attendee, null, new(eventId, "")));
    }
}
