// The tick: a list of named steps, in the order they run.
using System.Numerics;
using System.Runtime.InteropServices;
using Google.Protobuf;
using Kapok.Protocol;
using Kapok.Protocol.Frames;
using Kapok.Protocol.Messages;
using Kapok.World.Chat;
using Kapok.World.Finding;
using Kapok.World.Movement;
using Kapok.World.Scenes;

namespace Kapok.World;

public sealed partial class Room
{
    /// <summary>Ticks a second.</summary>
    public const int TickRate = 20;

    // Others carry a moving avatar on by its velocity; a client that says nothing for longer has stopped, or is gone.
    private const double LongestCarryMs = 1200d;

    private const int MostChangesATick = 50, MostIntroductionBytes = 8192, MostProminent = 32, SpeakerTicks = 5 * TickRate, AwayTicks = TickRate / 2;

    private readonly List<Resident> _telling = [], _prominent = [];
    private readonly int[] _prominentIndices = new int[MostProminent];
    private readonly Predicate<Resident> _isOrdinary;

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
        foreach (RoomPart part in _parts) part.Tick();
        TellOfPeople();
        SendFrames();
    }

    private void TakeMoves()
    {
        foreach (int id in _moved.Take())
        {
            if (_byId[id] is not { } who || !who.Mailbox.TryTake(out MoveFrame move, out double cameMs)) continue;
            try
            {
                TakeMove(who, move, cameMs);
            }
#pragma warning disable CA1031 // Whatever it throws, it is one person's message.
            catch (Exception error)
#pragma warning restore CA1031
            {
                Fail(who, error);
            }
        }
    }

    private void TakeMove(Resident who, in MoveFrame move, double cameMs)
    {
        ref Body body = ref _bodies[who.Index];
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
            if (body.IsBlocked) continue;
            Vector2 go = body.Velocity * (float)(since / 1000d);
            float x = body.Anchor.X + go.X, z = body.Anchor.Z + go.Y;
            int here = _settings.Floor.CellAt(body.Position.X, body.Position.Z), next = _settings.Floor.CellAt(x, z);
            if (next != here && !IsWayOpen(_residents[index], body, here, next, x, z))
            {
                // Waits where it is, as its owner does, and until its owner moves it on: looked at again, the next step may begin behind the wall.
                body.IsBlocked = true;
                continue;
            }
            float ground = _settings.Floor.HeightOf(next);
            body.Position = new(x, body.Form == AvatarForm.Airborne ? MathF.Max(ground, body.Anchor.Y) : ground, z);
        }
    }

    // A runner passes more than one cell in a tick, so every cell of the way counts and not only where it ends. Zones hold as they do for moves.
    private bool IsWayOpen(Resident who, in Body body, int here, int next, float x, float z)
    {
        FloorGrid floor = _settings.Floor;
        bool isBeside = Math.Abs(next - here) is var apart && (apart == 1 || apart == floor.Columns);
        if (isBeside ? !floor.Joins(here, next) : !floor.IsStraight(body.Position.X, body.Position.Z, x, z)) return false;
        Vector3 place = new(x, floor.HeightOf(next), z);
        return _zones.At(place) == 0 || _rules.MayEnter(who.Role, place);
    }

    // A tenth of them in each tick: nobody minds half a second.
    private void LetGoOfTheAway()
    {
        for (int index = (int)(_tick % AwayTicks); index < _residents.Count; index += AwayTicks)
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
            Left left = new() { RoomMs = _nowMs };
            foreach (ushort id in _left) left.Ids.Add(id);
            SendToSettled(new ServerMessage { Left = left });
        }
        TellOfChanges();
        if (_arriving.Count > 0) TellOfArrivals();
        foreach (Resident who in _arriving) who.IsArriving = false;
        _left.Clear();
        _arriving.Clear();
    }

    // Those who know them are introduced anew when they are near; all others need no more than another sketch. A look is never worth the room's bandwidth,
    // so when thousands change at once, many wait.
    private void TellOfChanges()
    {
        if (_changed.Count == 0) return;
        _telling.Clear();
        for (int at = 0; at < _changed.Count && _telling.Count < MostChangesATick; at++) _telling.Add(_changed[at]);
        _changed.RemoveRange(0, _telling.Count);
        foreach (Resident who in _telling) who.IsChanged = false;
        _introductions.Forget(_telling);
        foreach (Resident who in _telling) Introduce(who, who);
        foreach (byte[] part in Crowds(_telling, false)) SendToSettled(part);
    }

    private void TellOfArrivals()
    {
        _introductions.Forget(_arriving);
        foreach (Resident who in _arriving) _introductions.Note(who.Index, who.Id);
        foreach (byte[] part in Crowds(_arriving, false)) SendToSettled(part);
        List<byte[]> snapshot = Crowds(_residents, true);
        foreach (Resident who in _arriving)
            foreach (byte[] part in snapshot) SendTo(who, part);
        foreach (RoomPart part in _parts) part.Introduced(_arriving);
    }

    private static List<byte[]> Crowds(List<Resident> people, bool snapshot)
    {
        List<byte[]> parts = [];
        Sketch[] sketches = [.. people.Select(who => Sketch.Of(who.Id, who.Role, who.Look)).OrderBy(sketch => sketch.Person)];
        for (int first = 0; first < sketches.Length; first += Crowd.MaxCount)
        {
            ReadOnlySpan<Sketch> part = sketches.AsSpan(first, Math.Min(Crowd.MaxCount, sketches.Length - first));
            byte[] bytes = new byte[4 + (part.Length * Sketch.MaxBytes)];
            int length = Crowd.Write(bytes, part);
            parts.Add(ControlMessage.Encode(new ServerMessage { Joined = new() { Crowd = UnsafeByteOperations.UnsafeWrap(bytes.AsMemory(0, length)), Snapshot = snapshot } }));
        }
        return parts;
    }

    private void SendFrames()
    {
        ReadOnlySpan<ushort> ids = _ids.AsSpan(0, _residents.Count);
        ReadOnlySpan<Vector2> positions = _positions.AsSpan(0, _residents.Count);
        ReadOnlySpan<int> prominent = Prominent();
        SpokenLines spoken = Chat.Lines;
        _composer.Begin((int)_tick, _nowMs, _bodies.AsSpan(0, _residents.Count), ids, positions, prominent);
        Span<int> lengths = stackalloc int[RoomSettings.BatchMessages], followed = stackalloc int[FindingPart.MostFollowed];
        ReadOnlySpan<Resident> residents = CollectionsMarshal.AsSpan(_residents);
        for (int index = 0; index < residents.Length; index++)
        {
            Prefetch.Ahead(residents, ids, (int)_tick & 1, index);
            // Half of the viewers in each tick, by id: each is served ten times a second, and the work is spread evenly.
            if (((ids[index] ^ _tick) & 1) != 0 || residents[index] is not { Outbound: { } outbound } who) continue;
            Span<byte> slot = outbound.BatchSlot;
            if (slot.IsEmpty)
            {
                // The newest state, never a backlog: what was missed is owed as full blocks.
                who.View.Miss();
                FramesDropped++;
                continue;
            }
            int used = 0, messages = 0;
            _composer.Measure(who.View, positions[index]);
            Add(_introductions.Write((int)_tick, who, ids, positions, prominent, slot[..MostIntroductionBytes]), lengths, ref messages, ref used);
            while (messages < RoomSettings.BatchMessages - 1 && who.View.NextLine < spoken.Next)
            {
                ReadOnlySpan<byte> line = spoken.Take(who, positions[index], _zones.IsPrivate(who.Zone) ? who.Zone : 0, MostIntroductionBytes);
                if (line.IsEmpty) break;
                line.CopyTo(slot[used..]);
                Add(line.Length, lengths, ref messages, ref used);
            }
            // Names and lines ride along with the frame; without frames they come alone.
            if (who.NoFrames) who.View.Frame++;
            else Add(_composer.Compose(who.View, who.Id, positions[index], _nowMs, ids, positions, FollowedBy(who, followed), slot[used..]), lengths, ref messages, ref used);
            if (messages == 0) continue;
            outbound.CommitBatch(lengths[..messages]);
            BytesSent += used;
        }
    }

    private static void Add(int length, Span<int> lengths, ref int messages, ref int used)
    {
        if (length == 0) return;
        lengths[messages++] = length;
        used += length;
    }

    // Those whom everyone follows: who is on a stage, and who speaks or writes, and for a moment after. Where too many talk, those with a role come first.
    private ReadOnlySpan<int> Prominent()
    {
        _prominent.RemoveAll(_isOrdinary);
        int count = 0;
        for (int round = 0; round < 2; round++)
        {
            for (int at = 0; at < _prominent.Count && count < _prominentIndices.Length; at++)
                if (_prominent[at].Role > Role.Attendee == (round == 0)) _prominentIndices[count++] = _prominent[at].Index;
        }
        return _prominentIndices.AsSpan(0, count);
    }

    private ReadOnlySpan<int> FollowedBy(Resident who, Span<int> indices)
    {
        int count = 0;
        foreach (ushort id in who.Followed)
        {
            int index = _composer.Motions.IndexOf(id);
            if (index >= 0) indices[count++] = index;
        }
        return indices[..count];
    }

    private bool IsOrdinary(Resident who) => who.Role is not (Role.Speaker or Role.Performer) && !who.IsSpeaking && who.SpokeTick < _tick - SpeakerTicks;

    /// <summary>Shows somebody exactly to all for a while, when they speak, write or perform.</summary>
    internal void Raise(Resident who)
    {
        if (!IsOrdinary(who) && !_prominent.Contains(who)) _prominent.Add(who);
    }

    private void PutBack(Resident who, string why)
    {
        ref Body body = ref _bodies[who.Index];
        Vector3 place = body.Anchor;
        if (body.Form == AvatarForm.Airborne && _settings.Floor.TryHeight(place.X, place.Z, out float ground)) place = place with { Y = ground };
        Place(who, place, body.Yaw, -1, why);
    }

    /// <summary>Puts somebody somewhere and tells them why; a key of the text catalogue, or nothing.</summary>
    internal void Place(Resident who, Vector3 position, float yaw, int seat, string why)
    {
        ref Body body = ref _bodies[who.Index];
        Place(who, body.Seat, seat);
        MovementRules.Place(ref body, position, yaw, seat, _nowMs);
        body.ChangedTick = ComingTick;
        SendTo(who, new ServerMessage { PutBack = new() { Placement = PlacementOf(who), Why = why } });
    }

    private void Introduce(Resident who, Resident to)
    {
        if (to.Outbound is null) return;
        _introductions.Note(to.Index, who.Id);
        SendTo(to, new ServerMessage { Introduced = new() { People = { who.ToPerson() } } });
    }

    private void SendToSettled(ServerMessage message) => SendToSettled(ControlMessage.Encode(message));

    private void SendToSettled(byte[] bytes)
    {
        foreach (Resident who in _residents)
            if (!who.IsArriving) SendTo(who, bytes);
    }
}
