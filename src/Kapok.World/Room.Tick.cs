// The tick: a list of named steps, in the order they run.
using System.Numerics;
using Google.Protobuf;
using Kapok.Protocol;
using Kapok.Protocol.Frames;
using Kapok.Protocol.Messages;
using Kapok.World.Movement;

namespace Kapok.World;

public sealed partial class Room
{
    /// <summary>Ticks a second.</summary>
    public const int TickRate = 20;

    // Others carry a moving avatar on by its velocity; a client that says nothing for longer has stopped, or is gone.
    private const double LongestCarryMs = 1200d;

    // A part of the roster leaves room for one more person of the longest kind below the largest message.
    private const int RosterPartBytes = MessageKind.MaxDownBytes - 512;

    /// <summary>Runs one tick. Allocates nothing while nobody comes, goes or changes.</summary>
    public void Tick()
    {
        _tick++;
        // State frames tell time in these steps; so what they say of a place is exact.
        _nowMs = Math.Floor(_clock.NowMilliseconds / StateFrame.StampMilliseconds) * StateFrame.StampMilliseconds;
        TakeMoves();
        CarryOn();
        LetGoOfTheAway();
        SortIntoCells();
        TellOfPeople();
        SendFrames();
    }

    private void TakeMoves()
    {
        for (int index = 0; index < _residents.Count; index++)
        {
            Resident who = _residents[index];
            if (!who.Mailbox.TryTake(out MoveFrame move, out double cameMs)) continue;
            ref Body body = ref _bodies[index];
            switch (_rules.Apply(ref body, who.Role, move, _nowMs, cameMs))
            {
                case MoveVerdict.Taken: body.ChangedTick = _tick; break;
                case MoveVerdict.TooFast: PutBack(who, "put-back.speed"); break;
                case MoveVerdict.NoWay: PutBack(who, "put-back.floor"); break;
                case MoveVerdict.TooHigh: PutBack(who, "put-back.height"); break;
                case MoveVerdict.Closed: PutBack(who, "put-back.stage"); break;
                default: break;
            }
        }
    }

    private void CarryOn()
    {
        for (int index = 0; index < _residents.Count; index++)
        {
            ref Body body = ref _bodies[index];
            if (body.Form is not (AvatarForm.Moving or AvatarForm.Airborne)) continue;
            double since = _nowMs - body.AnchorMs;
            if (since > LongestCarryMs)
            {
                Stop(_residents[index]);
                continue;
            }
            Vector2 go = body.Velocity * (float)(since / 1000d);
            float x = body.Anchor.X + go.X, z = body.Anchor.Z + go.Y;
            int here = _settings.Floor.CellAt(body.Position.X, body.Position.Z), next = _settings.Floor.CellAt(x, z);
            body.IsBlocked = next != here && !_settings.Floor.Joins(here, next);
            if (body.IsBlocked) continue; // waits at the wall, as its owner does
            float ground = _settings.Floor.MiddleOf(next).Y;
            body.Position = new(x, body.Form == AvatarForm.Airborne ? MathF.Max(ground, body.Anchor.Y) : ground, z);
        }
    }

    private void LetGoOfTheAway()
    {
        for (int index = _residents.Count - 1; index >= 0; index--)
        {
            Resident who = _residents[index];
            if (who.Outbound is null && _nowMs - who.AwaySinceMs > _settings.AwayMilliseconds) Remove(who, Ending.Left);
        }
    }

    private void SortIntoCells()
    {
        for (int index = 0; index < _residents.Count; index++) _positions[index] = new(_bodies[index].Position.X, _bodies[index].Position.Z);
        _grid.Rebuild(_positions.AsSpan(0, _residents.Count));
    }

    private void TellOfPeople()
    {
        if (_left.Count > 0)
        {
            Left left = new();
            foreach (ushort id in _left) left.Ids.Add(id);
            SendToSettled(new ServerMessage { Left = left });
        }
        if (_arriving.Count > 0) TellOfArrivals();
        foreach (Resident who in _changed)
        {
            who.IsChanged = false;
            if (who.Index >= 0 && !who.IsArriving) SendToSettled(new ServerMessage { Changed = new() { Person = who.ToPerson() } });
        }
        foreach (Resident who in _arriving) who.IsArriving = false;
        _left.Clear();
        _arriving.Clear();
        _changed.Clear();
    }

    private void TellOfArrivals()
    {
        foreach (byte[] part in Roster(_arriving, false))
            foreach (Resident who in _residents)
                if (!who.IsArriving) SendTo(who, part);
        List<byte[]> snapshot = Roster(_residents, true);
        foreach (Resident who in _arriving)
            foreach (byte[] part in snapshot) SendTo(who, part);
    }

    private static List<byte[]> Roster(IReadOnlyList<Resident> people, bool snapshot)
    {
        List<byte[]> parts = [];
        Joined part = new() { Snapshot = snapshot };
        int size = 0;
        foreach (Resident who in people)
        {
            Person person = who.ToPerson();
            int bytes = person.CalculateSize() + 6; // tag and length of the repeated field
            if (size + bytes > RosterPartBytes)
            {
                parts.Add(ControlMessage.Encode(new ServerMessage { Joined = part }));
                (part, size) = (new() { Snapshot = snapshot }, 0);
            }
            part.People.Add(person);
            size += bytes;
        }
        parts.Add(ControlMessage.Encode(new ServerMessage { Joined = part }));
        return parts;
    }

    private void SendFrames()
    {
        ReadOnlySpan<Body> bodies = _bodies.AsSpan(0, _residents.Count);
        ReadOnlySpan<ushort> ids = _ids.AsSpan(0, _residents.Count);
        _composer.Begin((int)_tick, _nowMs, bodies, ids);
        for (int index = 0; index < _residents.Count; index++)
        {
            Resident who = _residents[index];
            // Half of the viewers in each tick, by id: each is served ten times a second, and the work is spread evenly.
            if (who.Outbound is not { } outbound || ((who.Id ^ _tick) & 1) != 0) continue;
            Span<byte> slot = outbound.BatchSlot;
            if (slot.IsEmpty)
            {
                // The newest state, never a backlog: what was missed is owed as full blocks.
                who.View.Miss();
                FramesDropped++;
                continue;
            }
            int length = _composer.Compose(who.View, _positions[index], _nowMs, bodies, ids, slot);
            outbound.CommitBatch([length]);
            BytesSent += length;
        }
    }

    private void PutBack(Resident who, string why)
    {
        ref Body body = ref _bodies[who.Index];
        Vector3 place = body.Anchor;
        if (body.Form == AvatarForm.Airborne && _settings.Floor.TryHeight(place.X, place.Z, out float ground)) place = place with { Y = ground };
        Place(who, place, body.Yaw, -1, why);
    }

    private void Place(Resident who, Vector3 position, float yaw, int seat, string why)
    {
        ref Body body = ref _bodies[who.Index];
        if (body.Seat >= 0) _seats[body.Seat] = null;
        if (seat >= 0) _seats[seat] = who;
        MovementRules.Place(ref body, position, yaw, seat, _nowMs);
        body.ChangedTick = ComingTick;
        SendTo(who, new ServerMessage { PutBack = new() { Placement = PlacementOf(who), Why = why } });
    }

    private void SendToSettled(ServerMessage message)
    {
        byte[] bytes = ControlMessage.Encode(message);
        foreach (Resident who in _residents)
            if (!who.IsArriving) SendTo(who, bytes);
    }
}
