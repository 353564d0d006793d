// Who is in the room: coming in, losing the connection, returning, leaving.
using System.Collections.Concurrent;
using System.Numerics;
using Kapok.Protocol;
using Kapok.Protocol.Frames;
using Kapok.Protocol.Messages;
using Kapok.World.Clock;
using Kapok.World.Frames;
using Kapok.World.Interest;
using Kapok.World.Movement;
using Kapok.World.Voices;

namespace Kapok.World;

/// <summary>A live 3D place where avatars meet.</summary>
/// <remarks>
/// One loop owns a room: nothing here is thread-safe but <see cref="Resident.Mailbox"/> and <see cref="IsReturning"/>. It does no I/O: it writes into
/// <see cref="IOutbound"/> and tells <see cref="IRoomEvents"/>, which never wait. Time comes from the clock, so tests step it by hand.
/// </remarks>
public sealed partial class Room
{
    private readonly RoomSettings _settings;
    private readonly RoomClock _clock;
    private readonly IRoomEvents _events;
    private readonly Func<string> _newToken;
    private readonly MovementRules _rules;
    private readonly Places _places;
    private readonly SpatialGrid _grid;
    private readonly FrameComposer _composer;
    private readonly Introductions _introductions;
    private readonly ZoneMap _zones;

    // Avatar index -> state. Indices are dense: whoever leaves is replaced by the last one.
    private readonly List<Resident> _residents;
    private readonly Body[] _bodies;
    private readonly ushort[] _ids;
    private readonly Vector2[] _positions;

    private readonly WaitingMoves _moved = new(AvatarRecord.MaxPerson + 1);
    private readonly Resident?[] _byId = new Resident?[AvatarRecord.MaxPerson + 1];
    private readonly ConcurrentDictionary<string, Resident> _guests = new(StringComparer.Ordinal); // guest -> their one body; bots are not among them
    private readonly Queue<ushort> _freeIds = new(); // the id that is free longest comes first, so that a late report of one who left meets nobody else
    private readonly List<Resident> _arriving = [], _changed = [];
    private readonly List<ushort> _left = [];
    private long _tick = 1;
    private double _nowMs;

    /// <summary>Creates an empty room.</summary>
    /// <param name="settings">What it is.</param>
    /// <param name="clock">Its clock.</param>
    /// <param name="events">Is told what happens.</param>
    /// <param name="newToken">Makes unguessable tokens for those who may return.</param>
    /// <exception cref="ArgumentOutOfRangeException">The capacity is not 1 to 32,512.</exception>
    public Room(RoomSettings settings, RoomClock clock, IRoomEvents events, Func<string> newToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(settings.Capacity);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(settings.Size, settings.Ids);
        (_settings, _clock, _events, _newToken, _nowMs) = (settings, clock, events, newToken, clock.NowMilliseconds);
        _rules = new(settings.Floor, settings.Layout);
        _places = new(settings.Floor, settings.Layout, _rules);
        _zones = new(settings.Layout, settings.Floor);
        _grid = new(CellGrid.Over(settings.Floor.OriginX, settings.Floor.OriginZ, settings.Floor.EndX, settings.Floor.EndZ), settings.Size);
        _composer = new(_grid, settings.Size, settings.FrameBudgetBytes);
        _residents = new(settings.Size);
        _introductions = new(_grid, _composer.Motions, _residents, settings.Size, settings.Ids);
        (_bodies, _ids, _positions) = (new Body[settings.Size], new ushort[settings.Size], new Vector2[settings.Size]);
        for (int id = 0; id < settings.Ids; id++) _freeIds.Enqueue((ushort)id);
        _isOrdinary = IsOrdinary;
        MakeParts();
    }

    /// <summary>Room id.</summary>
    public string Id => _settings.Id;

    /// <summary>The scene.</summary>
    public Scenes.SceneLayout Layout => _settings.Layout;

    /// <summary>Everyone in the room, away ones included.</summary>
    public IReadOnlyList<Resident> Residents => _residents;

    /// <summary>Bytes queued for viewers since the room was created.</summary>
    public long BytesSent { get; private set; }

    /// <summary>State frames skipped because the viewer was still busy with the one before.</summary>
    public long FramesDropped { get; private set; }

    /// <summary>Whether a tick would do anything: somebody is here, or a cue has its moment.</summary>
    public bool HasSomethingToDo => _residents.Count > 0 || Show.IsWaiting;

    /// <summary>Places taken of the room's capacity: attendees, away ones included.</summary>
    public int PlacesTaken
    {
        get
        {
            int taken = 0;
            foreach (Resident who in _residents)
                if (who.Role <= Role.Attendee) taken++;
            return taken;
        }
    }

    /// <summary>Position and state of somebody in the room.</summary>
    public Body BodyOf(Resident who) => IsHere(ref who) ? _bodies[who.Index] : default;

    /// <summary>Somebody by id.</summary>
    /// <returns>Null when nobody in the room has it.</returns>
    public Resident? Find(uint id) => id < _byId.Length ? _byId[id] : null;

    /// <summary>Lets somebody in; whoever has a body here already, be it on another page or without a connection, takes it over.</summary>
    /// <returns>Null when the room is full.</returns>
    public Resident? Enter(Newcomer newcomer, IOutbound outbound)
    {
        _nowMs = _clock.NowMilliseconds;
        foreach (RoomPart part in _parts) newcomer = part.Admit(newcomer);
        if (FindReturning(newcomer) is { } returning)
        {
            Return(returning, newcomer, outbound);
            return returning;
        }
        if (!HasPlaceFor(newcomer.Role)) return null;
        Resident who = new(_freeIds.Dequeue(), newcomer, "", _clock.Today);
        (Vector3 position, float yaw) = _places.Arrival(newcomer.From, newcomer.Role);
        Add(who, position, yaw, -1);
        Greet(who, outbound);
        Tell(new PersonJoined(who));
        return who;
    }

    /// <summary>Whether a guest who comes in would come back into their own avatar. Thread-safe.</summary>
    public bool IsReturning(string guest) => _guests.ContainsKey(guest);

    /// <summary>A connection is lost. The avatar of its owner stays for a while; a bot's does not.</summary>
    /// <param name="who">Its owner; null looks for them.</param>
    /// <param name="line">The connection, as <see cref="IOutbound.Line"/> has it.</param>
    public void Detach(Resident? who, object line)
    {
        who ??= _residents.Find(one => one.Outbound?.Line == line);
        if (who is null || !IsHere(ref who) || who.Outbound?.Line != line) return; // replaced meanwhile, or already gone
        if (who.Bot)
        {
            Remove(who, Ending.Left);
            return;
        }
        (who.Outbound, who.AwaySinceMs) = (null, _nowMs);
        Tell(new PersonDetached(who));
        Stop(who);
        MarkChanged(who);
    }

    /// <summary>Takes somebody out of the room.</summary>
    public void Remove(Resident who, Ending ending)
    {
        if (!IsHere(ref who)) return;
        Place(who, _bodies[who.Index].Seat, -1);
        Resident last = _residents[^1];
        _composer.Motions.Remove(who.Index, who.Id, last.Index, last.Id);
        _introductions.Remove(who.Index, last.Index);
        (_residents[who.Index], _bodies[who.Index], _ids[who.Index]) = (last, _bodies[last.Index], last.Id);
        last.Index = who.Index;
        _residents.RemoveAt(_residents.Count - 1);
        who.Index = -1;
        _byId[who.Id] = null;
        _guests.TryRemove(new(who.Guest, who));
        _freeIds.Enqueue(who.Id);
        if (who.IsChanged) _changed.Remove(who);
        if (who.IsArriving) _arriving.Remove(who);
        _prominent.Remove(who);
        foreach (RoomPart part in _parts) part.Left(who);
        _left.Add(who.Id);
        who.Outbound?.Close(ending);
        who.Outbound = null;
        Tell(new PersonLeft(who));
    }

    /// <summary>The room closes: what its parts were to tell with the next tick is told now. Its loop has ended.</summary>
    public void Close()
    {
        foreach (RoomPart part in _parts) part.Closing();
    }

    /// <summary>Takes over everyone from a room whose loop failed or hangs, each in their place.</summary>
    /// <remarks>
    /// The other room's state may be broken in any way and may even be changing, so it is only read, each person is taken by themselves from
    /// an array that never moves, and what they are taken from is checked.
    /// </remarks>
    public void Adopt(Room broken)
    {
        _nowMs = _clock.NowMilliseconds;
        foreach (RoomPart part in _parts) part.Adopt(broken);
        foreach (Resident? before in broken._byId)
        {
            if (before is null || _residents.Count >= _settings.Size) continue;
            int index = before.Index;
            Body body = (uint)index < (uint)broken._bodies.Length ? broken._bodies[index] : default;
            IOutbound? outbound = before.Outbound?.TakeOver();
            if (outbound is null && before.Bot) continue;
            bool stands = _settings.Floor.TryHeight(body.Position.X, body.Position.Z, out float ground);
            (Vector3 place, float yaw) = stands ? (body.Position with { Y = ground }, body.Yaw) : _places.Arrival("", before.Role);
            int seat = body.Form == AvatarForm.Seated && Seats.IsFree(body.Seat) ? body.Seat : -1;
            if (seat >= 0) (place, yaw) = (_settings.Layout.Seats[seat].Position, _settings.Layout.Seats[seat].Yaw);
            Resident who = new(before);
            Add(who, place, yaw, seat);
            _bodies[who.Index].Epoch = (byte)(body.Epoch + 1);
            before.Succeed(who);
            if (outbound is not null) Greet(who, outbound);
        }
        List<Resident> gone = [];
        foreach (Resident? before in broken._byId)
            if (before is not null && _byId[before.Id] is null) gone.Add(before);
        foreach (RoomPart part in _parts) part.Adopted(gone);
        foreach (Resident one in gone) one.Retire();
        ushort[] free = [.. _freeIds.Where(id => _byId[id] is null)];
        _freeIds.Clear();
        foreach (ushort id in free) _freeIds.Enqueue(id);
        (BytesSent, FramesDropped) = (broken.BytesSent, broken.FramesDropped);
    }

    // Who keeps order or performs comes in however full it is.
    private bool HasPlaceFor(Role role) => _residents.Count < _settings.Size && _freeIds.Count > 0 && (role > Role.Attendee || PlacesTaken < _settings.Capacity);

    // What was asked of a room before it was started again still names its residents of then; and a room that was abandoned may know nobody else.
    internal bool IsHere(ref Resident who)
    {
        if (who.Home != this) who = who.Newest;
        return who.Home == this && who.Index >= 0;
    }

    // What changes between two ticks belongs to the one to come: a viewer's frame carries its own tick and the one before, so with the
    // number of the tick that is over, half of the viewers would not learn of it until the round over all cells came by.
    private long ComingTick => _tick + 1;

    // A guest has one body in a room. A bot is a new guest each time it comes in.
    private Resident? FindReturning(Newcomer newcomer) => newcomer.Bot ? null : _guests.GetValueOrDefault(newcomer.Guest);

    private void Return(Resident who, Newcomer newcomer, IOutbound outbound)
    {
        who.Outbound?.Close(Ending.Replaced);
        Body body = _bodies[who.Index];
        MovementRules.Place(ref _bodies[who.Index], body.Position, body.Yaw, body.Seat, _nowMs);
        // Whoever opened a link meanwhile comes back with its role; what a portal's pass gave is not asked for again.
        if (Rank.HeightOf(newcomer.Role) > Rank.HeightOf(who.Role)) (who.Role, who.Link) = (newcomer.Role, newcomer.Link);
        (who.Address, who.NoFrames) = (newcomer.Address, newcomer.NoFrames);
        if (newcomer.Resume != who.ResumeToken) BeginAnew(who, newcomer);
        Raise(who);
        Greet(who, outbound);
        MarkChanged(who);
    }

    // Another page than the one before: it numbers its requests from 1, has no voice and follows nobody, and its owner may have chosen another name and look.
    private void BeginAnew(Resident who, Newcomer newcomer)
    {
        (who.Name, who.Look) = (newcomer.Name, newcomer.Look);
        who.Requests = new();
        foreach (RoomPart part in _parts) part.BegunAnew(who);
        Tell(new LookChanged(who));
    }

    private void Add(Resident who, Vector3 position, float yaw, int seat)
    {
        (who.Home, who.Index) = (this, _residents.Count);
        _residents.Add(who);
        if (!who.Bot) _guests[who.Guest] = who;
        (_byId[who.Id], _ids[who.Index]) = (who, who.Id);
        who.Mailbox.AnnounceTo(_moved, who.Id);
        _bodies[who.Index] = new Body { ChangedTick = ComingTick };
        _composer.Motions.Add(who.Index, who.Id);
        _composer.Motions.SetLit(who.Index, who.StickOn);
        _introductions.Add(who.Index);
        Raise(who);
        MovementRules.Place(ref _bodies[who.Index], position, yaw, seat, _nowMs);
        Place(who, -1, seat);
        if (who.Outbound is null) who.AwaySinceMs = _nowMs;
        who.IsChanged = false;
        if (!who.IsArriving) _arriving.Add(who);
        who.IsArriving = true;
        foreach (RoomPart part in _parts) part.Entered(who);
    }

    private void Place(Resident who, int seatBefore, int seat)
    {
        foreach (RoomPart part in _parts) part.Placed(who, seatBefore, seat);
    }

    // Everyone there is told of in the same tick's roster step, so that a hundred who come at once cost one message, not a hundred.
    private void Greet(Resident who, IOutbound outbound)
    {
        who.Outbound = outbound;
        who.ResumeToken = _newToken();
        who.Mailbox.Reset();
        who.View.Reset(Chat.Lines.Next);
        _introductions.Add(who.Index);
        if (!who.IsArriving) _arriving.Add(who);
        who.IsArriving = true;
        SendTo(who, new ServerMessage
        {
            Welcome = new()
            {
                Version = ProtocolVersion.Max,
                You = who.Id,
                Room = Id,
                RoomMs = _nowMs,
                Resume = who.ResumeToken,
                Capacity = (uint)_settings.Capacity,
                Placement = PlacementOf(who),
                BeatMs = RoomClock.BeatMilliseconds,
                CellColumns = (uint)_grid.Cells.Columns,
                CellMetres = CellGrid.CellMetres,
                CellOriginX = _grid.Cells.OriginX,
                CellOriginZ = _grid.Cells.OriginZ,
                CellRows = (uint)_grid.Cells.Rows,
            },
        });
        Introduce(who, who);
        Tell(new PersonGreeted(this, who));
        foreach (RoomPart part in _parts) part.Greeted(who);
    }

    private Placement PlacementOf(Resident who)
    {
        ref readonly Body body = ref _bodies[who.Index];
        return new() { Epoch = body.Epoch, X = body.Position.X, Y = body.Position.Y, Z = body.Position.Z, Yaw = body.Yaw, Seat = body.Seat };
    }

    internal void MarkChanged(Resident who)
    {
        _introductions.Change(who.Id);
        if (who.IsChanged) return;
        who.IsChanged = true;
        _changed.Add(who);
    }

    private void Stop(Resident who)
    {
        ref Body body = ref _bodies[who.Index];
        if (body.Form is not (AvatarForm.Moving or AvatarForm.Airborne)) return;
        if (_settings.Floor.TryHeight(body.Position.X, body.Position.Z, out float ground)) body.Position = body.Position with { Y = ground };
        (body.Anchor, body.AnchorMs, body.Velocity, body.Form, body.ChangedTick) = (body.Position, _nowMs, Vector2.Zero, AvatarForm.Standing, ComingTick);
    }

    internal void SendTo(Resident who, ServerMessage message) => SendTo(who, ControlMessage.Encode(message));

    internal void SendTo(Resident who, byte[] message)
    {
        if (who.Outbound is null) return;
        who.Outbound.Send(message);
        BytesSent += message.Length;
    }

    internal void SendToAll(ServerMessage message)
    {
        byte[] bytes = ControlMessage.Encode(message);
        foreach (Resident who in _residents) SendTo(who, bytes);
    }
}
