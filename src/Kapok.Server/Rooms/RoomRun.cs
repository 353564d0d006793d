using Kapok.World;

namespace Kapok.Server.Rooms;

/// <summary>One run of a room's loop, from its start until it fails, hangs or the server stops.</summary>
internal sealed class RoomRun
{
    private volatile bool _abandoned;
    private long _tickNumber;
    private long _seenTick = -1;
    private int _seenTimes;

    public RoomRun(RoomSettings settings, World.Clock.RoomClock clock, IRoomEvents events, Action<Exception> messageFailed, Func<string> newToken) =>
        Room = new Room(settings, clock, new RunEvents(events, messageFailed, this), newToken);

    /// <summary>The room. This run's loop owns it.</summary>
    public Room Room { get; }

    /// <summary>What is being done, when it was asked for from outside.</summary>
    public Asked? Doing { get; set; }

    /// <summary>Another run has taken over; nothing this one does counts any more.</summary>
    public bool IsAbandoned => _abandoned;

    /// <summary>A tick begins.</summary>
    public void BeginTick() => Interlocked.Increment(ref _tickNumber);

    /// <summary>A tick ended. Odd numbers are ticks that run, even ones the pauses between them.</summary>
    public void EndTick() => Interlocked.Increment(ref _tickNumber);

    /// <summary>Looks whether the same tick still runs.</summary>
    /// <returns>How many looks in a row have found it running; 0 when none runs. One watchdog looks.</returns>
    public int LookAtTick()
    {
        long tick = Interlocked.Read(ref _tickNumber);
        if (tick % 2 == 0) return _seenTimes = 0;
        (_seenTimes, _seenTick) = (tick == _seenTick ? _seenTimes + 1 : 1, tick);
        return _seenTimes;
    }

    /// <summary>From now on nothing this run does counts.</summary>
    public void Abandon() => _abandoned = true;

    /// <summary>Something that was asked of a room.</summary>
    /// <param name="Do">Does it.</param>
    /// <param name="GiveUp">Tells whoever asked that there will be no answer.</param>
    internal sealed record Asked(Action<Room> Do, Action? GiveUp = null);

    // Hears nothing of a room that was abandoned: it would report people as gone who are there.
    private sealed class RunEvents(IRoomEvents events, Action<Exception> messageFailed, RoomRun run) : IRoomEvents
    {
        public void Happened<TEvent>(in TEvent happened)
            where TEvent : struct, IRoomEvent
        {
            if (run.IsAbandoned) return;
            if (happened is MessageFailed failed) messageFailed(failed.Error);
            events.Happened(happened);
        }
    }
}
