using Kapok.Protocol.Messages;

namespace Kapok.World.Stage;

/// <summary>Tells everyone what is on air on the stages of the event, and how it can be had.</summary>
public sealed class StagePart : RoomPart
{
    private Stages _shown = new();

    internal StagePart(Room room)
        : base(room)
    {
    }

    /// <summary>Shows what is on air now. One message for each viewer, and none when nothing changed.</summary>
    /// <param name="now">Never changed any more.</param>
    public void Show(Stages now)
    {
        ArgumentNullException.ThrowIfNull(now);
        if (IsSame(_shown, now)) return;
        _shown = now;
        Room.SendToAll(new ServerMessage { Stages = now });
    }

    internal override void Greeted(Resident who)
    {
        if (_shown.OnAir.Count > 0) Room.SendTo(who, new ServerMessage { Stages = _shown });
    }

    internal override void Adopt(Room broken) => _shown = broken.Stages._shown;

    // Its clock is told each time anew, and is the same clock.
    private static bool IsSame(Stages one, Stages other)
    {
        if (one.OnAir.Count != other.OnAir.Count) return false;
        for (int at = 0; at < one.OnAir.Count; at++)
        {
            StageOnAir before = one.OnAir[at].Clone();
            (before.ClockMs, before.UtcMs) = (other.OnAir[at].ClockMs, other.OnAir[at].UtcMs);
            if (!before.Equals(other.OnAir[at])) return false;
        }
        return true;
    }
}
