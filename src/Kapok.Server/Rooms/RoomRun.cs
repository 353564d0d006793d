using Kapok.World;
using Kapok.World.Voices;

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
        public void MessageFailed(Resident who, Exception error)
        {
            if (run.IsAbandoned) return;
            messageFailed(error);
            events.MessageFailed(who, error);
        }

        public void Joined(Resident who)
        {
            if (!run.IsAbandoned) events.Joined(who);
        }

        public void Left(Resident who)
        {
            if (!run.IsAbandoned) events.Left(who);
        }

        public void Said(SaidLine line)
        {
            if (!run.IsAbandoned) events.Said(line);
        }

        public void Reported(Resident by, Resident accused, string reason, IReadOnlyList<SaidLine> context)
        {
            if (!run.IsAbandoned) events.Reported(by, accused, reason, context);
        }

        public void Blocked(Resident by, Resident other, bool on)
        {
            if (!run.IsAbandoned) events.Blocked(by, other, on);
        }

        public void LookChanged(Resident who)
        {
            if (!run.IsAbandoned) events.LookChanged(who);
        }

        public void PortalTaken(Resident who, string toRoom)
        {
            if (!run.IsAbandoned) events.PortalTaken(who, toRoom);
        }

        public void SentAway(Resident who, bool banned, Resident by, string reason)
        {
            if (!run.IsAbandoned) events.SentAway(who, banned, by, reason);
        }

        public void Greeted(Room room, Resident who)
        {
            if (!run.IsAbandoned) events.Greeted(room, who);
        }

        public void Detached(Resident who)
        {
            if (!run.IsAbandoned) events.Detached(who);
        }

        public void VoiceMoved(Resident who, VoiceStanding standing)
        {
            if (!run.IsAbandoned) events.VoiceMoved(who, standing);
        }

        public void VoiceHidden(Resident listener, Resident speaker, bool isHidden)
        {
            if (!run.IsAbandoned) events.VoiceHidden(listener, speaker, isHidden);
        }

        public void VoiceLeft(Resident who)
        {
            if (!run.IsAbandoned) events.VoiceLeft(who);
        }

        public void VoiceRulesChanged(VoiceRules rules)
        {
            if (!run.IsAbandoned) events.VoiceRulesChanged(rules);
        }
    }
}
